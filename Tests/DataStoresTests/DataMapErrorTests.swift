import DataStores
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// What authors of data maps are told about their slips.
@Suite struct DataMapErrorTests {
  /// A dataset with one collection; `block` is its `proviso:` block.
  private static func map(_ block: String, fields: String = "{name: id}, {name: sent_at}, {name: status}") -> String {
    """
    dataset:
      - fides_key: d
        proviso: {zone: UTC}
        collections:
          - name: c
            proviso: \(block)
            fields: [\(fields)]
    """
  }

  private static let slips: [(name: String, text: String)] = [
    ("no dataset", "datasets: []"),
    ("no mapping", "- a\n- b"),
    ("empty file", ""),
    ("empty list", "dataset: []"),
    ("no key", "dataset:\n  - fides_kye: d\n    collections: []"),
    ("no collections", "dataset:\n  - fides_key: d\n    collection: []"),
    ("collections of another kind", "dataset:\n  - fides_key: d\n    collections: {a: b}"),
    ("nameless field", "dataset: [{fides_key: d, collections: [{name: c, fields: [{nam: x}]}]}]"),
    ("twice", "dataset: [{fides_key: d, collections: [{name: c}, {name: c}]}]"),
    ("unknown zone", "dataset: [{fides_key: d, proviso: {zone: Europe/Pariss}, collections: []}]"),
    ("zone that climbs", "dataset: [{fides_key: d, proviso: {zone: ../../etc/passwd}, collections: []}]"),
    ("unknown key of a dataset", "dataset: [{fides_key: d, proviso: {subjct: x}, collections: []}]"),
    ("unknown key of a collection", map("{subject: id, use: {}}")),
    ("unknown key of a part", map("{subject: id, uses: {use: a.b, at: sent_at, chanel: email}}")),
    ("missing key of a part", map("{subject: id, uses: {use: a.b, att: sent_at}}")),
    ("a string of no known encoding", map("{subject: id, consents: {encoding: tcf3, column: status, at: sent_at}}")),
    (
      "a string with an action",
      map("{subject: id, consents: {encoding: tcf2, column: status, at: sent_at, action: x}}")
    ),
    (
      "a string with a method",
      map("{subject: id, consents: {encoding: usp, column: status, at: sent_at, evidence: {method: id}}}")
    ),
    ("a string without its column", map("{subject: id, consents: {encoding: gpp, at: sent_at}}")),
    ("a vendor of no number", map("{subject: id, consents: {encoding: tcf2, column: status, at: sent_at, vendor: 0}}")),
    (
      "a vendor of a signal without vendors",
      map("{subject: id, consents: {encoding: gpc, column: status, at: sent_at, vendor: 3}}")
    ),
    ("misspelt column", map("{subject: id, uses: {use: a.b, at: sentat}}")),
    ("misspelt subject", map("{subject: idd}")),
    ("no subject", map("{uses: {use: a.b, at: sent_at}}")),
    ("unknown unit", map("{subject: id, uses: {use: a.b, at: {column: sent_at, unit: second}}}")),
    (
      "unknown action",
      map("{subject: id, consents: {purpose: a.b, at: sent_at, action: {column: status, values: {y: givn}}}}")
    ),
    (
      "positive action carried",
      map("{subject: id, consents: {purpose: a.b, at: sent_at, action: status, carries: [given]}}")
    ),
    ("column and constant", map("{subject: id, uses: {use: {column: status, constant: a}, at: sent_at}}")),
    ("unknown anchor", map("{subject: id, anchors: {lastActvity: sent_at}}")),
    ("unknown granularity", map("{subject: id}", fields: "{name: id, proviso: {granularity: birth.decade}}")),
    ("unknown key of a field", map("{subject: id}", fields: "{name: id, proviso: {granulariti: birth.year}}")),
    ("truth", map("{subject: id, mayBeEmpty: perhaps}")),
    ("unlisted read", map("{subject: id, uses: {use: a.b, at: sent_at, reads: [statis]}}")),
  ]

  @Test func `each slip is told with its place and the nearest name`() throws {
    var told = ""
    for (name, text) in Self.slips {
      told += "## \(name)\n"
      do {
        let map = try DataMapTests.read(text)
        Issue.record("\(name) was read without an error: \(map.diagnostics)")
      } catch let error as InputError {
        #expect(error.diagnostics.contains { $0.level == .error })
        for diagnostic in error.diagnostics {
          let place = diagnostic.span.map { "\($0): " } ?? ""
          told += "\(place)\(diagnostic.level): \(diagnostic.message)\n"
          if let help = diagnostic.help { told += "  help: \(help)\n" }
        }
      }
    }
    try expectGolden(told, "datamap-errors.txt")
  }

  @Test(arguments: [
    ("channel: email", "email", "user.contact.email", "channel: {constant: email}"),
    ("channel: {column: email, values: {a: sms}}", "email", "user.contact.email", "channel: {constant: email}"),
    ("rule: nick", "nick", "user.name.first", "name a column without personal data"),
    ("controller: {column: nick}", "nick", "user.name.first", "name a column without personal data"),
  ])
  func `a column that names people is no word of a report`(
    key: String, field: String, category: String, help: String
  ) throws {
    let fields =
      "{name: id}, {name: sent_at}, {name: email, data_categories: [user.contact.email]}, "
      + "{name: nick, data_categories: [system.operations, user.name.first]}"
    let error = #expect(throws: InputError.self) {
      try DataMapTests.read(Self.map("{subject: id, uses: {use: a.b, at: sent_at, \(key)}}", fields: fields))
    }
    let told = try #require(error?.diagnostics.first)
    let word = key.prefix { $0 != ":" }
    #expect(told.message == "`\(word)` is told in reports, and the field `\(field)` holds `\(category)`")
    #expect(told.help?.contains(help) == true)
    #expect(told.span?.line == 6)
  }

  @Test func `a channel may bear the name of a field where the map says that it is none`() throws {
    let fields = "{name: id}, {name: sent_at}, {name: email, data_categories: [user.contact.email]}"
    let block = "{subject: id, uses: {use: a.b, at: sent_at, channel: {constant: email}}}"
    let map = try DataMapTests.read(Self.map(block, fields: fields))
    #expect(map.datasets[0].collections[0].uses?.channel == ColumnOrConstant(constant: "email"))
  }

  @Test func `a column that manifests leave out is a warning`() throws {
    let map = try DataMapTests.read(Self.map("{subject: id, anchors: {created: first_seen}}"))
    #expect(map.diagnostics.map(\.level) == [.warning])
    #expect(map.diagnostics.map(\.message) == ["`c` lists no field `first_seen`"])
  }

  @Test(arguments: [
    "dataset: [", "dataset:\n\t- a", "a: 1\na: 2", "dataset: *x", "--- 1\n--- 2", "dataset: !!binary ~",
  ])
  func `broken YAML is one clear error`(_ text: String) throws {
    let error = #expect(throws: InputError.self) { try DataMapTests.read(text) }
    #expect(error?.diagnostics.isEmpty == false)
  }

  @Test func `bytes at random never crash the reader`() throws {
    let whole = Array(DataMapTests.full.utf8)
    for seed in 0..<300 {
      var random = SplitMix64(seed: UInt64(seed))
      var bytes = whole
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] =
          random.pick(Array("{}[]:, \n-#'\"&*!|>%@`ax0".utf8)) ?? 0
      }
      do { _ = try DataMap.read(SourceFile(path: "m", bytes: bytes)) { _ in .utc } } catch {
        #expect(error.diagnostics.contains { $0.level == .error }, "seed \(seed)")
      }
    }
  }
}

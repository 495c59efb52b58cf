import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import SourceDocuments
import Testing

@testable import StoreScanner

/// A value of a test table.
enum Cell: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
  init(nilLiteral: ()) { self = .null }
  init(integerLiteral value: Int64) { self = .integer(value) }
  init(floatLiteral value: Double) { self = .real(value) }
  init(stringLiteral value: String) { self = .text(value) }
}

/// A table of a store that lies in memory and is read in batches of seven rows.
struct CheckTable {
  var name: String
  var columns: [String]
  var rows: [[Cell]]
  init(_ name: String, _ columns: [String], _ rows: [[Cell]]) {
    (self.name, self.columns, self.rows) = (name, columns, rows)
  }
}

private struct CheckStore: DataStore {
  let name = "shop"
  let engine = "memory"
  let held: [CheckTable]

  func tables() throws(StoreError) -> [TableSchema] { held.map { TableSchema(name: $0.name, columns: $0.columns) } }

  func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    guard let found = held.first(where: { $0.name == table }) else { throw .missingTable(table, near: nil) }
    let places = columns.compactMap { found.columns.firstIndex(of: $0) }
    for start in stride(from: 0, to: found.rows.count, by: 7) {
      let rows = found.rows[start..<min(start + 7, found.rows.count)]
      if try !body(ColumnBatch(rows.map { row in places.map { row[$0] } }, columns: places.count)) { return }
    }
  }

  func estimatedRows(of table: String) throws(StoreError) -> Int { held.first { $0.name == table }?.rows.count ?? 0 }
}

extension ColumnBatch {
  init(_ rows: [[Cell]], columns count: Int) {
    self.init(columnCount: count)
    rowCount = rows.count
    for column in 0..<count {
      for row in rows {
        switch row[column] {
        case .null: columns[column].appendNull()
        case .integer(let value): columns[column].append(integer: value)
        case .real(let value): columns[column].append(real: value)
        case .text(let value): columns[column].append(text: value)
        case .blob(let value): columns[column].append(blob: value)
        }
      }
    }
  }
}

/// Controls, a map and tables, audited by the record checks alone.
struct ChecksWorld {
  let policies: PolicySet
  let survey: StoreSurvey
  private let store: any DataStore
  private let map: DataMap
  private let plan: AuditPlan
  private let tables: [CheckTable]

  /// - Parameter controls: each the text of the keys after `id`, `title`, `severity` and `law`; ids are `c0`, `c1`, ...
  init(
    _ controls: [String], map: String, _ tables: [CheckTable], asOf: String = "2026-01-01T00:00:00Z",
    recipients: [DeclaredRecipient] = [], sampleSize: Int = 3,
    store: (any DataStore)? = nil
  ) throws {
    let vocabulary = try Vocabulary.read([Self.file(Self.vocabulary, "vocabulary.yaml")])
    var text = "pack: own\ntitle: Own\nversion: \"1\"\ncontrols:\n"
    for (index, control) in controls.enumerated() {
      text += "  - id: c\(index)\n    title: Control\n    severity: low\n    law: {name: L, article: \"1\"}\n"
      text += control.split(separator: "\n").map { "    \($0)\n" }.joined()
    }
    let pack = try Pack.read(Self.file(text, "pack.yaml"), vocabulary: vocabulary)
    policies = PolicySet(vocabulary: vocabulary, packs: [pack], recipients: recipients)
    let dataMap = try DataMap.read(Self.file("dataset:\n" + map, "map.yaml")) { $0 == "UTC" ? .utc : nil }
    self.store = store ?? CheckStore(held: tables)
    self.map = dataMap
    self.tables = store == nil ? tables : []
    survey = StoreSurvey([AuditedStore(store: self.store, map: dataMap)])
    plan = AuditPlan(
      policies: policies, asOf: try requireInstant(asOf), sampleSize: sampleSize,
      sources: survey.entries.map(\.source))
  }

  /// What the record checks see, the subjects split over so many passes.
  func run(passes: Int = 1, scope: (any SubjectScope)? = nil) -> (observations: [Observation], gaps: [Gap]) {
    var merged = ObservationMerge(sampleSize: plan.sampleSize)
    var gaps: [Gap] = []
    func scan(_ pass: Int, of passes: Int, _ reach: Set<PlannedCheck.Reach>) {
      let checks = RecordChecks.checks(for: policies.obligations(), in: plan) { _ in scope }
      var subjects = SubjectTable(pass: pass, of: passes)
      for (index, entry) in survey.entries.enumerated() {
        let mine = checks.filter { $0.source == index && reach.contains($0.reach) }
        let outcome = CollectionScan(store: store, source: entry.source, checks: mine).run(&subjects) { _ in }
        for observation in outcome.observations { merged.add(observation) }
        for number in outcome.counted { merged.add(number) }
        if pass == 0 {
          gaps += outcome.gaps
          gaps += outcome.countedGaps.map { Gap(subject: $0.subject, reason: $0.reason, detail: $0.detail) }
        }
      }
    }
    if passes > 1 { scan(0, of: 1, [.collection]) }
    for pass in 0..<passes { scan(pass, of: passes, passes > 1 ? [.subject] : [.subject, .collection]) }
    return (merged.sorted, gaps)
  }

  /// One line an observation: `c0 shop.people.born violation tooFine 3/2 sample=a,b maximum=birth.year`.
  ///
  /// Every world is also asked of SQLite: what is told must not depend on where it is counted.
  func told(
    passes: Int = 1, scope: (any SubjectScope)? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    if scope == nil, !tables.isEmpty { try agreement().expectSame(sourceLocation: sourceLocation) }
    return run(passes: passes, scope: scope).observations.map(\.line)
  }

  /// The same world in a file, read and asked.
  func agreement() throws -> PushdownAgreement {
    try PushdownAgreement(
      policies, map, tables.map { FixtureTable($0) }, asOf: plan.asOf, sampleSize: plan.sampleSize)
  }

  /// What the whole scan of the store sees.
  func scanned(passes: Int) -> [String] {
    var options = StoreScan.Options()
    (options.passes, options.sampleSize) = (passes, plan.sampleSize)
    let audited = AuditedStore(store: store, map: map)
    return StoreScan(policies: policies, stores: [audited], asOf: plan.asOf, options: options).run()
      .observations.map(\.line)
  }

  private static func file(_ text: String, _ path: String) throws -> SourceFile {
    try SourceFile(path: path, bytes: Array(text.utf8))
  }

  private static let vocabulary = """
    vocabulary: small
    version: "1"
    dataCategories:
      - {key: user, name: Person}
      - {key: user.contact, name: Contact, family: contact}
      - {key: user.birth, name: Birth, family: birth}
      - {key: user.place, name: Place, family: place}
      - {key: user.network, name: Network, family: network}
      - {key: user.time, name: Time, family: time}
      - {key: user.plain, name: Plain}
    dataUses:
      - {key: marketing, name: Marketing}
      - {key: marketing.communications, name: Messages}
      - {key: marketing.communications.email, name: E-mail, channel: email}
      - {key: personalize, name: Personalisation}
    dataSubjects:
      - {key: customer, name: Customer}
      - {key: prospect, name: Prospect}
    attributes:
      - {path: "geo.*", categories: [user.place], granularity: place.coordinates6}
    """
}

/// An instant from text; a test that misspells one fails.
func requireInstant(_ text: String) throws -> Instant {
  guard let instant = Instant(iso8601: text) else { throw Misspelt(text: text) }
  return instant
}

struct Misspelt: Error { let text: String }

extension Observation {
  /// The control, asset, verdict, records/subjects, sample, locus attribute and parameters on one line.
  var line: String {
    let place = asset.description.dropFirst("store:".count)
    var words = [control, String(place), verdict.name, verdict.reason?.rawValue ?? ""]
    words.append("\(counts.records ?? 0)/\(counts.subjects ?? 0)")
    if !sample.isEmpty { words.append("sample=" + sample.map(\.disclosed).joined(separator: ",")) }
    if let attribute = locus.attribute { words.append("at=\(attribute)") }
    if let use = locus.use { words.append("use=\(use)") }
    words += parameters.map { "\($0.name)=\($0.value)" }
    return words.joined(separator: " ")
  }
}

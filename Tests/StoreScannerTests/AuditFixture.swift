import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import SourceDocuments
import StoreScanner
import Testing

/// Policies and maps from short texts, and stores from tables.
enum AuditFixture {
  static let asOf = Instant(CivilDate(daysSinceEpoch: 20_000))

  static func file(_ text: String, _ path: String) throws -> SourceFile {
    try SourceFile(path: path, bytes: Array(text.utf8))
  }

  static func vocabulary() throws -> Vocabulary {
    try Vocabulary.read([
      file(
        """
        vocabulary: small
        version: "1"
        dataCategories:
          - {key: user, name: Person}
          - {key: user.contact, name: Contact, family: contact}
          - {key: user.contact.email, name: E-mail}
          - {key: user.behavior, name: Behaviour}
          - {key: user.demographic, name: Demographic}
          - {key: user.demographic.birth, name: Birth, family: birth}
        dataUses:
          - {key: marketing, name: Marketing}
          - {key: marketing.communications, name: Messages}
          - {key: marketing.communications.email, name: E-mail, channel: email}
          - {key: marketing.communications.sms, name: SMS, channel: sms}
          - {key: personalize, name: Personalisation}
          - {key: personalize.content, name: Content}
          - {key: personalize.content.profiling, name: Profiling}
          - {key: third_party_sharing, name: Sharing}
        dataSubjects:
          - {key: customer, name: Customer}
          - {key: prospect, name: Prospect}
        """, "vocabulary.yaml")
    ])
  }

  /// A pack of controls, each the text of its keys after `id`, `title` and `law`.
  static func policies(
    _ controls: [String], head: String = "", legalBases: [DeclaredBasis] = []
  ) throws -> PolicySet {
    let vocabulary = try vocabulary()
    var text = "pack: own\ntitle: Own\nversion: \"1\"\n\(head)\ncontrols:\n"
    for (index, control) in controls.enumerated() {
      text += "  - id: control\(index)\n    title: Control\n    severity: low\n"
      if !control.hasPrefix("law:") { text += "    law: {name: L, article: \"1\"}\n" }
      text += control.split(separator: "\n").map { "    \($0)\n" }.joined()
    }
    let pack = try Pack.read(file(text, "pack.yaml"), vocabulary: vocabulary)
    return PolicySet(vocabulary: vocabulary, packs: [pack], legalBases: legalBases)
  }

  static func map(_ text: String) throws -> DataMap {
    try DataMap.read(file(text, "map.yaml")) { $0 == "UTC" ? .utc : nil }
  }

  /// What an audit of one store in memory sees. The same store in a file is also asked by queries, and must say the same.
  static func scan(
    _ policies: PolicySet, _ map: DataMap, _ tables: [FixtureTable], passes: Int? = nil, sampleSize: Int = 5,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> StoreScanResult {
    // Larger worlds have agreement tests of their own.
    if passes == nil, tables.reduce(0, { $0 + $1.rows.count }) <= 40 {
      do {
        try PushdownAgreement(policies, map, tables, asOf: asOf, sampleSize: sampleSize)
          .expectSame(sourceLocation: sourceLocation)
      } catch {
        Issue.record(error, sourceLocation: sourceLocation)
      }
    }
    return scan(policies, map, MemoryStore(tables), passes: passes, sampleSize: sampleSize)
  }

  static func scan(
    _ policies: PolicySet, _ map: DataMap, _ store: any DataStore, passes: Int? = nil, sampleSize: Int = 5
  ) -> StoreScanResult {
    var options = StoreScan.Options()
    (options.passes, options.sampleSize) = (passes, sampleSize)
    return StoreScan(
      policies: policies, stores: [AuditedStore(store: store, map: map)], asOf: asOf, options: options
    ).run()
  }
}

/// A store in memory.
struct MemoryStore: DataStore {
  let name = "shop"
  let engine = "memory"
  private let held: [FixtureTable]
  /// A table that fails after its first batch.
  var failing: String?

  init(_ tables: [FixtureTable], failing: String? = nil) { (held, self.failing) = (tables, failing) }

  func tables() throws(StoreError) -> [TableSchema] { held.map { TableSchema(name: $0.name, columns: $0.columns) } }

  func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    guard let found = held.first(where: { $0.name == table }) else { throw .missingTable(table, near: nil) }
    let places = columns.compactMap { found.columns.firstIndex(of: $0) }
    guard places.count == columns.count else { throw .missingColumn("?", table: table, near: nil) }
    for start in stride(from: 0, to: found.rows.count, by: 100) {
      var batch = ColumnBatch(columnCount: columns.count)
      let rows = found.rows[start..<min(start + 100, found.rows.count)]
      batch.rowCount = rows.count
      for (position, place) in places.enumerated() {
        for row in rows { batch.columns[position].append(row[place]) }
      }
      if try !body(batch) { return }
      if failing == table { throw .corrupt(path: "shop", detail: "a page is damaged") }
    }
  }

  func estimatedRows(of table: String) throws(StoreError) -> Int { held.first { $0.name == table }?.rows.count ?? 0 }

  func snapshot() throws(StoreError) -> any DataStore { self }
}

extension ColumnBatch.Column {
  mutating func append(_ value: FixtureValue) {
    switch value {
    case .null: appendNull()
    case .integer(let integer): append(integer: integer)
    case .real(let real): append(real: real)
    case .text(let text): append(text: text)
    case .blob(let bytes): append(blob: bytes)
    }
  }
}

extension FixtureValue {
  /// Null for nil.
  static func optional(_ text: String?) -> FixtureValue { text.map { .text($0) } ?? .null }
}

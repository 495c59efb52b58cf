import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner
import Testing

/// Nothing looked at is never a pass: what could not be read is told, and nothing is said of what hangs on it.
@Suite struct FrameworkGapTests {
  static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: consent_log
            proviso: {consents: {purpose: {column: purpose}, action: {column: action}, at: at, carries: [optedOut]}}
          - name: sends
            proviso: {uses: {use: {column: use}, at: at}}
          - {name: notes}
    """

  static let log = FixtureTable(
    "consent_log", columns: ["person", "purpose", "action", "at"],
    rows: [
      [.integer(1), .text("personalize"), .text("given"), .text("2024-01-01T00:00:00Z")],
      [.integer(2), .text("personalize"), .text("given"), .text("2024-01-01T00:00:00Z")],
    ])
  static let sends = FixtureTable(
    "sends", columns: ["person", "use", "at"],
    rows: [
      [.integer(1), .text("personalize"), .text("2024-02-01T00:00:00Z")],
      [.integer(2), .text("personalize"), .text("2024-02-01T00:00:00Z")],
      [.integer(3), .text("personalize"), .text("2024-02-01T00:00:00Z")],
    ])
  static let notes = FixtureTable("notes", columns: ["person"], rows: [[.integer(1)]])

  private func scan(
    _ tables: [FixtureTable], failing: String? = nil, control: String = "require: {consent: {}}"
  ) throws -> StoreScanResult {
    AuditFixture.scan(
      try AuditFixture.policies([control]), try AuditFixture.map(Self.map), MemoryStore(tables, failing: failing))
  }

  private func reasons(_ result: StoreScanResult) -> [String] {
    result.gaps.map { "\($0.subject) \($0.reason.rawValue)" }
  }

  private func told(_ result: StoreScanResult) -> [String] {
    result.observations.map { "\($0.verdict.name) \($0.verdict.reason?.rawValue ?? "") \($0.counts.uses ?? 0)" }
  }

  @Test func `a whole store has no gap, and says what it read`() throws {
    let result = try scan([Self.log, Self.sends, Self.notes])
    #expect(result.gaps.isEmpty)
    #expect(told(result) == ["violation noRecord 1"])
    let rows = result.examined.flatMap { $0.collections.map { "\($0.name) \($0.rows) \($0.examined) \($0.controls)" } }
    // No check touches the notes: they are not read.
    #expect(rows == ["consent_log 2 0 []", "notes 0 0 []", "sends 3 3 [\"control0\"]"])
  }

  @Test func `without its consent log nothing is said of a use`() throws {
    let result = try scan([Self.sends, Self.notes])
    #expect(reasons(result) == ["shop.consent_log missingCollection"])
    #expect(told(result) == ["unverifiable unreadable 3"])
  }

  @Test func `a consent log that breaks off says nothing of anybody`() throws {
    let result = try scan([Self.log, Self.sends, Self.notes], failing: "consent_log")
    #expect(reasons(result) == ["shop.consent_log unreadable"])
    #expect(told(result) == ["unverifiable unreadable 3"])
  }

  @Test func `a consent log without a promised column says nothing of anybody`() throws {
    var log = Self.log
    log.columns[2] = "acton"
    let result = try scan([log, Self.sends, Self.notes])
    #expect(result.gaps.map(\.reason) == [.missingColumn])
    #expect(result.gaps[0].detail.contains("did you mean `acton`"))
    #expect(told(result) == ["unverifiable unreadable 3"])
  }

  @Test func `uses that cannot be read to their end are no finding and no pass`() throws {
    let result = try scan([Self.log, Self.sends, Self.notes], failing: "sends")
    #expect(reasons(result).contains("shop.sends unreadable"))
    #expect(result.observations.isEmpty)
    #expect(result.examined[0].collections.last?.controls == [])
  }

  @Test func `a use log without its instant is not checked`() throws {
    var sends = Self.sends
    sends.columns[2] = "sent"
    let result = try scan([Self.log, sends, Self.notes])
    #expect(reasons(result).contains("shop.sends missingColumn"))
    #expect(result.gaps.contains { $0.detail.contains("not checked: control0") })
  }

  @Test func `an empty use log is a gap unless the map allows it`() throws {
    var sends = Self.sends
    sends.rows = []
    #expect(reasons(try scan([Self.log, sends, Self.notes])).contains("shop.sends emptyCollection"))
    let allowing = Self.map.replacing(
      "- name: sends\n        proviso: {", with: "- name: sends\n        proviso: {mayBeEmpty: true, ")
    let result = AuditFixture.scan(
      try AuditFixture.policies(["require: {consent: {}}"]), try AuditFixture.map(allowing),
      [Self.log, sends, Self.notes])
    #expect(!reasons(result).contains("shop.sends emptyCollection"))
  }

  @Test func `rows that cannot be read are counted and never pass`() throws {
    var (log, sends) = (Self.log, Self.sends)
    log.rows[0][2] = .text("maybe")
    log.rows.append([.null, .text("personalize"), .text("given"), .text("2024-01-01")])
    log.rows.append([.integer(2), .text("newsletter"), .text("given"), .text("2024-01-01")])
    sends.rows.append([.integer(1), .text("personalize"), .text("someday")])
    sends.rows.append([.integer(1), .text("walking"), .text("2024-02-01")])
    sends.rows.append([.null, .text("personalize"), .text("2024-02-01")])
    let result = try scan([log, sends, Self.notes])
    let details = result.gaps.map(\.detail)
    #expect(result.gaps.allSatisfy { $0.reason == .unreadableValue })
    #expect(details.contains { $0.hasPrefix("1 consent events without a subject key") })
    #expect(details.contains { $0.hasPrefix("1 consent events with an action") })
    #expect(details.contains { $0.hasPrefix("1 consent events of a purpose") })
    #expect(details.contains { $0.hasPrefix("2 uses with an instant") })
    #expect(details.contains { $0.hasPrefix("1 uses without a subject key") })
    // Person 1 has an event that nobody can read, person 3 none.
    #expect(told(result).sorted() == ["unverifiable unreadableValue 1", "violation noRecord 1"])
  }

  @Test(arguments: [2, 3, 7])
  func `rows that cannot be read are told with the same numbers in any number of passes`(passes: Int) throws {
    var (log, sends) = (Self.log, Self.sends)
    for person in 0..<20 {
      log.rows.append([.integer(Int64(person)), .text("newsletter"), .text("given"), .text("2024-01-01")])
      sends.rows.append([.integer(Int64(person)), .text("personalize"), .text("someday")])
      sends.rows.append([.null, .text("personalize"), .text("2024-02-01")])
    }
    let policies = try AuditFixture.policies(["require: {consent: {}}"])
    let map = try AuditFixture.map(Self.map)
    let whole = AuditFixture.scan(policies, map, [log, sends, Self.notes])
    let divided = AuditFixture.scan(policies, map, [log, sends, Self.notes], passes: passes)
    #expect(whole.gaps == divided.gaps)
    #expect(whole.gaps.map { $0.detail.prefix(8) } == ["20 conse", "20 uses ", "20 uses "])
  }

  @Test func `a promised column that no check asks for is a gap too`() throws {
    let map = Self.map.replacing("- {name: notes}", with: "- {name: notes, fields: [{name: person}, {name: body}]}")
    let result = AuditFixture.scan(
      try AuditFixture.policies(["require: {consent: {}}"]), try AuditFixture.map(map),
      [Self.log, Self.sends, Self.notes])
    #expect(
      result.gaps == [
        Gap(
          subject: "shop.notes", reason: .missingColumn,
          detail: "the store has no column `body`, which the map promises; no check asks for it")
      ])
  }

  @Test func `a consent log that is a view which cannot be opened says nothing of anybody`() throws {
    var log = Self.log
    (log.columns, log.rows) = ([], [])
    let result = try scan([log, Self.sends, Self.notes])
    #expect(reasons(result) == ["shop.consent_log unreadable"])
    #expect(told(result) == ["unverifiable unreadable 3"])
  }

  @Test func `a store may spell its columns in another case`() throws {
    var (log, sends) = (Self.log, Self.sends)
    (log.columns, sends.columns) = (["PERSON", "Purpose", "Action", "AT"], ["Person", "Use", "At"])
    let folder = try TemporaryFolder()
    let writer = try SQLiteWriter(path: folder.path("shop.sqlite"))
    for table in [log, sends, Self.notes] { try writer.make(table) }
    let result = AuditFixture.scan(
      try AuditFixture.policies(["require: {consent: {}}"]), try AuditFixture.map(Self.map),
      SQLiteStore(name: "shop", path: folder.path("shop.sqlite")))
    #expect(result.gaps.isEmpty)
    #expect(told(result) == ["violation noRecord 1"])
  }

  @Test func `nothing to check is a gap`() throws {
    let result = try scan([Self.log, Self.sends, Self.notes], control: "require: {deadline: {within: P1M}}")
    #expect(reasons(result).contains("audit notExamined"))
  }

  @Test func `an opt-out control needs a log that carries opt-outs`() throws {
    let asked = "require: {optOut: {minds: [objected]}}"
    #expect(told(try scan([Self.log, Self.sends, Self.notes], control: asked)) == ["unverifiable noOptOutSource 3"])
    let carried = "require: {optOut: {minds: [optedOut]}}"
    #expect(try scan([Self.log, Self.sends, Self.notes], control: carried).observations.isEmpty)
  }

  @Test func `a store that cannot be opened is a gap`() throws {
    let folder = try TemporaryFolder()
    let store = SQLiteStore(name: "shop", path: folder.path("none.sqlite"))
    let result = AuditFixture.scan(
      try AuditFixture.policies(["require: {consent: {}}"]), try AuditFixture.map(Self.map), store)
    #expect(reasons(result) == ["audit notExamined", "shop unreadable"])
    #expect(result.observations.isEmpty)
  }

  @Test func `a small budget is kept by more passes, and changes nothing`() throws {
    let world = JoinWorld(seed: 77, people: 60, usesEach: 4)
    let policies = try AuditFixture.policies(JoinTests.controls)
    let map = try AuditFixture.map(JoinWorld.map)
    var options = StoreScan.Options()
    options.memory = 1
    let store = SpaciousStore(MemoryStore(world.tables))
    let audited = AuditedStore(store: store, map: map)
    let small = StoreScan(policies: policies, stores: [audited], asOf: AuditFixture.asOf, options: options).run()
    let whole = AuditFixture.scan(policies, map, world.tables)
    #expect(small.observations.count == whole.observations.count)
    #expect(
      zip(small.observations, whole.observations).allSatisfy { $0.counts == $1.counts && $0.verdict == $1.verdict })
    #expect(store.scans.value > 3 * 2)
  }
}

/// Claims to be large, so that a scan divides its work; counts how often it is scanned.
struct SpaciousStore: DataStore {
  final class Count: @unchecked Sendable {
    // INVARIANT: one test on one thread uses it.
    var value = 0
  }

  let held: MemoryStore
  let scans = Count()
  var name: String { held.name }
  var engine: String { held.engine }

  init(_ held: MemoryStore) { self.held = held }

  func tables() throws(StoreError) -> [TableSchema] { try held.tables() }

  func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    scans.value += 1
    try held.scan(table: table, columns: columns, body)
  }

  func estimatedRows(of table: String) throws(StoreError) -> Int { 2_000_000 }

  func snapshot() throws(StoreError) -> any DataStore { self }
}

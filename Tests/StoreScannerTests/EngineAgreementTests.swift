import DataStores
import GovernanceModel
import ProvisoTesting
import StoreScanner
import Testing

/// The same audit over every engine, read and asked (semantics section 10, property 4).
@Suite(.serialized) struct EngineAgreementTests {
  /// A column of a typed engine holds one kind of values: instants become seconds, numbers among texts become texts.
  static func typed(_ tables: [FixtureTable]) -> [FixtureTable] {
    PushdownUsesTests.exact(tables).map { table in
      var table = table
      for column in table.columns.indices {
        let values = table.rows.map { $0[column] }
        let instants = values.map { value -> FixtureValue in
          guard case .text(let text) = value, let instant = Instant(iso8601: text) else { return value }
          return .integer(instant.microseconds / 1_000_000)
        }
        let isMixed = Set(instants.compactMap(\.kind)).count > 1
        for row in table.rows.indices { table.rows[row][column] = isMixed ? values[row].asText : instants[row] }
      }
      return table
    }
  }

  private func scan(_ engine: TestEngine, _ tables: [FixtureTable], _ folder: TemporaryFolder) throws
    -> PushdownAgreement
  {
    try PushdownAgreement(
      AuditFixture.policies(PushdownUsesTests.controls), AuditFixture.map(JoinWorld.map),
      engine.makeStore(tables, in: folder), asOf: AuditFixture.asOf)
  }

  private func agree(_ engine: TestEngine, seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let tables = Self.typed(JoinWorld(seed: seed, people: 20, usesEach: 5).tables)
    let reference = try scan(.sqlite, tables, folder)
    let own = try scan(engine, tables, folder)
    #expect(own.asked == ["useLog", "membership"], "\(own.reasons)")
    own.expectSame("seed \(seed) on \(engine)")
    #expect(own.local.observations.map(\.whole) == reference.local.observations.map(\.whole))
    #expect(reference.local.observations.count > 50)
  }

  @Test(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence), arguments: [UInt64](0..<2))
  func `DuckDB says of uses and stays what SQLite says`(seed: UInt64) throws { try agree(.duckdb, seed: seed) }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence), arguments: [UInt64](0..<1))
  func `PostgreSQL says of uses and stays what SQLite says`(seed: UInt64) throws { try agree(.postgresql, seed: seed) }

  @Test(.enabled(if: SparkCluster.isPresent, SparkCluster.absence), arguments: [UInt64](0..<2))
  func `Spark says of uses and stays what SQLite says`(seed: UInt64) throws { try agree(.spark, seed: seed) }

  // MARK: - Records

  private func records(
    _ engine: TestEngine, seed: UInt64, _ folder: TemporaryFolder, head: String = ""
  ) throws -> PushdownAgreement {
    let store = try engine.makeStore(RecordWorld(seed: seed, people: 40).statements(engine), in: folder)
    return try PushdownAgreement(
      AuditFixture.policies(RecordWorld.controls, head: head), AuditFixture.map(RecordWorld.map), store,
      asOf: AuditFixture.asOf)
  }

  private static let kinds: Set = [
    "membership", "retention", "freshness", "crowd", "audienceSize", "deadline", "erasure", "erasureRegister",
    "evidence",
    "disclosure",
  ]

  @Test(arguments: [UInt64](0..<8))
  func `SQLite says of records what is read of them`(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let own = try records(.sqlite, seed: seed, folder)
    own.expectSame("seed \(seed)")
    #expect(own.asked == Self.kinds, "\(own.reasons)")
    #expect(Set(own.local.observations.map(\.control)).count == RecordWorld.controls.count)
  }

  @Test(arguments: [
    "applies: {attribute: subject.country, in: [DE, FR]}\nonUnknown: apply",
    "applies: {attribute: subject.country, in: [DE, FR]}\nonUnknown: skip",
  ])
  func `SQLite asks only for the people in scope`(head: String) throws {
    for seed in UInt64(20)..<22 {
      let folder = try TemporaryFolder()
      let own = try records(.sqlite, seed: seed, folder, head: head)
      own.expectSame("seed \(seed)")
      #expect(own.asked == Self.kinds, "\(own.reasons)")
    }
  }

  private func agreeOnRecords(_ engine: TestEngine, seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let (reference, own) = (try records(.sqlite, seed: seed, folder), try records(engine, seed: seed, folder))
    #expect(own.asked == Self.kinds, "\(own.reasons)")
    own.expectSame("seed \(seed) on \(engine)")
    #expect(own.local.observations.map(\.whole) == reference.local.observations.map(\.whole))
  }

  @Test(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence), arguments: [UInt64](0..<2))
  func `DuckDB says of records what SQLite says`(seed: UInt64) throws { try agreeOnRecords(.duckdb, seed: seed) }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence), arguments: [UInt64](0..<2))
  func `PostgreSQL says of records what SQLite says`(seed: UInt64) throws {
    try agreeOnRecords(.postgresql, seed: seed)
  }

  @Test(.enabled(if: SparkCluster.isPresent, SparkCluster.absence), arguments: [UInt64](0..<3))
  func `Spark says of records what SQLite says`(seed: UInt64) throws { try agreeOnRecords(.spark, seed: seed) }
}

extension FixtureValue {
  fileprivate enum Kind { case integer, real, text, blob }

  fileprivate var kind: Kind? {
    switch self {
    case .null: nil
    case .integer: .integer
    case .real: .real
    case .text: .text
    case .blob: .blob
    }
  }

  fileprivate var asText: FixtureValue {
    if case .integer(let value) = self { .text(String(value)) } else { self }
  }
}

import ConsentSignals
import DataStores
import GovernanceModel
import ProvisoTesting
import StoreScanner
import Testing

/// Columns of raw TC, GPP, US Privacy and GPC strings mean the same on every engine, read and asked.
@Suite(.serialized) struct SignalEnginesTests {
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: id, zone: UTC}
        collections:
          - name: tcf
            proviso: {consents: {encoding: tcf2, column: string, at: at, vendor: 7, carries: [refused]}}
          - name: gpp
            proviso: {consents: {encoding: gpp, column: string, at: at, vendor: 7, carries: [optedOut]}}
          - name: usp
            proviso: {consents: {encoding: usp, column: string, at: at, carries: [optedOut]}}
          - name: gpc
            proviso: {consents: {encoding: gpc, column: header, at: at, carries: [optedOut]}}
          - name: profiling
            proviso: {uses: {use: personalize.content.profiling, at: at}}
          - name: sharing
            proviso: {uses: {use: third_party_sharing, at: at}}
    """

  private static let controls = [
    "require: {consent: {maxAge: P13M}}\nappliesTo: {uses: [personalize]}",
    "require: {optOut: {minds: [optedOut], grace: {signal: P0D, default: P15D}}}\nappliesTo: {uses: [third_party_sharing]}",
    "require: {evidence: {fields: [method, notice]}}",
    "require: {reask: {after: P6M}}",
  ]

  /// Logs of strings of every encoding, most of them sound, and uses that they permit or not.
  private func tables(seed: UInt64) -> [FixtureTable] {
    var random = SplitMix64(seed: seed)
    let pool = RandomSignals.pool(&random).map { String(decoding: $0, as: UTF8.self) }
    let gpp = pool.filter { $0.hasPrefix("D") }
    var rows: [String: [[FixtureValue]]] = [:]
    func at() -> FixtureValue { .integer(Int64.random(in: 19_600...19_999, using: &random) * 86_400 + 3_600) }
    for person in 0..<60 {
      let id = FixtureValue.text("p\(person)")
      for _ in 0..<Int.random(in: 0..<3, using: &random) {
        let broken = random.oneIn(12) ? "CQ" : random.oneIn(12) ? "" : nil
        rows["tcf", default: []].append([id, .text(broken ?? sound(&random)), at()])
      }
      if random.oneIn(2) {
        let text =
          random.oneIn(4)
          ? RandomSignals.text(&random, from: gpp.map { Array($0.utf8) }) : gpp.randomElement(using: &random)
        rows["gpp", default: []].append([id, .optional(text), at()])
      }
      if random.oneIn(3) {
        rows["usp", default: []].append([id, .text(["1YYN", "1YNN", "1---", "1YY"][person % 4]), at()])
      }
      if random.oneIn(3) { rows["gpc", default: []].append([id, .integer(Int64(person % 2)), at()]) }
      for use in ["profiling", "sharing"] { rows[use, default: []].append([id, at()]) }
    }
    return ["tcf", "gpp", "usp", "gpc", "profiling", "sharing"].map { name in
      let column = name == "gpc" ? ["header"] : name == "profiling" || name == "sharing" ? [] : ["string"]
      return FixtureTable(name, columns: ["id"] + column + ["at"], rows: rows[name] ?? [])
    }
  }

  private func sound(_ random: inout SplitMix64) -> String {
    let day = Instant(CivilDate(daysSinceEpoch: Int.random(in: 19_600...19_990, using: &random)))
    var string = TCString(created: day, lastUpdated: day)
    (string.cmpID, string.vendorListVersion, string.policyVersion) = (28, 150, random.oneIn(6) ? 2 : 4)
    string.isServiceSpecific = true
    string.purposesConsent = IdentifierSet(random.oneIn(2) ? [5, 6] : [1, 2])
    string.vendorConsents = IdentifierSet(random.oneIn(4) ? [9] : [7, 9])
    return string.encoded
  }

  private func agreement(_ store: any DataStore) throws -> PushdownAgreement {
    try PushdownAgreement(
      AuditFixture.policies(Self.controls), AuditFixture.map(Self.map), store, asOf: AuditFixture.asOf, sampleSize: 60)
  }

  private func agree(_ seed: UInt64, _ make: ([FixtureTable], TemporaryFolder) throws -> any DataStore) throws {
    let folder = try TemporaryFolder()
    let tables = tables(seed: seed)
    let reference = try agreement(TestEngine.sqlite.makeStore(tables, in: folder)).local
    let own = try agreement(make(tables, folder))
    own.expectSame("seed \(seed)")
    #expect(own.local.observations.map(\.whole) == reference.observations.map(\.whole))
    #expect(own.local.gaps.map(\.detail) == reference.gaps.map(\.detail))
    let verdicts = Set(reference.observations.compactMap { $0.verdict.reason })
    #expect(verdicts.isSuperset(of: [.refused, .noRecord, .optedOut, .unreadableValue, .missingField]), "\(verdicts)")
  }

  @Test(arguments: TestEngine.present, [UInt64](0..<2))
  func `an engine says of strings what SQLite says`(_ engine: TestEngine, _ seed: UInt64) throws {
    try agree(seed) { tables, folder in try engine.makeStore(tables, in: folder) }
  }

  @Test(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence), arguments: ["csv", "parquet"])
  func `files say of strings what SQLite says`(_ format: String) throws {
    try agree(7) { tables, folder in
      let copies = tables.map { table in
        let name = TestEngine.duckdb.dialect.quoted(table.name)
        return "COPY \(name) TO \(TestEngine.duckdb.dialect.literal(folder.path("\(table.name).\(format)")));\n"
      }
      _ = try TestEngine.duckdb.makeStore(
        (tables.map(TestEngine.duckdb.statements) + copies).joined(), in: folder)
      let kind = try #require(FileTables.Format(rawValue: format))
      return ADBCStore(
        name: "s", .files(FileTables(kind, path: folder.path(""))), paths: TestEngine.drivers)
    }
  }
}

import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine
import Predicates
import ProvisoTesting
import StoreScanner
import Testing

/// `zone: local` (semantics section 2): periods are added on the clock of the data map's zone.
@Suite struct LocalZoneTests {
  /// A zone with the two changes of the Central European year 2024.
  private static let paris = ZoneRules(
    name: "Europe/Paris", firstOffsetSeconds: 3600,
    transitions: [
      .init(at: instant("2024-03-31T01:00:00Z"), offsetSeconds: 7200),
      .init(at: instant("2024-10-27T01:00:00Z"), offsetSeconds: 3600),
    ])

  private static func instant(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }

  private static func map(_ zone: String, second: String? = nil) throws -> DataMap {
    func dataset(_ key: String, _ zone: String, _ collections: String) -> String {
      "  - fides_key: \(key)\n    proviso: {subject: person, zone: \(zone)}\n    collections:\n\(collections)"
    }
    func log(_ name: String) -> String {
      "      - {name: \(name), proviso: {mayBeEmpty: true, "
        + "consents: {purpose: {column: purpose}, action: {column: action}, at: at, carries: [objected]}}}\n"
    }
    let sends = "      - {name: sends, proviso: {uses: {use: marketing, at: at}}}\n"
    var text = "dataset:\n" + dataset("shop", zone, log("log") + sends)
    if let second { text += dataset("other", second, log("copy")) }
    return try DataMap.read(AuditFixture.file(text, "map.yaml")) { $0 == "Europe/Paris" ? paris : .utc }
  }

  /// Somebody acts at noon in Paris before the clocks change, and is used a month and so many minutes of Paris later.
  private static func tables(_ action: String, minutes: Int) -> [FixtureTable] {
    let used = instant("2024-04-15T10:00:00Z").advanced(byMicroseconds: Int64(minutes) * 60_000_000)
    let columns = ["person", "purpose", "action", "at"]
    return [
      FixtureTable(
        "log", columns: columns,
        rows: [[.integer(1), .text("marketing"), .text(action), .text("2024-03-15T11:00:00Z")]]),
      FixtureTable("copy", columns: columns, rows: []),
      FixtureTable("sends", columns: ["person", "at"], rows: [[.integer(1), .text(used.description)]]),
    ]
  }

  private static func control(_ zone: String, _ action: String) -> String {
    action == "given"
      ? "require: {consent: {maxAge: P1M, zone: \(zone)}}"
      : "require: {optOut: {minds: [objected], grace: P1M, zone: \(zone)}}"
  }

  /// (zone of the map, zone of the control, minutes after the end in Paris) → the period has ended. Noon in Paris comes an
  /// hour earlier in April than in March; the period in UTC ends at eleven.
  @Test(
    arguments: [
      ("Europe/Paris", "local", -1, false), ("Europe/Paris", "local", 0, true), ("Europe/Paris", "utc", 59, false),
      ("Europe/Paris", "utc", 60, true), ("UTC", "local", 59, false), ("UTC", "local", 60, true),
    ], ["given", "objected"])
  func `a period ends by the clock that the control names`(
    _ place: (map: String, control: String, minutes: Int, isOver: Bool), _ action: String
  ) throws {
    let policies = try AuditFixture.policies([Self.control(place.control, action)])
    let map = try Self.map(place.map)
    let tables = Self.tables(action, minutes: place.minutes)
    let result = AuditFixture.scan(policies, map, tables)
    #expect(result.gaps.isEmpty)
    let reason: Reason = action == "given" ? .tooOld : .objected
    let expected: [Verdict] = place.isOver ? [.violation(reason)] : []
    #expect(result.observations.map(\.verdict) == expected)
    #expect(try guarded(policies, place.map, action, place.minutes) == expected)
  }

  private func guarded(
    _ policies: PolicySet, _ zone: String, _ action: String, _ minutes: Int
  ) throws -> [Verdict] {
    let zone = zone == "UTC" ? ZoneRules.utc : Self.paris
    let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true, zone: zone))
    let used = Self.instant("2024-04-15T10:00:00Z").advanced(byMicroseconds: Int64(minutes) * 60_000_000)
    let event = ConsentEvent(
      subject: "1", purpose: DataUse("marketing"), action: action == "given" ? .given : .objected,
      at: Moment(Self.instant("2024-03-15T11:00:00Z")))
    let use = UseRecord(subject: "1", use: DataUse("marketing"), at: Moment(used))
    let answer = guardian.decide(use, history: ConsentTimeline([event]), facts: NoFacts(now: used))
    return answer.refusals.map(\.verdict)
  }

  @Test func `consent logs in two zones are a gap where a control is local`() throws {
    let map = try Self.map("Europe/Paris", second: "UTC")
    let tables = Self.tables("given", minutes: 0)
    let local = AuditFixture.scan(try AuditFixture.policies([Self.control("local", "given")]), map, tables)
    #expect(local.gaps.map(\.reason) == [.calendar])
    #expect(local.gaps.first?.detail.contains("Europe/Paris, UTC") == true)
    #expect(AuditFixture.scan(try AuditFixture.policies([Self.control("utc", "given")]), map, tables).gaps.isEmpty)
  }
}

private struct NoFacts: Facts {
  var now: Instant
  func value(of path: AttributePath) -> Value? { nil }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}

import DataStores
import GovernanceModel
import ProvisoTesting
import Testing

@testable import StoreScanner

/// Numbers that are told with an observation and add up over passes.
@Suite struct CountedTests {
  private static let map = """
      - fides_key: shop
        proviso: {subject: id}
        collections:
          - {name: sends, proviso: {uses: {use: marketing.communications.email, at: at}}, fields: [{name: id}, {name: at}]}
          - {name: visits, proviso: {uses: {use: personalize, at: at}}, fields: [{name: id}, {name: at}]}
          - name: people
            proviso: {profile: {}, anchors: {lastActivity: seen}}
            fields: [{name: id}, {name: seen}]
    """
  private static let retention = "require: {retention: {maxAge: P90D, since: lastActivity}}"
  private static let consent = "appliesTo: {uses: [marketing.communications]}\nrequire: {consent: {}}"

  /// 200 people, every third of whom is overdue; every fourth was sent something, up to three times.
  private func tables() -> [CheckTable] {
    let people: [[Cell]] = (0..<200).map { [.integer($0), $0 % 3 == 0 ? "2024-01-01" : "2025-12-24"] }
    let sends: [[Cell]] = (0..<200).filter { $0 % 4 == 0 }.flatMap { person in
      (0...(person % 3)).map { _ in [.integer(person), "2025-12-25"] as [Cell] }
    }
    return [
      CheckTable("people", ["id", "seen"], people + [[1000, nil]]),
      CheckTable("sends", ["id", "at"], sends + [[nil, "2025-12-25"], [7777, "2025-12-25"]]),
      CheckTable("visits", ["id", "at"], people.map { [$0[0], "2025-12-26"] }),
    ]
  }

  @Test(arguments: [1, 2, 5])
  func `overdue profiles are counted among all, and where they were used`(passes: Int) throws {
    let world = try ChecksWorld([Self.retention, Self.consent], map: Self.map, tables())
    let overdue = (0..<200).filter { $0 % 3 == 0 }
    let used = overdue.count { $0 % 4 == 0 }
    let told = world.scanned(passes: passes).filter { $0.contains("keptTooLong") }
    #expect(
      told == [
        "c0 shop.people violation keptTooLong \(overdue.count)/\(overdue.count) sample=0,102,105 maxAge=P90D "
          + "since=lastActivity alsoUsedIn shop.sends=\(used) of=200"
      ])
  }

  @Test func `a use log that no check reads is not read for the number`() throws {
    let world = try ChecksWorld([Self.retention], map: Self.map, tables())
    let told = world.scanned(passes: 1).filter { $0.contains("keptTooLong") }
    #expect(told.count == 1)
    #expect(told.allSatisfy { !$0.contains("alsoUsedIn") && $0.hasSuffix(" of=200") })
  }

  @Test func `a log that could not be read to its end gives no number`() throws {
    let policies = try AuditFixture.policies([Self.retention, Self.consent])
    let map = try AuditFixture.map("dataset:\n" + Self.map)
    let day = AuditFixture.asOf.advanced(byMicroseconds: -400 * Instant.microsecondsPerDay).description
    let tables = [
      FixtureTable("people", columns: ["id", "seen"], rows: [[.integer(1), .text(day)]]),
      FixtureTable("sends", columns: ["id", "at"], rows: [[.integer(1), .text(day)]]),
      FixtureTable("visits", columns: ["id", "at"], rows: [[.integer(1), .text(day)]]),
    ]
    for passes in [1, 3] {
      let whole = AuditFixture.scan(policies, map, MemoryStore(tables), passes: passes)
      let broken = AuditFixture.scan(policies, map, MemoryStore(tables, failing: "sends"), passes: passes)
      let names = [whole, broken].map { result in
        result.observations.filter { $0.verdict == .violation(.keptTooLong) }.flatMap { $0.parameters.map(\.name) }
      }
      #expect(names[0] == ["maxAge", "since", "alsoUsedIn shop.sends", "of"])
      #expect(names[1] == ["maxAge", "since", "of"])
    }
  }
}

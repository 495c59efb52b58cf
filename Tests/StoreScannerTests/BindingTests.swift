import DataStores
import GovernanceModel
import ProvisoTesting
import StoreScanner
import Testing

/// Words that the map leaves open are columns where the table has them, else constants.
@Suite struct BindingTests {
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - {name: log, proviso: {consents: {purpose: goal, action: {constant: given}, at: at, channel: way}}}
          - {name: sends, proviso: {uses: {use: goal, at: at, channel: way}}}
          - {name: members, proviso: {audience: {audience: segment, use: goal, channel: way, entered: at}}}
    """

  private static let date = FixtureValue.text("2024-01-01")

  private static func table(_ name: String, _ goal: String, _ way: String) -> FixtureTable {
    FixtureTable(
      name, columns: ["person", "goal", "way", "at", "segment"],
      rows: [[.integer(1), .text(goal), .text(way), date, .text("s1")]])
  }

  @Test func `an open word is a column of the table that has it`() throws {
    let policies = try AuditFixture.policies(["appliesTo: {uses: [marketing]}\nrequire: {consent: {}}"])
    let tables = [
      Self.table("log", "personalize", "email"), Self.table("sends", "marketing.communications", "email"),
      Self.table("members", "marketing", "sms"),
    ]
    let result = AuditFixture.scan(policies, try AuditFixture.map(Self.map), tables)
    #expect(result.gaps.isEmpty)
    #expect(
      result.observations.map { "\($0.asset) \($0.locus) \($0.verdict.reason?.rawValue ?? "")" } == [
        "store:shop.members/rule:s1 marketing · sms noRecord",
        "store:shop.sends marketing.communications.email · email noRecord",
      ])
  }

  @Test func `an open word that no table has is a constant`() throws {
    let policies = try AuditFixture.policies(["require: {consent: {}}"])
    let map = Self.map.replacing("goal", with: "personalize").replacing("way", with: "sms")
    let tables = ["log", "sends", "members"].map { name in
      FixtureTable(
        name, columns: ["person", "at", "segment"],
        rows: [[.integer(1), name == "log" ? .text("2023-12-01") : Self.date, .text("s1")]])
    }
    let result = AuditFixture.scan(policies, try AuditFixture.map(map), tables)
    #expect(result.gaps.isEmpty && result.observations.isEmpty)
    let missed = AuditFixture.scan(
      policies, try AuditFixture.map(Self.map), tables)
    #expect(missed.gaps.contains { $0.subject == "shop.sends" && $0.reason == .unreadableValue })
  }

  @Test func `stays are told by their audience where the map names its column`() throws {
    let policies = try AuditFixture.policies(["require: {consent: {}}"])
    let columns = ["person", "at", "segment"]
    let rows: [[FixtureValue]] = (0..<12).map { [.integer(Int64($0)), Self.date, .text("s\($0 % 3)")] }
    let text = """
      dataset:
        - fides_key: shop
          proviso: {subject: person}
          collections:
            - {name: members, proviso: {audience: {audience: segment, use: personalize, entered: at}}}
      """
    for passes in [1, 3] {
      let result = AuditFixture.scan(
        policies, try AuditFixture.map(text), [FixtureTable("members", columns: columns, rows: rows)], passes: passes)
      #expect(
        result.observations.map { "\($0.asset) \($0.counts.subjects ?? 0)" } == [
          "store:shop.members/rule:s0 4", "store:shop.members/rule:s1 4", "store:shop.members/rule:s2 4",
        ])
    }
    let constant = text.replacing("audience: segment", with: "audience: {constant: all}")
    let result = AuditFixture.scan(
      policies, try AuditFixture.map(constant), [FixtureTable("members", columns: columns, rows: rows)])
    #expect(result.observations.map(\.asset.description) == ["store:shop.members"])
  }
}

import DataStores
import GovernanceModel
import ProvisoTesting
import StoreScanner
import Testing

/// The age of what a use read, from the use's own row: it comes before the profile's (semantics section 4).
@Suite struct LoggedUpdateTests {
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: people
            proviso: {profile: {updatedAt: updated}}
            fields:
              - {name: person}
              - {name: last, data_categories: [user.behavior], proviso: {attribute: lastPurchase}}
          - name: sends
            proviso: {uses: {use: personalize, at: at, rule: rule, attributes: attributes, updates: reads}}
            fields: [{name: at}, {name: rule}, {name: attributes}, {name: reads}]
    """

  /// Uses of 1 June 2024 that read `lastPurchase`, which may be ten days old.
  private func reasons(profile: String?, _ logged: [String?], passes: Int = 1) throws -> [String] {
    let tables = [
      FixtureTable(
        "people", columns: ["person", "last", "updated"], rows: [[.integer(1), .text("x"), .optional(profile)]]),
      FixtureTable(
        "sends", columns: ["person", "at", "rule", "attributes", "reads"],
        rows: logged.enumerated().map { index, reads in
          [
            .integer(1), .text("2024-06-01T00:00:00Z"), .text("r\(index)"), .text(#"["lastPurchase"]"#),
            .optional(reads),
          ]
        }),
    ]
    let result = AuditFixture.scan(
      try AuditFixture.policies(["appliesTo: {uses: [personalize]}\nrequire: {freshness: {maxAge: P10D}}"]),
      try AuditFixture.map(Self.map), tables, passes: passes)
    let gaps = result.gaps.map { "gap \($0.reason.rawValue)" }
    let ofUses = result.observations.filter { $0.asset.description.contains("/rule:") }
    return gaps + ofUses.map { "\($0.asset.description.suffix(2)) \($0.verdict.reason?.rawValue ?? "")" }
  }

  private static func read(_ updatedAt: String) -> String {
    #"[{"attribute":"other","updatedAt":"2020-01-01"},{"attribute":"lastPurchase","updatedAt":"\#(updatedAt)"}]"#
  }

  @Test(arguments: [1, 3])
  func `the age that stands with a use comes before the profile's`(passes: Int) throws {
    let logged = ["2024-05-22T00:00:00.000001Z", "2024-05-22T00:00:00Z", "2024-05-01", "2024-06-02"].map(Self.read)
    let expected = ["r1 stale", "r2 stale", "r3 profileChangedSince"]
    #expect(try reasons(profile: "2024-05-30", logged, passes: passes) == expected)
    #expect(try reasons(profile: "2020-01-01", logged, passes: passes) == expected)
    #expect(try reasons(profile: nil, logged, passes: passes) == expected)
  }

  @Test(arguments: [
    nil, "", "[]", "null", "{", "[1]", #"[{"attribute":"lastPurchase"}]"#, #"{"attribute":"lastPurchase"}"#,
  ])
  func `where the use does not say, the profile does, else nobody`(logged: String?) throws {
    #expect(try reasons(profile: "2024-05-30", [logged]).isEmpty)
    #expect(try reasons(profile: "2020-01-01", [logged]) == ["r0 stale"])
    #expect(try reasons(profile: nil, [logged]) == ["r0 noTimestamp"])
  }

  @Test func `an instant that cannot be read is none`() throws {
    #expect(try reasons(profile: nil, [Self.read("yesterday")]) == ["r0 noTimestamp"])
  }

  @Test func `a column that the store lacks is told`() throws {
    let map = try AuditFixture.map(Self.map)
    #expect(map.datasets.first?.collections.last?.promisedColumns.contains("reads") == true)
  }
}

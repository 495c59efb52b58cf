import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner
import Testing

/// A no is never lost because a log spells its channel in another way (semantics section 3).
@Suite struct ChannelWordTests {
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: log
            proviso: {consents: {purpose: {constant: marketing}, action: action, at: at, channel: {column: way}}}
          - name: sends
            proviso: {uses: {use: {constant: marketing.communications}, at: at, channel: {column: way}, rule: campaign}}
    """

  /// Consent to everything on the first day, a no by `way` on the second, a use by `used` on the third.
  private static func scan(no way: String, use used: String, rule: String = "r1") throws -> StoreScanResult {
    let day: (Int) -> FixtureValue = { .text("2024-01-0\($0)") }
    let tables = [
      FixtureTable(
        "log", columns: ["person", "action", "way", "at"],
        rows: [
          [.integer(1), .text("given"), .null, day(1)], [.integer(1), .text("withdrawn"), .text(way), day(2)],
        ]),
      FixtureTable(
        "sends", columns: ["person", "way", "at", "campaign"],
        rows: [[.integer(1), .text(used), day(3), .text(rule)]]),
    ]
    let policies = try AuditFixture.policies(["require: {consent: {}}"])
    return AuditFixture.scan(policies, try AuditFixture.map(map), tables)
  }

  @Test(arguments: ["email", "EMAIL", " Email", "email\u{a0}", "email\t"])
  func `a no is heard whatever the case of its channel and the blanks around it`(word: String) throws {
    for result in [try Self.scan(no: word, use: "email"), try Self.scan(no: "email", use: word)] {
      #expect(result.observations.map(\.verdict.reason) == [.withdrawn])
      #expect(result.observations.map(\.locus.channel?.name) == ["email"])
      #expect(result.gaps.isEmpty)
    }
  }

  @Test(arguments: ["mail", "E-Mail", "emial", " "])
  func `a no of a channel that nobody knows is a gap`(word: String) throws {
    let result = try Self.scan(no: word, use: "email")
    #expect(result.gaps.map(\.subject) == ["shop.log"])
    #expect(result.gaps.first?.detail.contains("1 consent events that say no for a channel") == true)
  }

  @Test(arguments: ["mail", "E-Mail", "emial", " "])
  func `a use of a channel that nobody knows is a gap`(word: String) throws {
    let result = try Self.scan(no: "email", use: word)
    #expect(result.gaps.map(\.subject) == ["shop.sends"])
    #expect(result.gaps.first?.detail.contains("1 uses of a channel that the vocabulary does not know") == true)
  }

  @Test func `a channel that a control names is known`() throws {
    let policies = try AuditFixture.policies(["appliesTo: {channels: [Carrier pigeon]}\nrequire: {consent: {}}"])
    let map = try AuditFixture.map(Self.map)
    let tables = [
      FixtureTable("log", columns: ["person", "action", "way", "at"], rows: []),
      FixtureTable(
        "sends", columns: ["person", "way", "at", "campaign"],
        rows: [[.integer(1), .text("CARRIER PIGEON"), .text("2024-01-03"), .null]]),
    ]
    let result = AuditFixture.scan(policies, map, tables)
    #expect(result.observations.map(\.locus.channel?.name) == ["Carrier pigeon"])
    #expect(!result.gaps.contains { $0.detail.contains("channel") })
  }

  @Test(arguments: [
    ("anna@example.org", "an e-mail address"), ("+49 170 1234520", "a telephone number"),
  ])
  func `a channel or a rule that names a person is told by its kind`(word: String, kind: String) throws {
    let result = try Self.scan(no: "email", use: word, rule: word)
    let unconsented = try Self.scan(no: word, use: word, rule: word)
    for observation in result.observations + unconsented.observations {
      #expect(observation.asset.description == "store:shop.sends/rule:<\(kind)>")
      #expect(observation.locus.channel?.name == "<\(kind)>")
    }
    #expect(!unconsented.observations.isEmpty)
    #expect(result.gaps.map(\.subject) == ["shop.sends"])
  }
}

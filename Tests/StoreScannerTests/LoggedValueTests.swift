import DataStores
import GovernanceModel
import ProvisoTesting
import StoreScanner
import Testing

/// Attributes of scope and eligibility (semantics section 4): the values logged with the use, else the current profile.
@Suite struct LoggedValueTests {
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: people
            proviso: {profile: {updatedAt: updated}}
            fields:
              - {name: person}
              - {name: country, proviso: {attribute: subject.country}}
              - {name: age, proviso: {attribute: subject.years}}
          - name: sends
            proviso: {uses: {use: personalize, at: at, rule: rule, attributes: attributes}}
            fields: [{name: at}, {name: rule}, {name: attributes}, {name: land, proviso: {attribute: subject.land}}]
    """

  /// One person, in France and 40, whose profile changed on a day; uses of 1 June 2024.
  private func reasons(
    _ control: String, head: String = "", changed: String? = nil, _ logged: [(text: String?, land: String?)],
    passes: Int = 1
  ) throws -> [String] {
    let tables = [
      FixtureTable(
        "people", columns: ["person", "country", "age", "updated"],
        rows: [[.integer(1), .text("FR"), .integer(40), .optional(changed)]]),
      FixtureTable(
        "sends", columns: ["person", "at", "rule", "attributes", "land"],
        rows: logged.enumerated().map { index, logged in
          [.integer(1), .text("2024-06-01"), .text("r\(index)"), .optional(logged.text), .optional(logged.land)]
        }),
    ]
    let result = AuditFixture.scan(
      try AuditFixture.policies([control], head: head), try AuditFixture.map(Self.map), tables, passes: passes)
    let gaps = result.gaps.map { "gap \($0.reason.rawValue)" }
    return gaps + result.observations.map { "\($0.asset.description.suffix(2)) \($0.verdict.reason?.rawValue ?? "")" }
  }

  private static let french = "require: {eligibility: {attribute: subject.country, equals: FR}}"

  @Test(arguments: [nil, "2024-01-01"] as [String?])
  func `a logged value comes before the profile`(changed: String?) throws {
    let logged: [(String?, String?)] = [
      (#"{"subject.country": "DE"}"#, nil), (#"{"subject.country": "FR"}"#, nil), (#"["subject.country"]"#, nil),
      (#"  {"subject": {"country": "DE", "years": 9}}"#, nil), (#"{"subject.country": null}"#, nil), ("{}", nil),
      (#"{"subject.country": ["FR"]}"#, nil), (nil, nil),
    ]
    // r6 is a set, and a comparison with a set is unknown.
    #expect(
      try reasons(Self.french, changed: changed, logged) == ["r0 notEligible", "r3 notEligible", "r6 notEligible"])
  }

  @Test func `what was logged is known though the profile changed since`() throws {
    let logged: [(String?, String?)] = [
      (#"{"subject.country": "DE"}"#, nil), (#"{"subject.country": "FR"}"#, nil), (#"["subject.country"]"#, nil),
    ]
    #expect(
      try reasons(Self.french, changed: "2024-07-01", logged) == ["r0 notEligible", "r2 profileChangedSince"])
  }

  @Test(arguments: [1, 3])
  func `a condition of two attributes takes each where it is`(passes: Int) throws {
    let both =
      "require: {eligibility: {all: [{attribute: subject.country, equals: FR}, {attribute: subject.years, atLeast: 18}]}}"
    let logged: [(String?, String?)] = [
      (#"{"subject.country": "FR"}"#, nil), (#"{"subject.years": 17}"#, nil),
      (#"{"subject.years": 18, "subject.country": "FR"}"#, nil), (#"{"subject.years": "18"}"#, nil), (nil, nil),
    ]
    #expect(try reasons(both, logged, passes: passes) == ["r1 notEligible", "r3 notEligible"])
    // One of two is not known any more.
    let changed = try reasons(both, changed: "2024-07-01", Array(logged.prefix(3)), passes: passes)
    #expect(changed == ["r0 profileChangedSince", "r1 profileChangedSince"])
  }

  @Test func `a field of the log itself holds what was logged`() throws {
    let control = "require: {eligibility: {attribute: subject.land, in: [FR, DE]}}"
    #expect(try reasons(control, [(nil, "US"), (nil, "FR"), (nil, nil)]) == ["r0 notEligible", "r2 notEligible"])
  }

  @Test func `a scope is that of the use`() throws {
    let control = "require: {prohibit: {inferred: false}}\nappliesTo: {categories: [user.contact]}"
    let head = "applies: {attribute: subject.country, equals: FR}"
    let logged: [(String?, String?)] = [(#"{"subject.country": "DE"}"#, nil), (#"{"subject.country": "FR"}"#, nil)]
    // What was read is of no category that anybody knows: only in scope it may be a contact.
    #expect(try reasons(control, head: head, logged) == ["r1 unknownAttribute"])
  }

  @Test(arguments: ["{\"subject.country\": }", "{", "{\"a\": 1} x", "{'a': 1}"])
  func `an object that cannot be read is a gap`(text: String) throws {
    #expect(try reasons(Self.french, [(text, nil), (nil, nil)]) == ["gap unreadableValue"])
  }

  @Test func `a count of events is not known here`() throws {
    let control = "require: {eligibility: {event: purchase, atLeast: 2, within: P30D}}"
    #expect(try reasons(control, [(nil, nil)]) == ["r0 opaque"])
  }
}

import GovernanceModel
import PolicyEngine
import RuleScanner
import RuleSets
import Testing

/// Semantics section 8: what is proved, refuted, and left open, with the person who is shown.
@Suite struct ProofTests {
  static let marketing = "{uses: [marketing]}"

  static func observation(
    _ audience: String, require: String = "{consent: {kinds: [express]}}", appliesTo: String = marketing,
    head: String = "", more: String = ""
  ) throws -> Observation? {
    let rules = "ruleset: r\nrules:\n  - {id: a, use: marketing.communications.email, audience: \(audience)\(more)}\n"
    return try GateCase.run(GateCase.pack(require, appliesTo: appliesTo, head: head), rules).observations.first
  }

  static func verdict(_ audience: String, require: String, appliesTo: String = marketing, head: String = "") throws
    -> String
  {
    try observation(audience, require: require, appliesTo: appliesTo, head: head).map { GateCase.told($0.verdict) }
      ?? "proved"
  }

  private static let age = "{eligibility: {attribute: subject.age, atLeast: 18}}"
  private static let email = "{consent: marketing.communications.email}"

  @Test(arguments: [
    ("{any: [{attribute: subject.age, atLeast: 21}, {attribute: subject.age, equals: 18}]}", "proved"),
    // With NULL this is no law: nobody knows the age.
    ("{not: {isTrue: {attribute: subject.age, lessThan: 18}}}", "violation(notEligible)"),
    ("{not: {attribute: subject.age, lessThan: 18}}", "proved"),
    ("{not: {any: [{attribute: subject.age, lessThan: 18}, {attribute: email, exists: true}]}}", "proved"),
    (
      "{not: {all: [{attribute: subject.age, lessThan: 18}, {attribute: email, exists: true}]}}",
      "violation(notEligible)"
    ),
    // Of two conditions that together leave one number.
    (
      "{all: [{any: [{attribute: subject.age, atLeast: 20}, {attribute: email, equals: a}]}, "
        + "{any: [{attribute: subject.age, equals: 19}, {attribute: email, notEquals: a}]}]}", "proved"
    ),
  ])
  func `alternatives and negations imply an eligibility, or do not`(audience: String, verdict: String) throws {
    #expect(try Self.verdict(audience, require: Self.age) == verdict)
  }

  @Test(arguments: [
    (
      "{all: [{attribute: email, startsWith: ab}, {any: [{attribute: email, endsWith: z}, {attribute: email, contains: q}]}]}",
      "^ab", "proved"
    ),
    ("{any: [{attribute: email, matches: \"^a[0-9]+$\"}, {attribute: email, matches: \"^a1\"}]}", "^a[0-9]", "proved"),
    (
      "{any: [{attribute: email, matches: \"^a[0-9]*$\"}, {attribute: email, matches: \"^a1\"}]}", "^a[0-9]",
      "violation(notEligible)"
    ),
    ("{any: [{attribute: email, equals: ab}, {attribute: email, in: [abc, abd]}]}", "(?i)^AB.?$", "proved"),
    (
      "{any: [{attribute: email, equals: ab}, {attribute: email, in: [abc, abde]}]}", "(?i)^AB.?$",
      "violation(notEligible)"
    ),
    // What the reader of patterns does not know is no proof; the person who is found is still replayed.
    (
      "{any: [{attribute: email, matches: \"\\\\bx\"}, {attribute: email, equals: x}]}", "\\\\bx", "unverifiable(limit)"
    ),
  ])
  func `all patterns on an attribute are weighed together`(audience: String, pattern: String, verdict: String) throws {
    #expect(
      try Self.verdict(audience, require: "{eligibility: {attribute: email, matches: \"\(pattern)\"}}") == verdict)
  }

  @Test(arguments: [
    (
      "{any: [{attribute: purchases.lastAt, within: P10D}, {attribute: purchases.lastAt, within: P20D}]}", "P20D",
      "proved"
    ),
    (
      "{any: [{attribute: purchases.lastAt, within: P10D}, {attribute: purchases.lastAt, within: P21D}]}", "P20D",
      "violation(notEligible)"
    ),
    // A month has 28 to 31 days.
    (
      "{any: [{attribute: purchases.lastAt, within: P1M}, {attribute: purchases.lastAt, within: P2D}]}", "P31D",
      "proved"
    ),
    (
      "{any: [{attribute: purchases.lastAt, within: P28D}, {attribute: purchases.lastAt, within: P2D}]}", "P1M",
      "proved"
    ),
    (
      "{any: [{attribute: purchases.lastAt, within: P1M}, {attribute: purchases.lastAt, within: P2D}]}", "P30D",
      "violation(notEligible)"
    ),
    (
      "{any: [{attribute: purchases.lastAt, within: P11M}, {attribute: purchases.lastAt, within: P2D}]}", "P12M",
      "proved"
    ),
  ])
  func `periods are bounded by the calendar`(audience: String, period: String, verdict: String) throws {
    #expect(
      try Self.verdict(audience, require: "{eligibility: {attribute: purchases.lastAt, within: \(period)}}") == verdict)
  }

  @Test(arguments: [
    (
      "{any: [{event: e, atLeast: 3, within: P10D}, {event: e, atLeast: 5, within: P5D}]}",
      "{event: e, atLeast: 3, within: P20D}", "proved"
    ),
    (
      "{any: [{event: e, atLeast: 3, within: P10D}, {event: e, atLeast: 2, within: P20D}]}",
      "{event: e, atLeast: 3, within: P20D}", "violation(notEligible)"
    ),
    (
      "{any: [{event: e, atLeast: 3, within: P20D}, {event: e, atLeast: 9}]}", "{event: e, atLeast: 3, within: P10D}",
      "violation(notEligible)"
    ),
  ])
  func `a longer window holds no fewer events`(audience: String, condition: String, verdict: String) throws {
    #expect(try Self.verdict(audience, require: "{eligibility: \(condition)}") == verdict)
  }

  @Test(arguments: [
    // Whatever the script says.
    ("{any: [{opaque: x}, {attribute: email, exists: true}]}", "violation(notCovered)"),
    ("{all: [{any: [{opaque: x}, {attribute: email, exists: true}]}, \(email)]}", "proved"),
    ("{any: [{opaque: x}, {not: {opaque: x}}]}", "unverifiable(opaque)"),
    ("{any: [{isTrue: {opaque: x}}, {not: {isTrue: {opaque: x}}}]}", "violation(notCovered)"),
    ("{any: [{all: [{opaque: x}, \(email)]}, \(email)]}", "proved"),
    (
      "{any: [{opaque: a}, {opaque: b}, {opaque: c}, {opaque: d}, {opaque: e}, {opaque: f}, {opaque: g}, {all: []}]}",
      "unverifiable(opaque)"
    ),
  ])
  func `opaque parts count as violation only whatever they say`(audience: String, verdict: String) throws {
    #expect(try Self.verdict(audience, require: "{consent: {}}") == verdict)
  }

  @Test(arguments: [
    // The scope of a pack is part of what the atom asks.
    ("{any: [{attribute: subject.country, equals: US}, \(email)]}", "proved"),
    ("{any: [{attribute: subject.country, equals: DE}, \(email)]}", "violation(notCovered)"),
    ("{any: [{attribute: subject.country, notIn: [DE, FR]}, \(email)]}", "proved"),
    (
      "{all: [{not: \(email)}, {any: [{attribute: subject.country, equals: US}, {attribute: email, exists: true}]}]}",
      "violation(notCovered)"
    ),
  ])
  func `who is out of scope is no counterexample`(audience: String, verdict: String) throws {
    let head = "applies: {attribute: subject.country, in: [DE, FR]}"
    #expect(try Self.verdict(audience, require: "{consent: {}}", head: head) == verdict)
  }

  @Test func `the person is the plainest, and has the history that does it`() throws {
    let audience = "{any: [{all: [{consent: marketing}, {attribute: email, exists: true}]}, \(Self.email)]}"
    let observation = try #require(try Self.observation(audience))
    #expect(
      observation.example
        == "reached without consent: { email: 0, {consent: marketing.communications.email}: none, "
        + "history [{given: marketing, at: 2026-11-19, kind: express}], at 2026-11-22T00:00:00Z } "
        + "(replayed: the rule fires)")
  }

  @Test func `a no to the use itself stands beside a yes to a broader one`() throws {
    let audience = "{any: [\(Self.email), {consent: marketing.communications}]}"
    let require = "{consent: {grantLevels: [marketing]}}"
    let observation = try #require(try Self.observation(audience, require: require))
    #expect(observation.example?.contains("refused: marketing.communications.email, channel: email") == true)
  }

  @Test func `a rule that nobody can meet names the clauses that exclude each other`() throws {
    let rules = """
      ruleset: r
      rules:
        - id: a
          use: marketing
          audience:
            all:
              - {attribute: affinity.x, atLeast: 4}
              - {any: [{attribute: subject.age, lessThan: 16}, {attribute: email, equals: a}]}
              - {attribute: email, exists: false}
              - {not: {attribute: subject.age, lessThan: 18}}
      """
    let result = try GateCase.run(GateCase.pack("{hygiene: {}}"), rules)
    let observation = try #require(result.observations.first)
    #expect(GateCase.told(observation.verdict) == "violation(contradictory)")
    #expect(observation.places.filter { $0.span.file == "rules/r.yaml" }.map(\.span.line) == [10, 8, 9])
    #expect(observation.places.first?.label.contains("subject.age") == true)
  }

  @Test func `the solver agrees with the conjunction procedure when asked twice`() throws {
    let audience = "{all: [{attribute: subject.age, atLeast: 18}, {attribute: email, exists: true}]}"
    let widened = "{any: [\(audience), {all: [{attribute: subject.age, atLeast: 30}, {consent: marketing}]}]}"
    for require in [Self.age, "{consent: {}}", "{optOut: {minds: [objected]}}"] {
      #expect(try Self.verdict(audience, require: require) == Self.verdict(widened, require: require))
    }
  }
}

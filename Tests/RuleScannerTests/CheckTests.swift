import GovernanceModel
import PolicyEngine
import RuleScanner
import Testing

/// One table a check: requirement, rule, verdicts.
@Suite struct CheckTests {
  static func expect(
    _ require: String, _ appliesTo: String, _ rule: String, _ verdicts: [String], more: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try GateCase.verdicts(require, appliesTo: appliesTo, rule: rule, more: more)
    #expect(found == verdicts, "\(rule)", sourceLocation: sourceLocation)
  }

  static func reading(_ paths: String) -> String { "{id: a, use: marketing, reads: [\(paths)]}" }

  @Test(arguments: [
    ("{id: a, use: marketing, reads: [email]}", ["proved"]),
    ("{id: a, use: marketing, reads: [purchases.lastAt]}", ["violation(wrongBasis)"]),
    ("{id: a, use: marketing, reads: [place.city]}", ["violation(noBasis)"]),
    ("{id: a, use: personalize, reads: [email]}", ["violation(noBasis)"]),
    ("{id: a, use: personalize, basis: contract, reads: [email, place.city]}", ["proved"]),
    ("{id: a, use: personalize, basis: vitalInterests, reads: [email]}", ["violation(wrongBasis)"]),
    ("{id: a, use: marketing, reads: [shoeSize]}", ["unverifiable(unknownAttribute) shoeSize"]),
    ("{id: a, use: marketing}", ["violation(noBasis)"]), ("{id: a, basis: consent}", ["proved"]),
  ])
  func `each category and use has an allowed basis`(rule: String, verdicts: [String]) throws {
    try Self.expect("{basis: {allowed: [consent, contract]}}", "{}", rule, verdicts)
  }

  @Test(arguments: [
    ("{id: a, use: marketing, audience: {attribute: subject.age, atLeast: 21}}", ["proved"]),
    ("{id: a, use: marketing, audience: {attribute: subject.age, between: [18, 20]}}", ["proved"]),
    ("{id: a, use: marketing, audience: {attribute: subject.age, moreThan: 17.5}}", ["violation(notEligible)"]),
    ("{id: a, use: marketing, audience: {attribute: subject.age, equals: old}}", ["violation(notEligible)"]),
    ("{id: a, use: marketing, audience: {attribute: email, exists: true}}", ["violation(notEligible)"]),
    ("{id: a, use: marketing, audience: {not: {attribute: subject.age, lessThan: 18}}}", ["proved"]),
    (
      "{id: a, use: marketing, audience: {not: {isTrue: {attribute: subject.age, lessThan: 18}}}}",
      ["violation(notEligible)"]
    ),
    (
      "{id: a, use: marketing, audience: {any: [{attribute: subject.age, equals: 18}, {attribute: subject.age, equals: 40}]}}",
      ["proved"]
    ),
    (
      "{id: a, use: marketing, audience: {any: [{attribute: subject.age, atLeast: 18}, {attribute: email, exists: true}]}}",
      ["violation(notEligible)"]
    ),
  ])
  func `the audience implies the condition`(rule: String, verdicts: [String]) throws {
    try Self.expect("{eligibility: {attribute: subject.age, atLeast: 18}}", "{uses: [marketing]}", rule, verdicts)
  }

  @Test(arguments: [
    ("{any: [{attribute: subject.age, atLeast: 18}, {attribute: subject.guardian, equals: true}]}", "proved"),
    (
      "{all: [{attribute: subject.age, atLeast: 18}, {attribute: subject.country, in: [DE, FR]}]}",
      "violation(notEligible)"
    ),
    ("{not: {attribute: subject.age, lessThan: 18}}", "proved"),
    ("{isTrue: {attribute: subject.age, atLeast: 16}}", "proved"),
  ])
  func `alternatives and conjunctions of a requirement are told apart`(condition: String, verdict: String) throws {
    let rule = "{id: a, use: marketing, audience: {attribute: subject.age, atLeast: 21}}"
    try Self.expect("{eligibility: \(condition)}", "{}", rule, [verdict])
  }

  @Test func `who is reached without being eligible is shown with what is missing`() throws {
    let result = try GateCase.run(
      GateCase.pack("{eligibility: {attribute: subject.age, atLeast: 18}}"),
      "ruleset: r\nrules:\n  - {id: a, use: marketing, audience: {attribute: email, exists: true}}\n")
    #expect(
      result.observations.first?.example
        == "reached without meeting it: { email: 0, subject.age: missing, at 2026-11-22T00:00:00Z } "
        + "(replayed: the rule fires)")
    #expect(result.observations.first?.help == "add `- {attribute: subject.age, atLeast: 18}` to the audience")
  }

  @Test(arguments: [
    (reading("email"), ["proved"]), (reading("place.gps"), ["violation(prohibited) place.gps"]),
    (reading("place.city"), ["unverifiable(unknownAttribute) place.city"]),
    (reading("health.score"), ["violation(inferred) health.score"]),
    (reading("shoeSize"), ["unverifiable(unknownAttribute) shoeSize"]),
    (reading("whole"), ["unverifiable(unknownAttribute) whole"]),
    ("{id: a, use: marketing, writes: [health.score]}", ["violation(inferred) health.score"]),
    ("{id: a, use: marketing, exports: [{to: mailer, attributes: [place.gps]}]}", ["violation(prohibited) place.gps"]),
    ("{id: a, use: marketing, exports: [{to: mailer, attributes: \"*\"}]}", ["unverifiable(wildcard)"]),
    ("{id: a, use: marketing, audience: {segment: near}}", ["violation(prohibited) place.gps"]),
    ("{id: a, use: marketing, audience: {segment: nearer}}", ["violation(prohibited) place.gps"]),
    ("{id: a, use: marketing, audience: {opaque: script, reads: [place.gps]}}", ["violation(prohibited) place.gps"]),
    // Who does not say what a part reads does not say that it reads nothing.
    ("{id: a, use: marketing, audience: {opaque: script}}", ["unverifiable(opaque) *"]),
    ("{id: a, use: marketing, audience: {opaque: script, reads: []}}", ["proved"]),
  ])
  func `a prohibited category is not read, through segments neither`(rule: String, verdicts: [String]) throws {
    let segments = """
      segments: [{id: near, audience: {attribute: place.gps, equals: x}}, {id: nearer, audience: {not: {segment: near}}}]
      """
    let appliesTo = "{uses: [marketing], categories: [user.location.precise, user.health]}"
    try Self.expect("{prohibit: {inferred: true}}", appliesTo, rule, verdicts, more: segments)
  }

  @Test func `inferred attributes may be left out of a prohibition`() throws {
    try Self.expect(
      "{prohibit: {inferred: false}}", "{categories: [user.health]}", Self.reading("health.score"), ["proved"])
  }

  @Test(arguments: [
    (reading("place.city"), ["proved"]), (reading("place.gps"), ["violation(tooFine) place.gps"]),
    (reading("place.unmeasured"), ["unverifiable(notMeasured) place.unmeasured"]), (reading("email"), ["proved"]),
    (reading("shoeSize"), ["unverifiable(unknownAttribute) shoeSize"]),
    (reading("place.city, place.gps"), ["violation(tooFine) place.gps"]),
  ])
  func `an attribute is no finer than allowed`(rule: String, verdicts: [String]) throws {
    try Self.expect("{granularity: {place: city}}", "{categories: [user.location]}", rule, verdicts)
  }

  @Test(arguments: [
    ("{id: a, use: marketing, reads: [affinity.bakery]}", ["violation(noFreshnessLimit) affinity.bakery"]),
    ("{id: a, use: marketing, lookBack: P90D, reads: [affinity.bakery]}", ["proved"]),
    ("{id: a, use: marketing, lookBack: P91D, reads: [affinity.bakery]}", ["violation(stale) affinity.bakery"]),
    ("{id: a, use: marketing, lookBack: P3M, reads: [affinity.bakery]}", ["unverifiable(calendar) affinity.bakery"]),
    ("{id: a, use: marketing, lookBack: P2M, reads: [affinity.bakery]}", ["proved"]),
    (
      "{id: a, use: marketing, audience: {all: [{attribute: affinity.bakery, atLeast: 1}, "
        + "{attribute: affinity.updatedAt, within: P30D}]}}", ["proved"]
    ),
    (
      "{id: a, use: marketing, audience: {any: [{attribute: affinity.bakery, atLeast: 1}, "
        + "{attribute: affinity.updatedAt, within: P30D}]}}",
      ["violation(noFreshnessLimit) affinity.bakery", "violation(noFreshnessLimit) affinity.updatedAt"]
    ),
    ("{id: a, use: marketing, audience: {segment: fresh}, reads: [affinity.bakery]}", ["proved"]),
    ("{id: a, use: marketing, reads: [place.city]}", ["proved"]),
  ])
  func `data has a limit of age`(rule: String, verdicts: [String]) throws {
    let segments = "segments: [{id: fresh, audience: {attribute: affinity.updatedAt, within: P9W}}]"
    try Self.expect("{freshness: {maxAge: P90D}}", "{categories: [user.behavior]}", rule, verdicts, more: segments)
  }

  @Test(arguments: [
    ("{id: a}", ["noOwner", "noPurpose", "noReviewDate", "noEndDate", "unboundedWindow", "noCap"]),
    (
      "{id: a, use: marketng, owner: o, reviewed: 2026-10-01, expires: 2027-01-01, lookBack: P2Y, "
        + "cap: {atMost: 1, per: P1D}}", ["noPurpose"]
    ),
    (
      "{id: a, use: marketing, owner: o, reviewed: 2025-11-22, expires: 2026-11-21, lookBack: P25M, "
        + "cap: {atMost: 1, per: P1D}}", ["reviewOverdue", "ended", "windowTooLong"]
    ),
    // One day later the review still holds, the rule has its last day, and the window is just short enough.
    (
      "{id: a, use: marketing, owner: o, reviewed: 2025-11-23, expires: 2026-11-22, lookBack: P24M, "
        + "cap: {atMost: 1, per: P1D}}", []
    ),
    (
      "{id: a, use: marketing, owner: \"\", reviewed: 2026-11-23, expires: 2026-12-01, lookBack: P1Y, "
        + "cap: {atMost: 1, per: P1D}, exports: [{to: x, attributes: \"*\"}]}", ["noOwner", "noReviewDate", "wildcard"]
    ),
    (
      "{id: a, use: marketing, owner: o, reviewed: 2026-11-01, expires: 2026-12-01, lookBack: P1Y, "
        + "cap: {atMost: 1, per: P1D}, reads: [\"affinity.*\"]}", ["wildcard affinity.*"]
    ),
  ])
  func `somebody answers for the rule`(rule: String, reasons: [String]) throws {
    let verdicts = reasons.map { reason in
      let words = reason.split(separator: " ")
      return "violation(\(words[0]))" + (words.count > 1 ? " \(words[1])" : "")
    }
    try Self.expect(
      "{review: {every: P1Y, owner: true, purpose: true, end: true, cap: true, lookBack: P2Y, explicitFields: true}}",
      "{}", rule, verdicts.isEmpty ? ["proved"] : verdicts)
  }

  @Test func `an undeclared attribute is told with the nearest name`() throws {
    let result = try GateCase.run(
      GateCase.pack("{declared: {}}"), "ruleset: r\nrules:\n  - {id: a, use: marketing, reads: [place.cty, email]}\n")
    #expect(result.observations.map { GateCase.told($0.verdict) } == ["violation(undeclared)"])
    #expect(result.observations.first?.help == "did you mean `place.city`?")
    #expect(result.observations.first?.locus.attribute == "place.cty")
  }

  @Test(arguments: [
    ("[{to: mailer, attributes: [email]}]", ["proved"]),
    ("[{to: maler, attributes: [email]}]", ["violation(undeclaredRecipient) maler"]),
    ("[{to: mailer, attributes: [email], sale: true}]", ["violation(saleNotAllowed) mailer"]),
    ("[{to: abroad, attributes: [email], sale: false}]", ["violation(transferNotAllowed) abroad"]),
    ("[{to: abroad, attributes: [email], sale: false, safeguard: scc}]", ["proved"]), ("[]", ["outside"]),
  ])
  func `an export goes to whom it may`(exports: String, verdicts: [String]) throws {
    let exports = exports.replacing("[email]}", with: "[email], sale: false}")
    try Self.expect(
      "{disclosure: {sale: false, countries: [DE], safeguards: [scc]}}", "{}",
      "{id: a, use: marketing, exports: \(exports)}", verdicts)
  }

  @Test(arguments: [("4", ["violation(groupTooSmall)"]), ("5", ["proved"]), ("~", ["outside"])])
  func `a declared audience is large enough`(estimate: String, verdicts: [String]) throws {
    try Self.expect(
      "{crowd: {atLeast: 5, of: audience}}", "{}", "{id: a, use: marketing, estimatedAudience: \(estimate)}", verdicts)
  }
}

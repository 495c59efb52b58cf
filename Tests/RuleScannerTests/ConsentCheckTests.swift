import GovernanceModel
import PolicyEngine
import RuleScanner
import Testing

/// Semantics sections 7 and 8: what an audience proves about consent.
@Suite struct ConsentCheckTests {
  static let consent = "{consent: {kinds: [express]}}"
  static let marketing = "{uses: [marketing]}"

  static let cases: [(audience: String, verdict: String)] = [
    ("{consent: marketing.communications.email}", "proved"),
    ("{consent: marketing.communications.email, channel: email}", "proved"),
    ("{consent: marketing.communications, channel: email}", "proved"),
    (
      "{all: [{consent: marketing.communications.email}, {any: [{segment: s}, {attribute: email, exists: true}]}]}",
      "proved"
    ),
    ("{isTrue: {consent: marketing.communications.email}}", "proved"),
    // A parent, a child, another channel, no channel: none implies it.
    ("{consent: marketing}", "violation(notCovered)"),
    ("{consent: marketing.communications.sms}", "violation(notCovered)"),
    ("{consent: marketing.communications.email, channel: sms}", "violation(notCovered)"),
    ("{not: {consent: marketing.communications.email}}", "violation(notCovered)"),
    ("{not: {not: {consent: marketing.communications.email}}}", "proved"),
    ("{attribute: email, exists: true}", "violation(notCovered)"), ("{all: []}", "violation(notCovered)"),
    ("{any: [{attribute: email, equals: a}, {attribute: email, equals: b}]}", "violation(notCovered)"),
    (
      "{any: [{consent: marketing.communications.email}, {attribute: email, exists: true}]}",
      "violation(notCovered)"
    ),
    (
      "{not: {all: [{attribute: email, exists: true}, {attribute: place.city, exists: true}]}}",
      "violation(notCovered)"
    ),
    ("{opaque: script}", "unverifiable(opaque)"),
    ("{all: [{attribute: email, exists: true}, {opaque: script}]}", "unverifiable(opaque)"),
    ("{all: [{consent: marketing.communications.email}, {opaque: script}]}", "proved"),
    // Nobody is reached.
    ("{all: [{attribute: email, equals: a}, {attribute: email, equals: b}]}", "proved"),
  ]

  @Test(arguments: ["consent", "optOut"], cases)
  func `an audience proves consent for exactly its use and channel`(
    kind: String, audience: (audience: String, verdict: String)
  ) throws {
    let rule = "{id: a, use: marketing.communications.email, audience: \(audience.audience)}"
    let require = kind == "consent" ? Self.consent : "{optOut: {minds: [optedOut]}}"
    #expect(
      try GateCase.verdicts(
        require, appliesTo: Self.marketing, rule: rule, more: "segments: [{id: s, audience: {all: []}}]")
        == [audience.verdict])
  }

  /// Who objected on some channel is no `yes` to the question without a channel (semantics section 4), so that an opt-out
  /// on this channel cannot be hidden; a grant without a channel can.
  @Test func `an answer for every channel tells of opt-outs on each, and of no grant`() throws {
    let rule = "{id: a, use: marketing.communications.email, audience: {consent: marketing.communications}}"
    #expect(try GateCase.verdicts(Self.consent, appliesTo: Self.marketing, rule: rule) == ["violation(notCovered)"])
    let optOut = "{optOut: {minds: [optedOut]}}"
    #expect(try GateCase.verdicts(optOut, appliesTo: Self.marketing, rule: rule) == ["proved"])
  }

  @Test(arguments: [
    ("use: marketing, channel: email", "{uses: [marketing], channels: [email]}", "violation(notCovered)"),
    ("use: marketing", "{uses: [marketing], channels: [email]}", "unverifiable(useTooCoarse)"),
    ("use: marketing, channel: sms", "{uses: [marketing], channels: [email]}", "outside"),
    ("use: marketing, channel: emial", "{uses: [marketing], channels: [email]}", "unverifiable(useTooCoarse)"),
    ("use: marketing.communications.email", "{uses: [marketing], channels: [email]}", "violation(notCovered)"),
    ("use: marketing", "{uses: [marketing.communications]}", "unverifiable(useTooCoarse)"),
    ("use: personalize", "{uses: [marketing]}", "outside"),
    ("use: marketng", "{uses: [marketing]}", "gap(useTooCoarse)"),
    ("owner: x", "{uses: [marketing]}", "gap(useTooCoarse)"),
    ("use: marketing, subjects: employee", "{uses: [marketing], subjects: [customer]}", "outside"),
    ("use: marketing, subjects: customer", "{uses: [marketing], subjects: [customer]}", "violation(notCovered)"),
    ("use: marketing, subjects: custmer", "{uses: [marketing], subjects: [customer]}", "violation(notCovered)"),
    ("use: marketing", "{uses: [marketing], subjects: [customer]}", "violation(notCovered)"),
  ])
  func `a control meets what lies below its use, and skips nothing that it cannot tell`(
    head: String, appliesTo: String, verdict: String
  ) throws {
    #expect(try GateCase.verdicts(Self.consent, appliesTo: appliesTo, rule: "{id: a, \(head)}") == [verdict])
  }

  @Test(arguments: [
    ("{attribute: health.score, exists: true}", ["violation(notCovered)"]),
    ("{attribute: place.city, exists: true}", ["outside"]),
    ("{attribute: shoeSize, exists: true}", ["unverifiable(unknownAttribute) shoeSize"]),
    ("{attribute: whole, exists: true}", ["unverifiable(unknownAttribute) whole"]),
  ])
  func `a control on categories is for rules that read them`(audience: String, verdicts: [String]) throws {
    let rule = "{id: a, use: personalize, audience: \(audience)}"
    #expect(try GateCase.verdicts(Self.consent, appliesTo: "{categories: [user.health]}", rule: rule) == verdicts)
  }

  @Test(arguments: [
    ("{attribute: subject.country, equals: US}", "apply", "proved"),
    ("{attribute: subject.country, equals: DE}", "apply", "violation(notCovered)"),
    ("{attribute: subject.country, exists: false}", "apply", "violation(notCovered)"),
    ("{attribute: subject.country, exists: false}", "skip", "proved"),
    ("{all: []}", "skip", "violation(notCovered)"),
    ("{attribute: subject.country, notIn: [DE, FR]}", "apply", "proved"),
    ("{not: {isTrue: {attribute: subject.country, in: [DE, FR]}}}", "apply", "violation(notCovered)"),
    ("{not: {isTrue: {attribute: subject.country, in: [DE, FR]}}}", "skip", "proved"),
  ])
  func `a pack is for nobody whom the audience leaves out`(audience: String, unknown: String, verdict: String) throws {
    let head = "applies: {attribute: subject.country, in: [DE, FR]}\nonUnknown: \(unknown)"
    let rule = "{id: a, use: marketing, audience: \(audience)}"
    #expect(try GateCase.verdicts(Self.consent, appliesTo: Self.marketing, head: head, rule: rule) == [verdict])
  }

  @Test(arguments: [
    (", inForce: 2027-06-01", "{id: a, use: marketing}", "violation(notCovered)"),
    (", inForce: 2027-06-01", "{id: a, use: marketing, expires: 2027-01-01}", "outside"),
    (", inForce: 2028-01-01", "{id: a, use: marketing}", "outside"),
    (", until: 2026-11-22", "{id: a, use: marketing}", "outside"),
    (", until: 2026-11-23", "{id: a, use: marketing}", "violation(notCovered)"),
  ])
  func `a control counts that is in force at any instant of the rule`(
    law: String, rule: String, verdict: String
  ) throws {
    #expect(try GateCase.verdicts(Self.consent, appliesTo: Self.marketing, law: law, rule: rule) == [verdict])
  }

  @Test func `a basis outside the control's list leaves the rule outside`() throws {
    let require = "{consent: {bases: [consent]}}"
    let rule = { (basis: String) in "{id: a, use: marketing, basis: \(basis)}" }
    #expect(try GateCase.verdicts(require, appliesTo: Self.marketing, rule: rule("contract")) == ["outside"])
    #expect(
      try GateCase.verdicts(require, appliesTo: Self.marketing, rule: rule("consent")) == ["violation(notCovered)"])
  }

  @Test func `the person who is reached is shown, and fires the rule`() throws {
    let audience = "{all: [{attribute: affinity.bakery, atLeast: 0.4}, {event: purchase, atLeast: 2, within: P30D}]}"
    let result = try GateCase.run(
      GateCase.pack(Self.consent, appliesTo: Self.marketing),
      "ruleset: r\nrules:\n  - {id: a, use: marketing.communications.email, audience: \(audience)}\n")
    let observation = try #require(result.observations.first)
    #expect(
      observation.example
        == "reached without consent: { affinity.bakery: 0.4, events.purchase: 2, "
        + "{consent: marketing.communications.email}: none, at 2026-11-22T00:00:00Z } (replayed: the rule fires)")
    #expect(observation.help == "add `- {consent: marketing.communications.email}` to the audience")
    #expect(observation.asset == .rule(set: "r", rule: "a"))
    #expect(
      observation.places.map { "\($0.span) \($0.label)" } == [
        "rules/r.yaml:3:60 audience is not limited to people who agreed to `marketing.communications.email` by email",
        "policies/pack.yaml:12:15 asked here",
      ])
    #expect(observation.places.last?.excerpt == "    require: {consent: {kinds: [express]}}")
  }

  @Test func `a latency beyond the grace is told beside the proof`() throws {
    let rules = """
      ruleset: r
      rules:
        - {id: a, use: marketing, latency: P1D, audience: {consent: marketing}}
      """
    let strict = try GateCase.run(GateCase.pack(Self.consent, appliesTo: Self.marketing), rules)
    #expect(strict.observations.isEmpty && strict.notes.count == 1)
    #expect(strict.notes.first?.message.contains("at evaluation") == true)
    let lenient = try GateCase.run(GateCase.pack("{consent: {grace: P2D}}", appliesTo: Self.marketing), rules)
    #expect(lenient.notes.isEmpty)
  }
}

import GovernanceModel
import Predicates
import RuleSets
import Testing

@Suite struct NativePlanTests {
  private static func rule(_ plan: String, head: String = "", set: String = "") -> String {
    "ruleset: r\n\(set)\nrules:\n  - id: a\n    use: u\n    \(head)\n    \(plan)\n"
  }

  private func plan(_ text: String, set: String = "") throws -> TacticPlan? {
    try NativeReaderTests.read(Self.rule(text, set: set)).rules[0].plan
  }

  @Test func `a recommendation is read with its defaults, and says which tactic the rule is of`() throws {
    let rule = try NativeReaderTests.read(Self.rule("recommendation: {}")).rules[0]
    #expect(rule.tactic == .recommendation)
    guard case .recommendation(let bare)? = rule.plan,
      case .recommendation(let full)? = try plan(
        "recommendation: {kind: alsoBought, from: [play, view], measure: bm25, neighbours: 5, count: 3, repeats: true}")
    else { throw NoPlan() }
    #expect(bare.from == ["purchase"] && bare.kind == .forYou && bare.measure == .cosine && !bare.repeats)
    #expect((bare.neighbours, bare.count) == (20, 10))
    #expect(full.from == ["play", "view"] && full.kind == .alsoBought && full.measure == .bm25 && full.repeats)
    #expect((full.neighbours, full.count) == (5, 3))
  }

  @Test func `periods and shares of other plans are read`() throws {
    guard case .discovery(let list)? = try plan("discovery: {novelty: 1, every: P1M}"),
      case .feedback(let question)? = try plan("feedback: {ask: nps, after: purchase}")
    else { throw NoPlan() }
    #expect(list.novelty == 1 && list.every == CalendarPeriod(months: 1) && list.perCategory == nil)
    #expect(question.ask == .nps && question.after == "purchase")
    #expect(question.within == CalendarPeriod(days: 7) && question.every == CalendarPeriod(days: 90))
  }

  private struct NoPlan: Error {}

  @Test func `what a plan reads counts as read by the rule, with its place`() throws {
    let text = Self.rule(
      "journey: {start: cart, goal: purchase, exit: {attribute: feedback.nps, atMost: 4}, steps: [{id: s, send: m, when: {segment: x}}]}",
      set: "segments: [{id: x, audience: {attribute: health.risk, exists: true}}]")
    let rule = try NativeReaderTests.read(text).rules[0]
    #expect(Set(rule.reads.map(\.path.text)) == ["events.cart", "events.purchase", "feedback.nps"])
    #expect(rule.references.map(\.text) == ["x"])
    #expect(rule.reads.allSatisfy { $0.place.span.line == 7 })
    let offer = try NativeReaderTests.read(
      Self.rule("offer: {reward: w}", set: "loyalty: {tiers: [{id: t, from: 0}], rewards: [{id: w, points: 1}]}"))
    #expect(offer.rules[0].reads.map(\.path.text) == ["loyalty.isMember", "loyalty.points", "loyalty.tier"])
  }

  @Test func `a rule that serves another's decision takes over its plan and all that it reads`() throws {
    let set = try NativeReaderTests.read(
      """
      ruleset: r
      rules:
        - {id: mail, sameAs: web, use: u, channel: email}
        - {id: web, use: u, channel: web, hold: P2D, recommendation: {from: play}}
      """)
    #expect(set.rules[0].plan == set.rules[1].plan && set.rules[0].tactic == .recommendation)
    #expect(set.rules[0].reads.map(\.path.text) == ["events.play"] && set.rules[0].hold == CalendarPeriod(days: 2))
  }

  @Test func `caps, metrics and programmes are kept`() throws {
    let set = try NativeReaderTests.read(
      Self.rule(
        "action: {send: x}", head: "cap: {atMost: 2, per: P30D}\n    metric: {name: conversion, atLeast: 0.02}",
        set:
          "loyalty: {points: {on: play, per: 0.5}, within: P6M, tiers: [{id: t, from: 0}], rewards: [{id: w, points: 9, tier: t}]}"
      ))
    #expect(set.rules[0].cap == FrequencyCap(atMost: 2, per: CalendarPeriod(days: 30)))
    #expect(set.rules[0].metric == RuleMetric(name: "conversion", atLeast: 0.02))
    let programme = try #require(set.loyalty)
    #expect(programme.event == "play" && programme.pointsPerUnit == 0.5 && programme.join == "join")
    #expect(programme.within == CalendarPeriod(months: 6) && programme.tiers.map(\.id) == ["t"])
    #expect(programme.rewards.map(\.points) == [9] && programme.rewards.map(\.tier) == ["t"])
  }

  @Test(arguments: [
    ("recommendation: {count: 0}", "7:29 `count` is an integer from 1 to 1000"),
    ("recommendation: {kin: forYou}", "7:22 `recommendation` has no key `kin` (did you mean `kind`?)"),
    ("recommendation: {measure: cosin}", "7:31 `cosin` is no measure (did you mean `cosine`?)"),
    ("recommendation: [a]", "7:21 expected `recommendation`, a mapping; found a list"),
    ("discovery: {novelty: 1.5}", "7:26 `novelty` is a number from 0 to 1; found a number"),
    ("journey: {}", "7:14 `journey` needs `steps`"),
    ("journey: {steps: []}", "7:22 `steps` is a list of at least one; found none"),
    (
      "journey: {steps: [{id: a, send: b, wait: P1D}]}",
      "7:46 the first step waits for nothing unless the journey has a `start`"
    ),
    ("journey: {steps: [{id: a, send: b}, {id: a, send: c}]}", "7:46 `a` stands twice"),
    ("journey: {steps: [{id: a, send: b, when: {attribut: x}}]}", nil as String?),
    (
      "journey: {quietHours: {from: 9pm, until: \"08:00\"}, steps: [{id: a, send: b}]}",
      "7:34 `from` is a time of day such as \"21:00\""
    ),
    ("onboarding: {start: a, steps: [{id: a, show: b, until: c}]}", "7:17 `onboarding` needs `goal`"),
    ("service: {plays: [{id: a}]}", "7:23 a play needs `advise`"),
    ("offer: {}", "7:12 `offer` needs one of `reward` and `offer`"),
    ("offer: {reward: x}", "7:21 there is no reward `x` (the rule set defines none)"),
    ("offer: {offer: x, tier: y}", "7:29 there is no tier `y` (the rule set defines none)"),
    ("feedback: {ask: stars, after: x}", "7:21 `stars` is no ask"),
    ("sameAs: b", "7:13 there is no rule with a plan `b` (the rule set defines none)"),
  ])
  func `a plan that is wrong is told with its place`(text: String, message: String?) throws {
    let complaints = try NativeReaderTests.complaints(Self.rule(text))
    if let message { #expect(complaints.contains { $0.hasPrefix(message) }, "\(complaints)") }
    #expect(!complaints.isEmpty)
  }

  @Test func `a plan of another tactic than the rule's is an error`() throws {
    let complaints = try NativeReaderTests.complaints(Self.rule("offer: {offer: x}", head: "tactic: journey"))
    #expect(complaints == ["7:12 `offer` belongs to `tactic: offer`; the rule's is `journey`"])
  }

  @Test(arguments: [
    ("{tiers: [{id: a, from: 5}, {id: b, from: 5}]}", "tiers stand from the lowest to the highest"),
    ("{tiers: [{id: a, from: -1}]}", "`from` is an integer from 0"),
    ("{points: {per: 0}}", "`per` is a number above 0"),
    ("{rewards: [{id: a, points: 1, tier: gold}], tiers: [{id: silver, from: 0}]}", "there is no tier `gold`"),
    ("{rewards: [{id: a}]}", "a reward needs `points`"), ("{tier: []}", "`loyalty` has no key `tier`"),
  ])
  func `a programme that is wrong is told`(programme: String, message: String) throws {
    let complaints = try NativeReaderTests.complaints(Self.rule("action: {a: b}", set: "loyalty: \(programme)"))
    #expect(complaints.contains { $0.contains(message) }, "\(complaints)")
  }

  @Test func `personal data in a plan is seen`() throws {
    let set = try NativeReaderTests.read(
      Self.rule("service: {plays: [{id: a, advise: jane@example.org}]}"))
    #expect(set.rules[0].personalLiterals.count == 1)
  }
}

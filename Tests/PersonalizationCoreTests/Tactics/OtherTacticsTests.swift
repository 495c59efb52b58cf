import ConsentHistory
import GovernanceModel
import PersonalizationCore
import RuleSets
import Testing

@Suite struct OnboardingTests {
  private static let plan = """
    onboarding:
          start: signup
          goal: purchase
          within: P21D
          steps: [{id: list, show: make-a-list, until: listMade}, {id: buy, show: first-order, until: purchase}]
    """

  @Test func `what is not done yet is shown, until the goal or the end of its time`() throws {
    let shop = try TacticFixture(TacticFixture.rule(Self.plan))
    let person = TacticFixture.person([
      .made("listMade", "2025-12-01"), .made("signup", "2026-01-01"), .made("listMade", "2026-01-05"),
      .made("purchase", "2026-01-10"),
    ])
    #expect(shop.decide(person, at: "2025-12-31").held.map(\.held.reason) == [.notBegun])
    // The list of December was made before the start.
    #expect(shop.decide(person, at: "2026-01-02").offering?.content == "make-a-list")
    #expect(shop.decide(person, at: "2026-01-06").offering?.step == "buy")
    #expect(shop.decide(person, at: "2026-01-10").held.map(\.held.reason) == [.finished])
    let slow = TacticFixture.person([.made("signup", "2026-01-01")])
    #expect(shop.decide(slow, at: "2026-01-21T23:59:59Z").outcome == .allowed)
    #expect(shop.decide(slow, at: "2026-01-22").held.map(\.held.reason) == [.finished])
  }

  @Test func `the time to value is from the start to the goal, if it is reached in time`() throws {
    let shop = try TacticFixture(TacticFixture.rule(Self.plan))
    guard case .onboarding(let plan)? = shop.ruleSet.rules[0].plan else { throw Missing() }
    let now = TacticFixture.instant("2026-06-01")
    func time(_ bought: String?) -> Int64? {
      let events = [PersonEvent.made("signup", "2026-01-01")] + (bought.map { [.made("purchase", $0)] } ?? [])
      return plan.timeToValue(of: EventHistory(events), until: now)
    }
    #expect(time("2026-01-04") == 3 * Instant.microsecondsPerDay)
    #expect(time("2026-01-22") == nil && time("2025-12-30") == nil && time(nil) == nil)
  }

  private struct Missing: Error {}
}

@Suite struct ServiceTests {
  private static let plan = """
    service:
          repeatWithin: P7D
          onRepeat: {id: second, advise: call back}
          plays:
            - {id: late, advise: look up the delivery, when: {attribute: support.topic, equals: delivery}}
            - {id: vip, advise: thank them, when: {attribute: purchases.count, atLeast: 2}}
    """

  private func play(_ events: [PersonEvent], at: String) throws -> Decision {
    try TacticFixture(TacticFixture.rule(Self.plan, use: "support")).decide(TacticFixture.person(events), at: at)
  }

  @Test func `the first play that fits is advised`() throws {
    let contact = PersonEvent.made("contact", "2026-02-01", topic: "delivery")
    #expect(try play([contact], at: "2026-02-02").offering?.step == "late")
    let buyer: [PersonEvent] = [
      .made("purchase", "2026-01-01"), .made("purchase", "2026-01-02"), .made("contact", "2026-02-01", topic: "bill"),
    ]
    #expect(try play(buyer, at: "2026-02-02").offering?.content == "thank them")
    #expect(
      try play([.made("contact", "2026-02-01", topic: "bill")], at: "2026-02-02").held.map(\.held.reason) == [.noPlay])
  }

  @Test func `who calls again about the same thing within the period is told from who calls about another`() throws {
    let first = PersonEvent.made("contact", "2026-02-01", topic: "delivery")
    func step(_ day: String, _ topic: String?) throws -> String? {
      try play([first, .made("contact", day, topic: topic)], at: "2026-02-20").offering?.step
    }
    #expect(try step("2026-02-07", "delivery") == "second")
    #expect(try step("2026-02-08", "delivery") == "late")
    #expect(try step("2026-02-03", "bill") == nil)
    #expect(try step("2026-02-03", nil) == nil)
  }
}

@Suite struct OfferTests {
  private static let programme = """
    loyalty:
      points: {on: purchase, per: 2}
      within: P1Y
      join: join
      tiers: [{id: bronze, from: 0}, {id: silver, from: 100}]
      rewards: [{id: coffee, points: 50}, {id: bread, points: 60, tier: silver}]

    """

  private func reason(_ plan: String, _ events: [PersonEvent], at: String = "2026-06-01") throws -> Held.Reason? {
    let shop = try TacticFixture(Self.programme + TacticFixture.rule(plan))
    return shop.decide(TacticFixture.person(events), at: at).held.first?.held.reason
  }

  private static func member(_ amounts: Double...) -> [PersonEvent] {
    [.made("join", "2026-01-01")] + amounts.map { .made("purchase", "2026-02-01", order: "\($0)", amount: $0) }
  }

  @Test func `a reward needs membership, tier and points`() throws {
    #expect(try reason("offer: {reward: coffee}", [.made("purchase", "2026-02-01", amount: 90)]) == .notMember)
    #expect(try reason("offer: {reward: coffee}", Self.member(20)) == .tooFewPoints)
    #expect(try reason("offer: {reward: coffee}", Self.member(25)) == nil)
    #expect(try reason("offer: {reward: bread}", Self.member(49)) == .tierTooLow)
    #expect(try reason("offer: {reward: bread}", Self.member(50)) == nil)
    #expect(try reason("offer: {offer: early access, tier: silver}", Self.member(20)) == .tierTooLow)
    #expect(try reason("offer: {offer: early access, membersOnly: true}", []) == .notMember)
    #expect(try reason("offer: {offer: ten off}", []) == nil)
  }

  @Test func `points are spent, taken back by returns, and run out`() throws {
    let spent = Self.member(25) + [.made("redeem", "2026-03-01", "coffee")]
    #expect(try reason("offer: {reward: coffee}", spent) == .tooFewPoints)
    #expect(try reason("offer: {reward: coffee}", spent, at: "2026-02-20") == nil)
    #expect(try reason("offer: {reward: coffee}", Self.member(30, -10)) == .tooFewPoints)
    #expect(try reason("offer: {reward: coffee}", Self.member(25), at: "2027-02-01") == .tooFewPoints)
    #expect(try reason("offer: {reward: coffee}", Self.member(25), at: "2027-01-31T23:59:59Z") == nil)
    // Spending does not lower the tier.
    let silver = Self.member(100) + [.made("redeem", "2026-03-01", "coffee")]
    #expect(try reason("offer: {reward: bread}", silver) == nil)
  }

  @Test func `what was bought before joining earns nothing`() throws {
    let events = [PersonEvent.made("purchase", "2025-12-31", amount: 500), .made("join", "2026-01-01")]
    #expect(try reason("offer: {reward: coffee}", events) == .tooFewPoints)
  }

  @Test func `one decision is served alike in every channel, as long as it is held`() throws {
    let rules = """
      rules:
        - {id: web, use: personalize, channel: web, hold: P1D, recommendation: {count: 1}}
        - {id: mail, sameAs: web, use: marketing, channel: email}
      """
    let lists = ItemLists(
      neighbours: ["bread": [.init(item: "butter", likeness: 0.9)], "jam": [.init(item: "honey", likeness: 2)]],
      popular: ["tea"])
    let shop = try TacticFixture(rules, assets: TacticAssets(models: ["person:purchase:cosine:20": lists]))
    var person = TacticFixture.person(
      [.made("purchase", "2026-02-01", "bread"), .made("purchase", "2026-02-02T12:00:00Z", "jam")],
      consents: [
        TacticFixture.consent(.given, "2026-01-01"), TacticFixture.consent(.withdrawn, "2026-02-02T20:00:00Z"),
      ])
    #expect(shop.serve(&person, at: "2026-02-02T10:00:00Z", channel: "web").offering?.items.map(\.id) == ["butter"])
    // The jam would change what is recommended; within the day the mail says what the site said.
    let mail = shop.serve(&person, at: "2026-02-02T14:00:00Z", channel: "email")
    #expect(mail.rule == "mail" && mail.decision == "web" && mail.offering?.items.map(\.id) == ["butter"])
    // A held decision still passes the guard of each channel.
    #expect(shop.decide(person, at: "2026-02-02T21:00:00Z", channel: "email").isDenied)
    #expect(shop.decide(person, at: "2026-02-02T21:00:00Z", channel: "web").outcome == .allowed)
    // The day is that of the first serving: the mail does not make it longer.
    #expect(shop.decide(person, at: "2026-02-03T09:59:59Z", channel: "web").offering?.items.map(\.id) == ["butter"])
    #expect(shop.decide(person, at: "2026-02-03T10:00:00Z", channel: "web").offering?.items.map(\.id) == ["honey"])
  }
}

@Suite struct FeedbackTests {
  @Test func `a question comes soon after, once, and to nobody too often`() throws {
    let rules = """
      rules:
        - {id: csat, use: support, feedback: {ask: csat, after: contact, within: P3D, every: P90D}}
        - {id: nps, use: support, feedback: {ask: nps, after: purchase, within: P3D, every: P90D}}
      """
    let shop = try TacticFixture(rules)
    var person = TacticFixture.person([
      .made("contact", "2026-01-01"), .made("purchase", "2026-01-02"), .made("purchase", "2026-04-01"),
    ])
    #expect(shop.decide(person, at: "2025-12-31").held.map(\.held.reason) == [.notBegun, .notBegun])
    #expect(shop.serve(&person, at: "2026-01-02").offering?.content == "csat")
    // Another rule asked the day before.
    let next = shop.serve(&person, at: "2026-01-03")
    #expect(next.outcome == .fallback && next.held.map(\.held.reason) == [.askedRecently, .askedRecently])
    #expect(next.held.allSatisfy { $0.held.until == TacticFixture.instant("2026-04-02") })
    #expect(shop.decide(person, at: "2026-04-02").offering?.content == "nps")
    #expect(shop.decide(person, at: "2026-04-04").held.map(\.held.reason) == [.finished, .finished])
  }

  @Test func `an answer is fed back into rules`() throws {
    let shop = try TacticFixture(
      TacticFixture.rule("action: {do: call}", more: "audience: {attribute: feedback.nps, atMost: 6}"))
    func served(_ answers: [PersonEvent]) -> Bool {
      shop.decide(TacticFixture.person(answers), at: "2026-06-01").outcome == .allowed
    }
    #expect(served([.made("nps", "2026-03-01", value: 3)]))
    #expect(!served([.made("nps", "2026-03-01", value: 3), .made("nps", "2026-04-01", value: 9)]))
    // Eleven is no answer.
    #expect(served([.made("nps", "2026-03-01", value: 3), .made("nps", "2026-04-01", value: 11)]))
    #expect(!served([]))
  }
}

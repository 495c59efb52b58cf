import ConsentHistory
import GovernanceModel
import PersonalizationCore
import RuleSets
import Testing

@Suite struct JourneyTests {
  private static let plan = """
    journey:
          goal: purchase
          exit: {event: complaint, atLeast: 1}
          steps:
            - {id: hello, send: welcome}
            - {id: again, send: reminder, wait: P7D}
            - {id: last, send: present, wait: P14D, when: {event: view, atLeast: 1}}
    """

  private func fixture(_ plan: String = plan, more: String = "", zones: [String: ZoneRules] = [:]) throws
    -> TacticFixture
  {
    try TacticFixture(
      TacticFixture.rule(plan, more: more, use: "marketing"), assets: TacticAssets(zones: zones))
  }

  private static let agreed = [TacticFixture.consent(.given, "2026-01-01")]

  @Test func `steps come one after the other, each after its wait`() throws {
    let shop = try fixture()
    var person = TacticFixture.person([.made("view", "2026-01-15")], consents: Self.agreed)
    #expect(shop.serve(&person, at: "2026-02-01T10:00:00Z").offering?.content == "welcome")
    let early = shop.serve(&person, at: "2026-02-08T09:59:59Z")
    #expect(early.outcome == .fallback && !early.isDenied)
    #expect(
      early.held == [.init(rule: "one", held: Held(.waiting, until: TacticFixture.instant("2026-02-08T10:00:00Z")))])
    #expect(shop.serve(&person, at: "2026-02-08T10:00:00Z").offering?.step == "again")
    #expect(shop.serve(&person, at: "2026-02-21").held.map(\.held.reason) == [.waiting])
    #expect(shop.serve(&person, at: "2026-02-22T10:00:00Z").offering?.content == "present")
    #expect(shop.serve(&person, at: "2026-06-01").held.map(\.held.reason) == [.finished])
  }

  @Test func `who is not meant by a step passes over it`() throws {
    let shop = try fixture()
    var person = TacticFixture.person(consents: Self.agreed)
    _ = shop.serve(&person, at: "2026-02-01")
    _ = shop.serve(&person, at: "2026-02-10")
    #expect(shop.decide(person, at: "2026-03-10").held.map(\.held.reason) == [.finished])
  }

  @Test func `the goal ends it, and the exit too`() throws {
    let shop = try fixture()
    var buyer = TacticFixture.person([.made("purchase", "2026-02-03")], consents: Self.agreed)
    #expect(shop.serve(&buyer, at: "2026-02-01").offering?.step == "hello")
    #expect(shop.decide(buyer, at: "2026-02-09").held.map(\.held.reason) == [.finished])
    let cross = TacticFixture.person([.made("complaint", "2026-01-20")], consents: Self.agreed)
    #expect(shop.decide(cross, at: "2026-02-01").held.map(\.held.reason) == [.exited])
  }

  @Test func `a withdrawal stops it in the middle, at once`() throws {
    let shop = try fixture()
    var person = TacticFixture.person(consents: Self.agreed)
    #expect(shop.serve(&person, at: "2026-02-01").outcome == .allowed)
    person.consents = ConsentTimeline(
      Self.agreed + [TacticFixture.consent(.withdrawn, "2026-02-08T09:00:00Z")])
    #expect(shop.decide(person, at: "2026-02-08T08:59:59Z").outcome == .allowed)
    let after = shop.decide(person, at: "2026-02-08T09:00:00Z")
    #expect(after.isDenied && after.refused.map(\.verdict) == [.violation(.withdrawn)] && after.offering == nil)
  }

  @Test func `the event that starts it begins it anew`() throws {
    let plan = "journey: {start: cartLeft, steps: [{id: cart, send: your-cart, wait: PT4H}]}"
    let shop = try fixture(plan)
    var person = TacticFixture.person(
      [.made("cartLeft", "2026-02-01T08:00:00Z"), .made("cartLeft", "2026-03-01T08:00:00Z")], consents: Self.agreed)
    #expect(shop.decide(person, at: "2026-01-31").held.map(\.held.reason) == [.notBegun])
    #expect(shop.decide(person, at: "2026-02-01T11:00:00Z").held.map(\.held.reason) == [.waiting])
    #expect(shop.serve(&person, at: "2026-02-01T12:00:00Z").offering?.content == "your-cart")
    #expect(shop.serve(&person, at: "2026-02-02").held.map(\.held.reason) == [.finished])
    #expect(shop.serve(&person, at: "2026-03-01T12:00:00Z").offering?.content == "your-cart")
  }

  /// Paris is two hours ahead of UTC in summer, one in winter.
  @Test(arguments: [
    ("2026-07-01T18:59:00Z", nil), ("2026-07-01T19:00:00Z", "2026-07-02T06:00:00Z"),
    ("2026-07-02T05:59:00Z", "2026-07-02T06:00:00Z"), ("2026-07-02T06:00:00Z", nil),
    ("2026-01-02T06:30:00Z", "2026-01-02T07:00:00Z"), ("2026-01-02T07:00:00Z", nil),
  ])
  func `nobody is disturbed at night, by the clock of the place`(at: String, end: String?) throws {
    let paris = ZoneRules(
      name: "Europe/Paris", firstOffsetSeconds: 3600,
      transitions: [
        .init(at: TacticFixture.instant("2026-03-29T01:00:00Z"), offsetSeconds: 7200),
        .init(at: TacticFixture.instant("2026-10-25T01:00:00Z"), offsetSeconds: 3600),
      ])
    let plan = """
      journey: {quietHours: {from: "21:00", until: "08:00", zone: Europe/Paris}, steps: [{id: a, send: b}]}
      """
    let shop = try fixture(plan, zones: ["Europe/Paris": paris])
    let person = TacticFixture.person(consents: [TacticFixture.consent(.given, "2026-01-01")])
    let held = shop.decide(person, at: at).held.map(\.held)
    #expect(held == (end.map { [Held(.quiet, until: TacticFixture.instant($0))] } ?? []))
  }

  @Test func `a cap counts each message until its period is over`() throws {
    let shop = try TacticFixture(
      TacticFixture.rule("action: {send: news}", more: "cap: {atMost: 2, per: P30D}", use: "marketing"))
    var person = TacticFixture.person(consents: Self.agreed)
    #expect(shop.serve(&person, at: "2026-02-01").outcome == .allowed)
    #expect(shop.serve(&person, at: "2026-02-10").outcome == .allowed)
    let third = shop.serve(&person, at: "2026-02-20")
    #expect(third.held == [.init(rule: "one", held: Held(.capped, until: TacticFixture.instant("2026-03-03")))])
    #expect(shop.serve(&person, at: "2026-03-03").outcome == .allowed)
    #expect(shop.decide(person, at: "2026-03-04").held.map(\.held.until) == [TacticFixture.instant("2026-03-12")])
  }

  @Test func `a cap of nought serves nobody`() throws {
    let shop = try TacticFixture(
      TacticFixture.rule("action: {send: news}", more: "cap: {atMost: 0, per: P1D}", use: "marketing"))
    #expect(
      shop.decide(TacticFixture.person(consents: Self.agreed), at: "2026-02-01").held.map(\.held.reason) == [.capped])
  }
}

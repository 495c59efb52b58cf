import GovernanceModel
import PersonalizationCore
import PolicyEngine
import ProvisoTesting
import Testing

@Suite struct EventHistoryTests {
  private static let now = TacticFixture.instant("2026-06-01")

  @Test func `an event that comes twice counts once, whatever order it comes in`() {
    let line = PersonEvent("purchase", at: Self.now, id: "1", item: "bread", amount: 2, source: "shop")
    var late = line
    late.amount = 3
    let other = PersonEvent("purchase", at: Self.now, id: "1", item: "bread", amount: 2, source: "web")
    let bare = PersonEvent("view", at: Self.now, item: "bread", source: "web")
    var random = SplitMix64(seed: 3)
    let histories = (0..<20).map { _ in
      EventHistory([line, line, late, other, bare, bare].shuffled(using: &random)).events
    }
    #expect(Set(histories).count == 1)
    #expect(histories[0].map(\.type) == ["purchase", "purchase", "view"])
  }

  @Test func `what a fast clock told of the future is not seen before its time`() {
    let history = EventHistory([.made("view", "2026-05-01"), .made("view", "2027-01-01")])
    #expect(history.instants(of: "view", until: Self.now).count == 1)
    #expect(history.events(of: ["view"], until: Self.now).count == 1)
    #expect(history.latest("view", until: Self.now)?.at == TacticFixture.instant("2026-05-01"))
    #expect(history.latest("view", until: TacticFixture.instant("2026-04-01")) == nil)
    #expect(history.instants(of: "view", until: TacticFixture.instant("2027-01-01")).count == 2)
  }

  @Test func `a period runs from the event, so that a month is as long as it is`() {
    let history = EventHistory([.made("view", "2026-01-31"), .made("view", "2026-02-01")])
    func seen(_ day: String) -> Int {
      history.events(of: ["view"], until: TacticFixture.instant(day), within: CalendarPeriod(months: 1)).count
    }
    #expect(seen("2026-02-27") == 2 && seen("2026-02-28") == 1 && seen("2026-03-01") == 0)
  }

  @Test func `several types come in the order of time`() {
    let history = EventHistory([
      .made("view", "2026-01-03"), .made("search", "2026-01-02"), .made("view", "2026-01-01"),
      .made("play", "2026-01-02"),
    ])
    let found = history.events(of: ["view", "search", "view"], until: Self.now)
    #expect(found.map(\.type) == ["view", "search", "view"])
  }

  @Test func `amounts that are no numbers are missing`() {
    #expect(PersonEvent("purchase", at: Self.now, amount: .nan).amount == nil)
    #expect(PersonEvent("purchase", at: Self.now, amount: .infinity, value: -.infinity).value == nil)
  }

  @Test func `a person of a million events is one as any other`() throws {
    let start = TacticFixture.instant("2026-01-01").microseconds
    let events = (0..<1_000_000).map { number in
      PersonEvent(
        number.isMultiple(of: 3) ? "purchase" : "view", at: Instant(microseconds: start + Int64(number) * 1_000_000),
        item: "i\(number % 1000)", order: "o\(number / 30)", amount: 1, source: "shop")
    }
    let shop = try TacticFixture(
      TacticFixture.rule("offer: {offer: thanks}", more: "audience: {attribute: purchases.count, atLeast: 1000}"))
    let decision = shop.decide(TacticFixture.person(events), at: "2026-03-01")
    #expect(decision.outcome == .allowed && decision.reads.first?.updatedAt != nil)
  }
}

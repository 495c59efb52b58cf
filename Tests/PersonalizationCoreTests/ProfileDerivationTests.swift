import GovernanceModel
import PersonalizationCore
import Predicates
import Testing

@Suite struct ProfileDerivationTests {
  private static let now = TacticFixture.instant("2026-03-02")

  private func derived(
    _ events: [PersonEvent], catalogue: Catalogue = Catalogue(), at now: Instant = now
  ) -> Profile {
    ProfileDerivation(catalogue: catalogue).deriving(TacticFixture.person(events), at: now).profile
  }

  private func value(_ path: String, _ events: [PersonEvent], _ catalogue: Catalogue = Catalogue()) -> Value? {
    derived(events, catalogue: catalogue)[AttributePath(path)]?.value
  }

  @Test func `lines of one basket are one order, and a return is none`() {
    let events: [PersonEvent] = [
      .made("purchase", "2026-01-01", order: "1", amount: 10), .made("purchase", "2026-01-01", order: "1", amount: 5),
      .made("purchase", "2026-01-31", order: "2", amount: 25), .made("purchase", "2026-02-01", order: "3", amount: -25),
      .made("purchase", "2026-02-02", order: "4", amount: 0),
    ]
    #expect(value("purchases.count", events) == .integer(2))
    #expect(value("purchases.total", events) == .decimal(40))
    #expect(value("purchases.average", events) == .decimal(20))
    #expect(value("purchases.lastAt", events) == .instant(TacticFixture.instant("2026-01-31")))
    #expect(value("purchases.firstAt", events) == .instant(TacticFixture.instant("2026-01-01")))
    // Two orders in sixty days.
    #expect(value("purchases.perMonth", events) == .decimal(1))
  }

  @Test func `an order without amounts counts, but has no value`() {
    let events: [PersonEvent] = [.made("purchase", "2026-01-01", "bread"), .made("purchase", "2026-01-01", "tea")]
    #expect(value("purchases.count", events) == .integer(2))
    #expect(value("purchases.total", events) == nil)
  }

  @Test func `affinity is the share of a category, inferred, of items that the catalogue holds`() {
    let catalogue = Catalogue([
      "bread": .init(category: "bakery"), "roll": .init(category: "bakery"), "tea": .init(category: "drinks"),
    ])
    let events: [PersonEvent] = [
      .made("purchase", "2026-01-01", "bread", amount: 2), .made("purchase", "2026-01-02", "roll", amount: 2),
      .made("purchase", "2026-01-03", "tea", amount: 2), .made("purchase", "2026-01-04", "unknown", amount: 2),
      .made("purchase", "2026-01-05", "tea", amount: -2),
    ]
    let profile = derived(events, catalogue: catalogue)
    let bakery = profile[AttributePath("affinity.bakery")]
    #expect(bakery?.value == .decimal(2.0 / 3) && bakery?.isInferred == true)
    #expect(bakery?.updatedAt == TacticFixture.instant("2026-01-02") && bakery?.source == "transactions")
    #expect(value("affinity.bakery", events) == nil)
  }

  @Test func `views, searches and contacts are counted with their last time`() {
    let events: [PersonEvent] = [
      .made("view", "2026-01-01"), .made("view", "2026-01-05"), .made("search", "2026-01-06"),
      .made("contact", "2026-02-01", topic: "bill"), .made("contact", "2026-02-02", topic: "delivery"),
    ]
    #expect(value("browsing.count", events) == .integer(2))
    #expect(value("browsing.lastAt", events) == .instant(TacticFixture.instant("2026-01-05")))
    #expect(value("searches.count", events) == .integer(1))
    #expect(value("support.contacts", events) == .integer(2))
    #expect(value("support.topic", events) == .text("delivery"))
  }

  @Test func `what is older than the look-back, or of the future, is not there`() {
    let events: [PersonEvent] = [
      .made("purchase", "2025-01-01", amount: 9), .made("purchase", "2026-03-03", amount: 9),
    ]
    #expect(derived(events).attributes.isEmpty)
  }

  @Test func `what is stated later is not known yet`() {
    func statement(_ value: String, _ day: String) -> Statement {
      Statement(
        AttributePath("subject.country"),
        ProfileAttribute(.text(value), categories: [], source: "crm", updatedAt: TacticFixture.instant(day)))
    }
    let statements = [statement("FR", "2026-01-01"), statement("DE", "2026-02-01"), statement("US", "2026-04-01")]
    func country(_ day: String) -> Value? {
      Profile(subject: "s", statements: statements, asOf: TacticFixture.instant(day))[AttributePath("subject.country")]?
        .value
    }
    #expect(
      country("2026-03-01") == .text("DE") && country("2026-01-15") == .text("FR") && country("2025-12-31") == nil)
  }
}

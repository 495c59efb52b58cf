import ConsentHistory
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import RuleSets
import Testing

@Suite struct RecommendationTests {
  /// Bread goes with butter, butter with jam; tea sells best.
  private static let lists = ItemLists(
    neighbours: [
      "bread": [.init(item: "butter", likeness: 0.9), .init(item: "jam", likeness: 0.5)],
      "butter": [.init(item: "bread", likeness: 0.9), .init(item: "jam", likeness: 0.6)],
      "tea": [.init(item: "lemon", likeness: 0.4), .init(item: "secret", likeness: 0.3)],
    ], popular: ["tea", "bread", "secret", "milk"])

  private static let catalogue = Catalogue([
    "jam": .init(title: "Jam", category: "sweet"), "secret": .init(title: "Secret", isForMembers: true),
    "lemon": .init(category: "fruit"),
  ])

  private static func assets(_ unit: String = "person") -> TacticAssets {
    TacticAssets(catalogue: catalogue, models: ["\(unit):purchase:cosine:20": lists])
  }

  private func fixture(_ plan: String, unit: String = "person", more: String = "", controls: String = "") throws
    -> TacticFixture
  {
    try TacticFixture(TacticFixture.rule(plan, more: more), controls: controls, assets: Self.assets(unit))
  }

  private static let shopper = TacticFixture.person([
    .made("purchase", "2026-01-10", "bread", order: "1"), .made("purchase", "2026-01-10", "butter", order: "1"),
    .made("purchase", "2026-02-10", "tea", order: "2"),
  ])

  @Test func `items come by the sum of their likeness, without what was bought, each with what led to it`() throws {
    let shop = try fixture("recommendation: {count: 2}")
    let offering = try #require(shop.decide(Self.shopper, at: "2026-03-01").offering)
    #expect(offering.items.map(\.id) == ["jam", "lemon"])
    #expect(offering.items[0].because == ["butter", "bread"] && offering.items[0].title == "Jam")
  }

  @Test func `what was bought before the look-back does not count and may come again`() throws {
    let shop = try fixture("recommendation: {count: 5}", more: "lookBack: P30D")
    #expect(shop.decide(Self.shopper, at: "2026-03-01").offering?.items.map(\.id) == ["lemon"])
    let again = try fixture("recommendation: {repeats: true}")
    #expect(again.decide(Self.shopper, at: "2026-03-01").offering?.items.map(\.id).contains("butter") == false)
  }

  @Test func `also bought goes by the last basket, similar by the item that is looked at`() throws {
    let also = try fixture("recommendation: {kind: alsoBought}", unit: "order")
    #expect(also.decide(Self.shopper, at: "2026-03-01").offering?.items.map(\.id) == ["lemon"])
    #expect(also.decide(Self.shopper, at: "2026-02-01").offering?.items.map(\.id) == ["jam"])
    let similar = try fixture("recommendation: {kind: similarItems}")
    #expect(similar.decide(Self.shopper, at: "2026-03-01", item: "butter").offering?.items.map(\.id) == ["jam"])
    #expect(similar.decide(Self.shopper, at: "2026-03-01").held.map(\.held.reason) == [.nothing])
  }

  @Test func `without consent everybody sees what sells best, though this person bought it`() throws {
    let shop = try TacticFixture(
      TacticFixture.rule("recommendation: {count: 2}", use: "marketing"), assets: Self.assets())
    let decision = shop.decide(Self.shopper, at: "2026-03-01")
    #expect(decision.isDenied && decision.refused.map(\.verdict) == [.violation(.noRecord)])
    #expect(decision.offering?.items.map(\.id) == ["tea", "bread"])
    let other = shop.decide(TacticFixture.person(), at: "2026-03-01")
    #expect(other.offering == decision.offering)
    #expect(decision.asServed == nil)
  }

  @Test func `who is new, and a model that was never fitted, get no error`() throws {
    let shop = try fixture("recommendation: {}")
    let nobody = shop.decide(TacticFixture.person(), at: "2026-03-01")
    #expect(
      nobody.held.map(\.held.reason) == [.nothing] && nobody.offering?.items.map(\.id) == ["tea", "bread", "milk"])
    let bare = try TacticFixture(TacticFixture.rule("recommendation: {}"))
    let decision = bare.decide(Self.shopper, at: "2026-03-01")
    #expect(decision.outcome == .fallback && decision.offering == nil)
  }

  @Test func `a missing catalogue takes titles away, nothing else`() throws {
    let shop = try TacticFixture(
      TacticFixture.rule("recommendation: {count: 2}"),
      assets: TacticAssets(models: ["person:purchase:cosine:20": Self.lists]))
    let items = try #require(shop.decide(Self.shopper, at: "2026-03-01").offering?.items)
    #expect(items.map(\.id) == ["jam", "lemon"] && items.allSatisfy { $0.title == nil })
  }

  @Test func `what is for members is offered to members, by rules that say that they look`() throws {
    let events = Self.shopper.events.events + [.made("join", "2026-01-01")]
    let member = TacticFixture.person(events)
    let programme = "loyalty: {join: join}\n"
    func ids(_ more: String, _ person: Person) throws -> [String] {
      let shop = try TacticFixture(
        programme + TacticFixture.rule("recommendation: {}", more: more), assets: Self.assets())
      return shop.decide(person, at: "2026-03-01").offering?.items.map(\.id) ?? []
    }
    #expect(try ids("", member) == ["jam", "lemon"])
    #expect(try ids("reads: [loyalty.isMember]", member) == ["jam", "lemon", "secret"])
    #expect(try ids("reads: [loyalty.isMember]", Self.shopper) == ["jam", "lemon"])
  }

  @Test func `a history that may be read by the week only is told by the week`() throws {
    let control = """
        - id: coarse
          title: Coarse
          severity: low
          law: {name: L, article: "2"}
          appliesTo: {categories: [user.behavior]}
          require: {granularity: {history: LEVEL}}
      """
    func decision(_ level: String, _ at: String) throws -> Decision {
      let shop = try fixture(
        "recommendation: {kind: alsoBought}", unit: "order",
        more: "audience: {event: purchase, atLeast: 1, within: P3D}",
        controls: control.replacing("LEVEL", with: level))
      return shop.decide(Self.shopper, at: at)
    }
    // The tenth of February 2026 is a Tuesday: by the week it was bought on Monday the ninth.
    let served = try decision("weekly", "2026-02-11T12:00:00Z")
    #expect(served.outcome == .generalised && served.offering?.items.map(\.id) == ["lemon"])
    #expect(served.reads.map { $0.granularity?.description } == ["history.weekly"])
    // Three days after Tuesday but not after Monday: it holds on finer values only.
    #expect(try decision("weekly", "2026-02-12T12:00:00Z").refused.map(\.verdict) == [.violation(.tooFine)])
    #expect(try decision("aggregate", "2026-02-11T12:00:00Z").refused.map(\.verdict) == [.violation(.tooFine)])
  }

  @Test func `a list of discovery stands for its period, however often it is looked at, then never repeats`() throws {
    let shop = try fixture("discovery: {count: 1, every: P7D}")
    var person = Self.shopper
    #expect(shop.serve(&person, at: "2026-03-01").offering?.items.map(\.id) == ["jam"])
    #expect(shop.serve(&person, at: "2026-03-07T23:59:59Z").offering?.items.map(\.id) == ["jam"])
    #expect(shop.serve(&person, at: "2026-03-08").offering?.items.map(\.id) == ["lemon"])
    #expect(shop.serve(&person, at: "2026-03-20").held.map(\.held.reason) == [.nothing])
  }

  @Test func `discovery keeps to novelty and to items a category`() throws {
    let lists = ItemLists(
      neighbours: ["seed": (0..<20).map { .init(item: "i\($0)", likeness: 1 - Double($0) / 100) }],
      popular: (0..<20).map { "i\($0)" })
    let catalogue = Catalogue(
      Dictionary(uniqueKeysWithValues: (0..<20).map { ("i\($0)", .init(category: "c\($0 % 4)")) }))
    func items(_ plan: String) throws -> [String] {
      let shop = try TacticFixture(
        TacticFixture.rule(plan),
        assets: TacticAssets(catalogue: catalogue, models: ["person:purchase:cosine:20": lists]))
      let person = TacticFixture.person([.made("purchase", "2026-01-01", "seed")])
      return shop.decide(person, at: "2026-01-02").offering?.items.map(\.id) ?? []
    }
    #expect(try items("discovery: {count: 4}") == ["i0", "i1", "i2", "i3"])
    // The four best known are i0 to i3: at most two of them.
    #expect(try items("discovery: {count: 4, novelty: 0.5}") == ["i0", "i1", "i4", "i5"])
    let diverse = try items("discovery: {count: 6, perCategory: 2}")
    #expect(diverse == ["i0", "i1", "i2", "i3", "i4", "i5"])
    #expect(try items("discovery: {count: 12, perCategory: 2}").count == 8)
  }
}

extension String {
  fileprivate func replacing(_ word: String, with other: String) -> String {
    split(separator: word).joined(separator: other)
  }
}

internal import GovernanceModel
internal import Predicates
internal import RuleSets

extension RecommendationPlan {
  /// Items like those that the person chose within the rule's look-back, without those chosen already.
  func outcome(_ context: TacticContext) -> TacticOutcome {
    guard let lists = context.lists else { return .hold(Held(.nothing)) }
    let chosen = context.events(from)
    let seen = Set(chosen.compactMap(\.item))
    let history: [String: Double]
    switch kind {
    case .forYou: history = Dictionary(seen.map { ($0, 1) }) { first, _ in first }
    case .alsoBought: history = Self.lastOrder(of: chosen)
    case .similarItems: history = context.item.map { [$0: 1] } ?? [:]
    }
    let excluded = repeats ? Set(history.keys) : seen.union(history.keys)
    let items = context.offered(lists.ranked(history, without: excluded), atMost: count)
    guard !items.isEmpty else { return .hold(Held(.nothing)) }
    return .serve(Offering(.recommendation, items: items, because: because))
  }

  private var because: String {
    switch kind {
    case .forYou: "what people chose who chose the same things as this person"
    case .alsoBought: "what others bought together with what this person bought last"
    case .similarItems: "what is like the item that is looked at"
    }
  }

  /// The items of the last basket.
  private static func lastOrder(of chosen: [PersonEvent]) -> [String: Double] {
    guard let last = chosen.last(where: { ($0.amount ?? 1) > 0 && $0.item != nil }) else { return [:] }
    let lines = chosen.filter { $0.order == last.order && (last.order != nil || $0.at == last.at) }
    return Dictionary(lines.compactMap { line in line.item.map { ($0, 1) } }) { first, _ in first }
  }
}

extension TacticContext {
  var lists: ItemLists? { rule.plan?.model.flatMap { assets.models[$0.name] } }

  /// With titles. What is for members is offered to members by rules that say that they read `loyalty.isMember`.
  func offered(_ items: [Offering.Item], atMost count: Int) -> [Offering.Item] {
    let asks = rule.reads.contains { $0.path.text == "loyalty.isMember" }
    let isMember =
      asks && assets.programme.map { LoyaltyStanding($0, person.events, at: now).isMember } ?? false
    var offered: [Offering.Item] = []
    for item in items where offered.count < count {
      let known = assets.catalogue[item.id]
      if known?.isForMembers == true, !isMember { continue }
      var item = item
      item.title = known?.title
      offered.append(item)
    }
    return offered
  }
}

internal import GovernanceModel
internal import RuleSets

extension DiscoveryPlan {
  /// A list that stays the same within its period and never repeats what an earlier one held.
  func outcome(_ context: TacticContext) -> TacticOutcome {
    if let begun = context.served.last(beginning: every), let offering = begun.offering,
      context.now < every.added(to: begun.at)
    {
      return .serve(offering)
    }
    guard let lists = context.lists else { return .hold(Held(.nothing)) }
    let seen = Set(context.events(from).compactMap(\.item))
    let listed = Set(context.served.flatMap { $0.offering?.items.map(\.id) ?? [] })
    let ranked = lists.ranked(Dictionary(seen.map { ($0, 1) }) { first, _ in first }, without: seen.union(listed))
    let items = chosen(from: context.offered(ranked, atMost: ranked.count), lists, context.assets.catalogue)
    guard !items.isEmpty else { return .hold(Held(.nothing)) }
    return .serve(
      Offering(
        .discovery, items: items,
        because:
          "new to this person, like what they chose, with at least \(Int(novelty * 100)) in 100 beyond the best known"))
  }

  /// The best items that keep the list diverse and leave room for what is little known. Where not enough of either are left,
  /// the list is shorter.
  private func chosen(
    from ranked: [Offering.Item], _ lists: ItemLists, _ catalogue: Catalogue
  ) -> [Offering.Item] {
    let known = Set(lists.popular.prefix(max(count, lists.popular.count / 10)))
    let mostKnown = count - Int((Double(count) * novelty).rounded(.up))
    var (items, wellKnown, ofCategory): ([Offering.Item], Int, [String: Int]) = ([], 0, [:])
    for item in ranked where items.count < count {
      let isKnown = known.contains(item.id)
      if isKnown, wellKnown >= mostKnown { continue }
      if let perCategory, let category = catalogue.category(of: item.id) {
        guard ofCategory[category, default: 0] < perCategory else { continue }
        ofCategory[category, default: 0] += 1
      }
      if isKnown { wellKnown += 1 }
      items.append(item)
    }
    return items
  }
}

extension ItemNeighbours {
  /// A list for each user of a matrix by the user's own row, without what is in it: recommending for everyone at once.
  ///
  /// The same items and scores as `recommend(for:count:)`, without reasons.
  package func lists(for interactions: Interactions, count: Int) -> [[ScoredItem]] {
    var scratch = RecommendationScratch()
    return (0..<interactions.userCount).map { user in
      scratch.reset(itemCount)
      for place in interactions.row(user) {
        let (liked, weight) = (Int(interactions.items[place]), interactions.weights[place])
        for position in row(liked) { scratch.add(Int(items[position]), weight * similarities[position]) }
        scratch.exclude(liked)
      }
      return scratch.best(count)
    }
  }
}

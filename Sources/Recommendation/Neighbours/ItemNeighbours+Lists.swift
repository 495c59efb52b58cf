extension ItemNeighbours {
  /// A list for each user of a matrix by the user's own row, without what is in it: recommending for everyone at once.
  ///
  /// The same items and scores as `recommend(for:count:)`, without reasons.
  package func lists(for interactions: Interactions, count: Int) -> [[ScoredItem]] {
    var sums = [Double](repeating: 0, count: itemCount)
    var touched: [Int32] = []
    var best = BestItems(capacity: min(max(count, 0), itemCount))
    return (0..<interactions.userCount).map { user in
      touched.removeAll(keepingCapacity: true)
      let positions = interactions.row(user)
      let isDense = 4 * positions.reduce(0) { $0 + row(Int(interactions.items[$1])).count } >= itemCount
      for position in positions {
        let neighbours = row(Int(interactions.items[position]))
        if isDense {
          matrix.add(neighbours, times: interactions.weights[position], to: &sums)
        } else {
          matrix.add(neighbours, times: interactions.weights[position], to: &sums, noting: &touched)
        }
      }
      for position in positions where Int(interactions.items[position]) < itemCount {
        sums[Int(interactions.items[position])] = 0
      }
      if isDense {
        Self.collect(0..<itemCount, &sums, &best)
      } else {
        Self.collect(touched.lazy.map { Int($0) }, &sums, &best)
      }
      return best.drain()
    }
  }

  /// Takes sums away and offers them.
  private static func collect(_ items: some Sequence<Int>, _ sums: inout [Double], _ best: inout BestItems) {
    var sums = sums.mutableSpan
    var bar = best.bar
    for item in items {
      let sum = sums[item]
      guard sum > 0 else { continue }
      sums[item] = 0
      guard sum >= bar else { continue }
      best.offer(ScoredItem(item: item, score: sum))
      bar = best.bar
    }
  }
}

/// Compares every two items through the users they share.
///
/// For item i: for each of its users, for each later item j of that user, `sums[j]` grows by the product of the two weights.
/// A cursor a user remembers where the later items begin, so each pair is met once and offered to both of its items.
struct ItemComparison {
  private let byItem: Interactions
  private let byUser: Interactions
  private var best: [BestItems]
  /// What a score must reach to be among the best of an item; most pairs end here.
  private var bars: [Double]

  init(_ interactions: Interactions, _ weighting: Weighting, limit: Int) {
    let turned = interactions.transposed()
    byItem = Interactions(
      userCount: turned.userCount, itemCount: turned.itemCount, starts: turned.starts, items: turned.items,
      weights: weighting.weights(turned))
    byUser = byItem.transposed()
    best = [BestItems](repeating: BestItems(capacity: limit), count: interactions.itemCount)
    bars = [Double](repeating: limit > 0 ? 0 : .infinity, count: interactions.itemCount)
  }

  mutating func run() {
    let count = byItem.userCount
    var cursors = byUser.starts
    var sums = [Double](repeating: 0, count: count)
    var touched: [Int32] = []
    for item in 0..<count {
      // Where most later items are met anyway, they are gone through; else those that were met are noted.
      let isDense = 4 * rest(of: item, cursors) >= count - item
      touched.removeAll(keepingCapacity: true)
      for position in byItem.row(item) {
        let user = Int(byItem.items[position])
        cursors[user] += 1
        let later = Int(cursors[user])..<Int(byUser.starts[user + 1])
        if isDense {
          byUser.add(later, times: byItem.weights[position], to: &sums)
        } else {
          byUser.add(later, times: byItem.weights[position], to: &sums, noting: &touched)
        }
      }
      if isDense {
        Self.offer(item, (item + 1)..<max(count, item + 1), &sums, &bars, &best)
      } else {
        Self.offer(item, touched.lazy.map { Int($0) }, &sums, &bars, &best)
      }
    }
  }

  /// The number of pairs that an item has with later ones.
  private func rest(of item: Int, _ cursors: [Int32]) -> Int {
    byItem.row(item).reduce(0) { sum, position in
      let user = Int(byItem.items[position])
      return sum + Int(byUser.starts[user + 1] - cursors[user]) - 1
    }
  }

  /// Takes the sums of some items away and offers each to both of its items.
  private static func offer(
    _ item: Int, _ others: some Sequence<Int>, _ sums: inout [Double], _ bars: inout [Double], _ best: inout [BestItems]
  ) {
    var sums = sums.mutableSpan
    var bars = bars.mutableSpan
    var bar = bars[item]
    for other in others {
      let sum = sums[other]
      guard sum > 0 else { continue }
      sums[other] = 0
      if sum >= bar {
        best[item].offer(ScoredItem(item: other, score: sum))
        bar = best[item].bar
      }
      if sum >= bars[other] {
        best[other].offer(ScoredItem(item: item, score: sum))
        bars[other] = best[other].bar
      }
    }
    bars[item] = bar
  }

  mutating func neighbours() -> ItemNeighbours {
    var starts = [Int32(0)]
    var items: [Int32] = []
    var similarities: [Double] = []
    for item in best.indices {
      for neighbour in best[item].drain() {
        items.append(Int32(neighbour.item))
        similarities.append(neighbour.score)
      }
      starts.append(Int32(items.count))
    }
    return ItemNeighbours(starts: starts, items: items, similarities: similarities)
  }
}

/// Compares every two items through the users they share.
///
/// For item i: for each of its users, for each later item j of that user, `sums[j]` grows by the product of the two weights.
/// A cursor a user remembers where the later items begin, so each pair is met once and offered to both of its items.
struct ItemComparison {
  private let byItem: Interactions
  private let itemWeights: [Double]
  private let byUser: Interactions
  private var best: [BestItems]

  init(_ interactions: Interactions, _ weighting: Weighting, limit: Int) {
    let turned = interactions.transposed()
    itemWeights = weighting.weights(turned)
    byItem = turned
    byUser = Interactions(
      userCount: turned.userCount, itemCount: turned.itemCount, starts: turned.starts, items: turned.items,
      weights: itemWeights
    ).transposed()
    best = [BestItems](repeating: BestItems(capacity: limit), count: interactions.itemCount)
  }

  mutating func run() {
    var cursors = byUser.starts
    var sums = [Double](repeating: 0, count: byItem.userCount)
    var touched: [Int32] = []
    for item in 0..<byItem.userCount {
      touched.removeAll(keepingCapacity: true)
      for position in byItem.row(item) {
        let user = Int(byItem.items[position])
        cursors[user] += 1
        add(user, from: Int(cursors[user]), itemWeights[position], &sums, &touched)
      }
      for other in touched {
        let sum = sums[Int(other)]
        sums[Int(other)] = 0
        guard sum > 0 else { continue }
        best[item].offer(ScoredItem(item: Int(other), score: sum))
        best[Int(other)].offer(ScoredItem(item: item, score: sum))
      }
    }
  }

  private func add(
    _ user: Int, from start: Int, _ weight: Double, _ sums: inout [Double], _ touched: inout [Int32]
  ) {
    for position in start..<Int(byUser.starts[user + 1]) {
      let other = byUser.items[position]
      let sum = sums[Int(other)]
      if sum == 0 { touched.append(other) }
      sums[Int(other)] = sum + weight * byUser.weights[position]
    }
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

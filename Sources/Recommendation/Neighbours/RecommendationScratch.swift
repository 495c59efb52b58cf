/// Room for the scores of one person, to be used again for the next: nothing is allocated for a person.
package struct RecommendationScratch {
  private var sums: [Double] = []
  private var isExcluded: [Bool] = []
  private var touched: [Int] = []
  private var excluded: [Int] = []

  package init() {}

  /// Forgets the last person; costs what the last person touched.
  mutating func reset(_ itemCount: Int) {
    for item in touched { sums[item] = 0 }
    for item in excluded { isExcluded[item] = false }
    touched.removeAll(keepingCapacity: true)
    excluded.removeAll(keepingCapacity: true)
    guard sums.count != itemCount else { return }
    sums = [Double](repeating: 0, count: itemCount)
    isExcluded = [Bool](repeating: false, count: itemCount)
  }

  mutating func add(_ item: Int, _ score: Double) {
    let sum = sums[item]
    if sum == 0 { touched.append(item) }
    sums[item] = sum + score
  }

  mutating func exclude(_ item: Int) {
    guard isExcluded.indices.contains(item), !isExcluded[item] else { return }
    isExcluded[item] = true
    excluded.append(item)
  }

  /// The best of what was added and not excluded.
  func best(_ count: Int) -> [ScoredItem] {
    var best = BestItems(capacity: min(max(count, 0), touched.count))
    for item in touched where !isExcluded[item] { best.offer(ScoredItem(item: item, score: sums[item])) }
    return best.drain()
  }
}

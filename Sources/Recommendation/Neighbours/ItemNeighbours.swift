/// The most similar other items of each item: item-to-item collaborative filtering (Deshpande and Karypis, "Item-based
/// top-N recommendation algorithms", ACM TOIS 22:1, 2004).
///
/// Flat arrays: the neighbours of item i are at `starts[i]..<starts[i + 1]`, the most similar first, of equal similarities
/// the lower number first. Items that share no user are no neighbours.
package struct ItemNeighbours: Sendable, Equatable {
  package var itemCount: Int { matrix.userCount }
  /// A row an item, its neighbours by similarity.
  let matrix: Interactions
  var starts: [Int32] { matrix.starts }
  var items: [Int32] { matrix.items }
  var similarities: [Double] { matrix.weights }

  /// Compares every two items that share a user, and keeps the best `limit` for each. (`implicit` counts the item itself:
  /// its K is `limit + 1`.)
  package init(of interactions: Interactions, weighting: Weighting = .cosine, limit: Int) {
    var comparison = ItemComparison(interactions, weighting, limit: min(max(limit, 0), interactions.itemCount))
    comparison.run()
    self = comparison.neighbours()
  }

  init(starts: [Int32], items: [Int32], similarities: [Double]) {
    matrix = Interactions(
      userCount: starts.count - 1, itemCount: starts.count - 1, starts: starts, items: items, weights: similarities)
  }

  /// The positions of an item's neighbours; none for an item that is none.
  func row(_ item: Int) -> Range<Int> {
    (0..<itemCount).contains(item) ? Int(starts[item])..<Int(starts[item + 1]) : 0..<0
  }

  /// Similar items, the most similar first.
  package func similar(to item: Int, count: Int = .max) -> [ScoredItem] {
    row(item).prefix(max(count, 0)).map { ScoredItem(item: Int(items[$0]), score: similarities[$0]) }
  }

  /// The similarity of two items as far as one is a neighbour of the other; else 0, and 1 of an item with itself.
  package func similarity(_ left: Int, _ right: Int) -> Double {
    if left == right { return 1 }
    return max(kept(left, right), kept(right, left))
  }

  func kept(_ item: Int, _ other: Int) -> Double {
    row(item).first { Int(items[$0]) == other }.map { similarities[$0] } ?? 0
  }
}

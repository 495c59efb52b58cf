/// An item and how well it fits; the better is the greater, and of equal scores the lower number.
package struct ScoredItem: Sendable, Equatable, Comparable {
  package var item: Int
  package var score: Double

  package init(item: Int, score: Double) { (self.item, self.score) = (item, score) }

  package static func < (left: ScoredItem, right: ScoredItem) -> Bool {
    left.score < right.score || (left.score == right.score && left.item > right.item)
  }
}

/// One item that is suggested, and why.
package struct Recommendation: Sendable, Equatable {
  /// Where a suggestion comes from.
  package enum Source: String, Sendable, CaseIterable {
    /// From items like those in the person's history: needs permission to use it.
    case neighbours
    /// From what many people chose: reads nothing of the person.
    case popularity
  }

  package var item: Int
  /// Comparable within one list only.
  package var score: Double
  package var source: Source
  /// The items of the history that speak for it, with their shares of the score, the largest first; empty for `popularity`.
  package var because: [ScoredItem]

  package init(item: Int, score: Double, source: Source, because: [ScoredItem] = []) {
    (self.item, self.score, self.source, self.because) = (item, score, source, because)
  }
}

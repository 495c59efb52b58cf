/// Corrections for several tests at once: each returns adjusted p values in the order of the tests, to be compared with α.
package enum MultipleTesting: String, Sendable, CaseIterable {
  /// p · m: the error of any false finding is at most α.
  case bonferroni
  /// Step-down, as safe as Bonferroni and never weaker (Holm, Scandinavian Journal of Statistics 6, 1979).
  case holm
  /// The expected share of false findings among the findings is at most α (Benjamini and Hochberg, JRSS B 57, 1995).
  case benjaminiHochberg

  /// nil where a p is no number from 0 to 1.
  package func adjust(_ p: [Double]) -> [Double]? {
    guard p.allSatisfy({ (0...1).contains($0) }) else { return nil }
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    let count = Double(p.count)
    var result = p
    switch self {
    case .bonferroni: result = p.map { min(1, $0 * count) }
    case .holm:
      var highest = 0.0
      for (rank, index) in order.enumerated() {
        highest = max(highest, min(1, p[index] * (count - Double(rank))))
        result[index] = highest
      }
    case .benjaminiHochberg:
      var lowest = 1.0
      for (rank, index) in order.enumerated().reversed() {
        lowest = min(lowest, p[index] * (count / Double(rank + 1)))
        result[index] = lowest
      }
    }
    return result
  }
}

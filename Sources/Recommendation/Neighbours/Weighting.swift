internal import Glibc

/// How much an interaction counts when two items are compared.
///
/// Sources: cosine, Sarwar, Karypis, Konstan and Riedl, "Item-based collaborative filtering recommendation algorithms", WWW
/// 2001; TF-IDF, Salton and Buckley 1988; BM25, Robertson and Walker 1994, with users as terms and items as documents. The
/// formulas are those of the Python package `implicit`, so that figures can be compared.
package enum Weighting: Sendable, Equatable {
  /// Each item's weights divided by their Euclidean norm.
  case cosine
  /// √weight · idf of the user, then as cosine; idf = ln(items) − ln(1 + items of the user). Who has everything says little.
  case tfIDF
  /// weight · (k1 + 1) / (k1 · (1 − b + b · length / mean length) + weight) · idf of the user; length is the sum of the
  /// item's weights.
  case bm25(k1: Double = 1.2, b: Double = 0.75)

  /// The weights of `matrix` (one row an item) as this weighting sees them, position by position.
  func weights(_ matrix: Interactions) -> [Double] {
    switch self {
    case .cosine: return Self.normalised(matrix.weights, matrix)
    case .tfIDF:
      let rarity = Self.rarity(matrix)
      let weights = zip(matrix.weights, matrix.items).map { $0.squareRoot() * rarity[Int($1)] }
      return Self.normalised(weights, matrix)
    case .bm25(let k1, let b): return Self.saturated(matrix, k1: k1, b: b)
    }
  }

  private static func normalised(_ weights: [Double], _ matrix: Interactions) -> [Double] {
    var result = weights
    for item in 0..<matrix.userCount {
      let norm = matrix.row(item).reduce(0) { $0 + weights[$1] * weights[$1] }.squareRoot()
      guard norm > 0 else { continue }
      for position in matrix.row(item) { result[position] /= norm }
    }
    return result
  }

  private static func saturated(_ matrix: Interactions, k1: Double, b: Double) -> [Double] {
    let rarity = rarity(matrix)
    let mean = matrix.weights.reduce(0, +) / Double(max(matrix.userCount, 1))
    var result = matrix.weights
    for item in 0..<matrix.userCount where !matrix.row(item).isEmpty {
      let length = matrix.row(item).reduce(0) { $0 + matrix.weights[$1] }
      let scale = k1 * (1 - b + b * length / mean)
      for position in matrix.row(item) {
        let weight = matrix.weights[position]
        result[position] = weight * (k1 + 1) / (scale + weight) * rarity[Int(matrix.items[position])]
      }
    }
    return result
  }

  /// The inverse document frequency of each user (a column of `matrix`).
  private static func rarity(_ matrix: Interactions) -> [Double] {
    var counts = [Int](repeating: 0, count: matrix.itemCount)
    for user in matrix.items { counts[Int(user)] += 1 }
    let all = log(Double(max(matrix.userCount, 1)))
    return counts.map { all - log1p(Double($0)) }
  }
}

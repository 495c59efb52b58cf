/// So many of so many: every rate has its two counts with it.
package struct Proportion: Sendable, Equatable {
  package let count: Int
  package let of: Int

  /// nil unless 0 ≤ `count` ≤ `of` and `of` > 0: a rate of nothing is no rate.
  package init?(_ count: Int, of whole: Int) {
    guard whole > 0, (0...whole).contains(count) else { return nil }
    (self.count, of) = (count, whole)
  }

  /// From 0 to 1.
  package var rate: Double { Double(count) / Double(of) }

  /// p (1 − p).
  var variance: Double { rate * (1 - rate) }

  /// The interval of Wilson (JASA 22, 1927), which stays between 0 and 1 and holds for few cases too.
  package func interval(confidence: Confidence = .percent95) -> Interval {
    let (z, n) = (confidence.z, Double(of))
    let centre = rate + z * z / (2 * n)
    let half = z * (variance / n + z * z / (4 * n * n)).squareRoot()
    let whole = 1 + z * z / n
    return Interval(
      low: count == 0 ? 0 : max(0, (centre - half) / whole), high: count == of ? 1 : min(1, (centre + half) / whole))
  }
}

/// From `low` to `high`; either may be infinite where there is no bound.
package struct Interval: Sendable, Equatable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) { (self.low, self.high) = (low, high) }

  package func contains(_ value: Double) -> Bool { low <= value && value <= high }
}

/// How sure an interval or a test is to be; α = 1 − level.
package struct Confidence: Sendable, Equatable {
  package let level: Double

  /// nil unless the level lies between 0 and 1, for example 0.95.
  package init?(_ level: Double) {
    guard level > 0, level < 1 else { return nil }
    self.level = level
  }

  private init(known level: Double) { self.level = level }

  package static let percent95 = Confidence(known: 0.95)
  package static let percent99 = Confidence(known: 0.99)

  var alpha: Double { 1 - level }

  /// The two-sided normal quantile, 1.96 at 95 %.
  var z: Double { NormalDistribution.quantile(0.5 + level / 2) }
}

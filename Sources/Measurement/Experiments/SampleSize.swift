internal import Glibc

/// How many people an experiment with two equal arms needs to find a difference of rates, if there is one.
package struct SampleSize: Sendable, Equatable {
  /// Cohen's h = 2 asin √p₂ − 2 asin √p₁ ("Statistical Power Analysis", 1988, chapter 6).
  package let effect: Double
  package let confidence: Confidence

  /// nil unless both rates are from 0 to 1 and differ.
  package init?(from base: Double, to target: Double, confidence: Confidence = .percent95) {
    guard (0...1).contains(base), (0...1).contains(target), base != target else { return nil }
    effect = 2 * asin(target.squareRoot()) - 2 * asin(base.squareRoot())
    self.confidence = confidence
  }

  /// The probability of finding it with `perArm` people in each arm, two-sided; nil for fewer than none.
  package func power(perArm: Double) -> Double? {
    guard perArm >= 0, perArm.isFinite else { return nil }
    let shift = abs(effect) * (perArm / 2).squareRoot()
    return NormalDistribution.cumulative(shift - confidence.z) + NormalDistribution.cumulative(-shift - confidence.z)
  }

  /// The people in each arm for a power, not rounded: take the next whole number. nil unless the power lies between α and 1.
  package func perArm(power: Double = 0.8) -> Double? {
    guard power > confidence.alpha, power < 1 else { return nil }
    var (low, high) = (0.0, 2.0)
    while let reached = self.power(perArm: high), reached < power { (low, high) = (high, high * 2) }
    for _ in 0..<200 where high - low > 1e-15 * high {
      let middle = (low + high) / 2
      if let reached = self.power(perArm: middle), reached < power { low = middle } else { high = middle }
    }
    return high
  }
}

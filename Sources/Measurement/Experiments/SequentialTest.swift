internal import Glibc

/// A test that may be looked at as often as one likes, and stopped at will: its error holds for all looks together.
///
/// The asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas ("Time-uniform central limit theory
/// and asymptotic confidence sequences", arXiv 2103.06476, theorem 2.2 and proposition on ρ), in the form that GrowthBook uses.
package struct SequentialTest: Sendable, Equatable {
  package enum Scale: String, Sendable, CaseIterable {
    /// Treatment − control.
    case absolute
    /// (Treatment − control) / control, with the error of a ratio (delta method).
    case relative
  }

  package let estimate: Double
  package let interval: Interval
  package let p: Double

  /// - Parameter tuning: the number of people in both arms at which the interval is narrowest.
  /// - Returns: nil where neither arm varies, `tuning` is not above 0, or, on the relative scale, the control has none.
  package init?(
    _ arms: TwoProportions, scale: Scale = .absolute, tuning: Double = 5_000, confidence: Confidence = .percent95
  ) {
    guard let effect = ArmEffect(arms, scale), tuning > 0, tuning.isFinite else { return nil }
    let (n, alpha) = (Double(arms.control.of + arms.treatment.of), confidence.alpha)
    let rho2 = (-2 * log(alpha) + log(1 - 2 * log(alpha))) / tuning
    let (spread, growth) = (effect.variance * n, n * rho2 + 1)
    let half = (spread * 2 * growth * log(growth.squareRoot() / alpha) / (n * n * rho2)).squareRoot()
    // The evidence against "no difference" as a martingale; the inverse of its largest value bounds p.
    let evidence = exp(rho2 * n * n * effect.estimate * effect.estimate / (2 * spread * growth)) / growth.squareRoot()
    estimate = effect.estimate
    interval = Interval(low: estimate - half, high: estimate + half)
    p = min(1, 1 / evidence)
  }
}

/// The same at a fixed horizon, by Welch's t test with the variance p (1 − p) of each arm.
package struct FixedHorizonTest: Sendable, Equatable {
  package let estimate: Double
  package let interval: Interval
  package let p: Double

  /// nil where neither arm varies, an arm has fewer than two people, or, on the relative scale, the control has none.
  package init?(
    _ arms: TwoProportions, scale: SequentialTest.Scale = .absolute, confidence: Confidence = .percent95
  ) {
    let (a, b) = (arms.control, arms.treatment)
    guard let effect = ArmEffect(arms, scale), min(a.of, b.of) >= 2 else { return nil }
    let (ofA, ofB) = (a.variance / Double(a.of), b.variance / Double(b.of))
    let degrees = (ofA + ofB) * (ofA + ofB) / (ofA * ofA / Double(a.of - 1) + ofB * ofB / Double(b.of - 1))
    let student = StudentDistribution(degrees: degrees)
    let error = effect.variance.squareRoot()
    let half = student.critical(alpha: confidence.alpha) * error
    estimate = effect.estimate
    interval = Interval(low: estimate - half, high: estimate + half)
    p = student.twoSided(estimate / error)
  }
}

/// A difference of two rates on one of the scales, with its variance.
private struct ArmEffect {
  let estimate: Double
  let variance: Double

  init?(_ arms: TwoProportions, _ scale: SequentialTest.Scale) {
    let (a, b) = (arms.control, arms.treatment)
    let (ofA, ofB) = (a.variance / Double(a.of), b.variance / Double(b.of))
    switch scale {
    case .absolute: (estimate, variance) = (arms.difference, ofA + ofB)
    case .relative:
      guard let lift = arms.lift else { return nil }
      let ratio = b.rate / a.rate
      (estimate, variance) = (lift, (ofB + ratio * ratio * ofA) / (a.rate * a.rate))
    }
    guard variance > 0 else { return nil }
  }
}

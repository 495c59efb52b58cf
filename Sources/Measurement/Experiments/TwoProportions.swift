internal import Glibc

/// A control and a treatment with their conversions: what is between them, at a fixed horizon. To be looked at once, when
/// the planned number of people is reached; whoever looks earlier uses `SequentialTest`.
package struct TwoProportions: Sendable, Equatable {
  package let control: Proportion
  package let treatment: Proportion

  package init(control: Proportion, treatment: Proportion) { (self.control, self.treatment) = (control, treatment) }

  /// p_B − p_A.
  package var difference: Double { treatment.rate - control.rate }

  /// Conversion lift: p_B / p_A − 1; nil where nobody of the control converted.
  package var lift: Double? { control.count == 0 ? nil : treatment.rate / control.rate - 1 }

  /// The z test with the rate of both together, as both are alike if nothing is between them; nil where that rate is 0 or 1.
  package var pooled: TestResult? {
    let (n, m) = (Double(control.of), Double(treatment.of))
    let rate = Double(control.count + treatment.count) / (n + m)
    return TestResult(difference, variance: rate * (1 - rate) * (1 / n + 1 / m))
  }

  /// Pearson's χ² without correction for continuity, the square of `pooled`.
  package var chiSquared: TestResult? {
    pooled.map {
      TestResult(
        statistic: $0.statistic * $0.statistic,
        p: ChiSquaredDistribution.above($0.statistic * $0.statistic, degrees: 1))
    }
  }

  /// The z test with each arm's own rate, as the interval of Wald has it.
  package var wald: TestResult? { TestResult(difference, variance: variance) }

  /// difference ± z · standard error. Too narrow for few cases: `newcombe` is better.
  package func waldInterval(confidence: Confidence = .percent95) -> Interval {
    let half = confidence.z * variance.squareRoot()
    return Interval(low: difference - half, high: difference + half)
  }

  /// The interval of the difference from Wilson's intervals of the arms (Newcombe, Statistics in Medicine 17, 1998, method 10).
  package func newcombeInterval(confidence: Confidence = .percent95) -> Interval {
    let (a, b) = (control.interval(confidence: confidence), treatment.interval(confidence: confidence))
    let low = hypot(treatment.rate - b.low, a.high - control.rate)
    let high = hypot(b.high - treatment.rate, control.rate - a.low)
    return Interval(low: difference - low, high: difference + high)
  }

  private var variance: Double {
    control.variance / Double(control.of) + treatment.variance / Double(treatment.of)
  }
}

/// A test's statistic, and the probability of one as far out where nothing is to be found.
package struct TestResult: Sendable, Equatable {
  package var statistic: Double
  /// Two-sided.
  package var p: Double

  init(statistic: Double, p: Double) { (self.statistic, self.p) = (statistic, p) }

  /// The normal test of an estimate; nil where its variance is 0.
  init?(_ estimate: Double, variance: Double) {
    guard variance > 0 else { return nil }
    statistic = estimate / variance.squareRoot()
    p = NormalDistribution.twoSided(statistic)
  }
}

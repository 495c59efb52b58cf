/// The number, mean and variance of a measured quantity in one arm, such as order value.
package struct SampleMoments: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// With n − 1 in the denominator.
  package let variance: Double

  /// nil for fewer than two values, or what is no number.
  package init?(count: Int, mean: Double, variance: Double) {
    guard count >= 2, mean.isFinite, variance.isFinite, variance >= 0 else { return nil }
    (self.count, self.mean, self.variance) = (count, mean, variance)
  }

  /// nil for fewer than two values, or a value that is no number.
  package init?(_ values: [Double]) {
    guard values.count >= 2 else { return nil }
    let mean = values.exactSum() / Double(values.count)
    let squares = values.lazy.map { ($0 - mean) * ($0 - mean) }.exactSum()
    self.init(count: values.count, mean: mean, variance: squares / Double(values.count - 1))
  }

  var ofMean: Double { variance / Double(count) }
}

/// Welch's t test of two means whose variances may differ (Biometrika 34, 1947), with the degrees of freedom of Satterthwaite.
package struct WelchTest: Sendable, Equatable {
  /// Treatment − control.
  package let difference: Double
  package let standardError: Double
  package let degrees: Double
  package let result: TestResult

  /// nil where neither arm varies.
  package init?(control: SampleMoments, treatment: SampleMoments) {
    let (a, b) = (control.ofMean, treatment.ofMean)
    let parts = a * a / Double(control.count - 1) + b * b / Double(treatment.count - 1)
    let degrees = (a + b) * (a + b) / parts
    guard degrees.isFinite, degrees > 0 else { return nil }
    difference = treatment.mean - control.mean
    standardError = (a + b).squareRoot()
    let t = difference / standardError
    result = TestResult(statistic: t, p: StudentDistribution(degrees: degrees).twoSided(t))
    self.degrees = degrees
  }

  package func interval(confidence: Confidence = .percent95) -> Interval {
    let half = StudentDistribution(degrees: degrees).critical(alpha: confidence.alpha) * standardError
    return Interval(low: difference - half, high: difference + half)
  }
}

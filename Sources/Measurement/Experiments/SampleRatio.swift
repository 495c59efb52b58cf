/// Whether people were assigned to the arms as planned: χ² of the counts. A mismatch says that the experiment is broken (a
/// redirect that loses people, a filter after the assignment), whatever its result (Fabijan and others, KDD 2019).
package struct SampleRatio: Sendable, Equatable {
  package let result: TestResult
  /// Below this the alarm is raised: rarely by chance, as it ends an experiment.
  package static let alarm = 0.001
  package var isMismatch: Bool { result.p < Self.alarm }

  /// nil for fewer than two arms, arms without weights, counts below 0, weights not above 0, or nobody.
  package init?(observed: [Int], weights: [Double]) {
    guard observed.count >= 2, observed.count == weights.count, observed.allSatisfy({ $0 >= 0 }),
      weights.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    let (people, whole) = (observed.lazy.map(Double.init).exactSum(), weights.exactSum())
    guard people > 0 else { return nil }
    let parts = zip(observed, weights).map { count, weight in
      let expected = people * weight / whole
      return (Double(count) - expected) * (Double(count) - expected) / expected
    }
    let statistic = parts.exactSum()
    result = TestResult(
      statistic: statistic, p: ChiSquaredDistribution.above(statistic, degrees: observed.count - 1))
  }
}

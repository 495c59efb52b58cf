internal import Glibc

/// How long somebody was watched, and whether the event came (a contract ended) or the watching ended first.
package struct Tenure: Sendable, Equatable {
  package var length: Double
  package var hasEnded: Bool

  package init(_ length: Double, hasEnded: Bool) { (self.length, self.hasEnded) = (length, hasEnded) }
}

/// The share that is still there after a time, from people some of whom were watched for a short time only (Kaplan and Meier,
/// JASA 53, 1958).
package struct KaplanMeier: Sendable, Equatable {
  /// A time at which somebody left, or was watched for the last time.
  package struct Step: Sendable, Equatable {
    package var time: Double
    /// Watched until just before this time.
    package var atRisk: Int
    package var ended: Int
    /// The share that is there after this time.
    package var survival: Double
    /// Greenwood's sum of d / (n (n − d)); infinite once nobody is left.
    package var greenwood: Double
  }

  /// By time.
  package let steps: [Step]
  package let rejected: [Rejection]

  /// nil where there is nobody. A tenure that is no number or below 0 is left out. Who leaves at a time is at risk with those
  /// who are watched until then.
  package init?(_ tenures: [Tenure]) {
    var (kept, rejected) = ([Tenure](), [Rejection]())
    for (index, tenure) in tenures.enumerated() {
      if tenure.length.isFinite, tenure.length >= 0 {
        kept.append(tenure)
      } else {
        rejected.append(Rejection(record: index, reason: tenure.length.isFinite ? .negative : .notANumber))
      }
    }
    guard !kept.isEmpty else { return nil }
    kept.sort { $0.length < $1.length }
    (steps, self.rejected) = (Self.steps(kept), rejected)
  }

  private static func steps(_ sorted: [Tenure]) -> [Step] {
    var (steps, start) = ([Step](), 0)
    var (survival, greenwood) = (1.0, 0.0)
    while start < sorted.count {
      let end = sorted[start...].firstIndex { $0.length > sorted[start].length } ?? sorted.count
      let (atRisk, ended) = (sorted.count - start, sorted[start..<end].count { $0.hasEnded })
      survival *= Double(atRisk - ended) / Double(atRisk)
      if ended > 0 { greenwood += Double(ended) / (Double(atRisk) * Double(atRisk - ended)) }
      steps.append(
        Step(time: sorted[start].length, atRisk: atRisk, ended: ended, survival: survival, greenwood: greenwood))
      start = end
    }
    return steps
  }

  /// The share that is there after a time; 1 before the first step, and after the last one its value.
  package func survival(at time: Double) -> Double { step(at: time)?.survival ?? 1 }

  private func step(at time: Double) -> Step? { steps.last { $0.time <= time } }

  /// The first time after which at most half are there; nil where more than half were there to the last.
  package var median: Double? { steps.first { $0.survival <= 0.5 }?.time }

  /// The interval by ln(−ln S), which stays between 0 and 1 (Kalbfleisch and Prentice 1980); S itself where it is 0 or 1.
  package func interval(at time: Double, confidence: Confidence = .percent95) -> Interval {
    let step = step(at: time)
    guard let step, step.survival > 0, step.survival < 1 else {
      return Interval(low: step?.survival ?? 1, high: step?.survival ?? 1)
    }
    let inner = log(step.survival)
    let half = confidence.z * step.greenwood.squareRoot() / abs(inner)
    return Interval(low: exp(inner * exp(half)), high: exp(inner * exp(-half)))
  }
}

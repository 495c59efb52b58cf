/// 100 · (share of 9 and 10 − share of 0 to 6), with its error (Reichheld, Harvard Business Review, December 2003).
package struct NetPromoterScore: Sendable, Equatable {
  package let promoters: Proportion
  package let detractors: Proportion
  package let rejected: [Rejection]

  /// nil where there is no answer from 0 to 10; answers off the scale are left out.
  package init?(answers: [Int]) {
    let kept = answers.filter { (0...10).contains($0) }
    rejected = answers.indices.filter { !(0...10).contains(answers[$0]) }.map {
      Rejection(record: $0, reason: .offScale)
    }
    guard let promoters = Proportion(kept.count { $0 >= 9 }, of: kept.count),
      let detractors = Proportion(kept.count { $0 <= 6 }, of: kept.count)
    else { return nil }
    (self.promoters, self.detractors) = (promoters, detractors)
  }

  /// From −100 to 100.
  package var score: Double { 100 * Double(promoters.count - detractors.count) / Double(promoters.of) }

  /// 100 · √((P + D − (P − D)²) / n): the standard error of a mean of +1, 0 and −1.
  package var standardError: Double {
    let difference = promoters.rate - detractors.rate
    let variance = promoters.rate + detractors.rate - difference * difference
    return 100 * (max(variance, 0) / Double(promoters.of)).squareRoot()
  }

  package func interval(confidence: Confidence = .percent95) -> Interval {
    let half = confidence.z * standardError
    return Interval(low: max(score - half, -100), high: min(score + half, 100))
  }
}

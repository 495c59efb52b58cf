/// CSAT: the share of the two best answers on a scale, usually 4 and 5 of 1 to 5.
package struct CustomerSatisfaction: Sendable, Equatable {
  package let satisfied: Proportion
  package let rejected: [Rejection]

  /// nil where there is no answer on the scale, or the scale has less than three steps; answers off the scale are left out.
  package init?(answers: [Int], scale: ClosedRange<Int> = 1...5) {
    guard scale.lowerBound >= 0, scale.count >= 3 else { return nil }
    rejected = answers.indices.filter { !scale.contains(answers[$0]) }.map { Rejection(record: $0, reason: .offScale) }
    let kept = answers.filter(scale.contains)
    guard let satisfied = Proportion(kept.count { $0 >= scale.upperBound - 1 }, of: kept.count) else { return nil }
    self.satisfied = satisfied
  }

  package var rate: Double { satisfied.rate }
}

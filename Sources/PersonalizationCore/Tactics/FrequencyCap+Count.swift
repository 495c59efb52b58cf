internal import GovernanceModel
internal import RuleSets

extension FrequencyCap {
  /// When the next one may come; nil when it may come now. Each counts until the period has passed since.
  func end(after served: [Instant], at now: Instant) -> Instant? {
    let ends = served.filter { $0 <= now }.map { per.added(to: $0) }.filter { now < $0 }.sorted()
    guard ends.count >= atMost else { return nil }
    // So many must run out that one is free; a cap of nought never ends.
    return atMost == 0 ? .distantFuture : ends[ends.count - atMost]
  }
}

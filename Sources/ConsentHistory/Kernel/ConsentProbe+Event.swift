extension ConsentProbe {
  /// The last instant that the event can have.
  @inline(__always)
  func last(of event: PackedConsentEvent) -> Int64 {
    guard event.precision != 0 else { return event.start }
    let width = precisions[Int(event.precision)].at
    return width == 0 ? event.start : sum(event.start, width) - 1
  }

  /// Where a positive event counts from: the end of its interval.
  @inline(__always)
  func end(of event: PackedConsentEvent) -> Int64 {
    event.precision == 0 ? event.start : sum(event.start, precisions[Int(event.precision)].at)
  }

  /// A positive counts from the later of `at` and `recordedAt`.
  func counts(_ event: PackedConsentEvent, _ window: UseWindow) -> Bool {
    if window.isOptimistic { return max(event.start, event.recorded) <= window.last }
    guard event.precision != 0 else { return max(event.start, event.recorded) <= window.first }
    let width = precisions[Int(event.precision)]
    return sum(event.start, width.at) <= window.first
      && (event.recorded == .min || sum(event.recorded, width.recorded) <= window.first)
  }

  /// A negative is in force from `at`, with `knowledge: recorded` from the later of `at` and `recordedAt`, plus grace.
  func isInForce(_ event: PackedConsentEvent, _ window: UseWindow) -> Bool {
    let from = terms.isKnowledgeRecorded ? max(event.start, event.recorded) : event.start
    if window.isOptimistic {
      guard last(of: event) <= window.first else { return false }
      if terms.isKnowledgeRecorded, lastRecorded(of: event) > window.first { return false }
    }
    let now = window.isOptimistic ? window.first : window.last
    guard !terms.grace.isEmpty else { return from <= now }
    return from <= now && terms.grace[Int(event.method)].hasPassed(since: from, at: now)
  }

  func lastRecorded(of event: PackedConsentEvent) -> Int64 {
    guard event.precision != 0, event.recorded != .min else { return event.recorded }
    let width = precisions[Int(event.precision)].recorded
    return width == 0 ? event.recorded : sum(event.recorded, width) - 1
  }

  func endRecorded(of event: PackedConsentEvent) -> Int64 {
    sum(event.recorded, precisions[Int(event.precision)].recorded)
  }

  private func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }
}

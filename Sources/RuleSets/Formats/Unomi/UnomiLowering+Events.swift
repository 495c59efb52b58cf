internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension UnomiLowering {
  /// How often an event happened (`pastEventCondition`): exact when the event is told by its type alone; else opaque with
  /// every property that it reads.
  mutating func pastEvents(_ parameters: Parameters, _ condition: Node) -> Predicate {
    guard let inner = parameters.node("eventCondition") else {
      return unknown("a past event without `eventCondition`", at: condition)
    }
    let window = window(parameters)
    if let window { widen(window) } else if parameters.text("fromDate") == nil { isUnbounded = true }
    let before = reads.count
    let lowered = predicate(inner).simplified()
    let paths = reads[before...].map(\.path)
    guard case .compare(let path, .equal, .text(let type)) = lowered, path.text == "event.eventType",
      parameters.text("fromDate") == nil, parameters.text("toDate") == nil
    else {
      return unknown("a count of events with conditions of their own", at: condition, reads: paths.map(\.text))
    }
    if parameters.text("operator") == "eventsNotOccurred" {
      return .eventCount(.init(event: type, comparison: .equal, count: 0, within: window))
    }
    let minimum = count(parameters, "minimumEventCount") ?? 1
    let least = Predicate.eventCount(.init(event: type, comparison: .atLeast, count: minimum, within: window))
    guard let maximum = count(parameters, "maximumEventCount") else { return least }
    return .all([least, .eventCount(.init(event: type, comparison: .atMost, count: maximum, within: window))])
  }

  private func window(_ parameters: Parameters) -> CalendarPeriod? {
    count(parameters, "numberOfDays").flatMap { days in
      (1...100_000).contains(days) ? CalendarPeriod(days: Int(days)) : nil
    }
  }

  private func count(_ parameters: Parameters, _ key: String) -> Int64? {
    switch parameters.node(key)?.value {
    case .integer(let count): count
    case .text(let text): Int64(text)
    default: nil
    }
  }

  private mutating func widen(_ window: CalendarPeriod) {
    // Every window is a number of days, so that any anchor orders them alike.
    let epoch = Instant(microseconds: 0)
    if let known = lookBack, window.added(to: epoch) <= known.added(to: epoch) { return }
    lookBack = window
  }
}

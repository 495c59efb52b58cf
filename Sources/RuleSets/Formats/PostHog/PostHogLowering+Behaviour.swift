internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension PostHogLowering {
  /// What a person did: exact when one event by its name alone is counted in a window of days, weeks or hours.
  mutating func behaviour(_ node: Node) -> Predicate {
    guard let keyNode = node["key"], let key = keyNode.scalarText else {
      return notes.opaque("a behaviour without `key`", at: node, of: Self.whole(node))
    }
    let reads = ["events." + key]
    let window = PostHogWindow.period(node)
    if let window { widen(window) } else { countsAllHistory = true }
    notes.personal(below: node["event_filters"])
    guard node["event_type"]?.scalarText ?? "events" == "events" else {
      return notes.opaque("an action that is defined elsewhere", at: keyNode, reads: reads, of: Self.whole(node))
    }
    guard node["event_filters"]?.elements?.isEmpty ?? true else {
      return notes.opaque(
        "events with properties of their own", at: node["event_filters"] ?? node, reads: reads, of: Self.whole(node))
    }
    guard let window else {
      return notes.opaque("a window of the calendar", at: node, reads: reads, of: Self.whole(node))
    }
    notes.attribute("events." + key, at: keyNode)
    func count(_ comparison: Predicate.Comparison, _ number: Int64) -> Predicate {
      .eventCount(.init(event: key, comparison: comparison, count: number, within: window))
    }
    switch node["value"]?.scalarText {
    case "performed_event": return count(.atLeast, 1)
    case "performed_event_multiple":
      guard let wanted = node["operator_value"]?.scalarText.flatMap({ Int64($0) }),
        let comparison = Self.comparisons[node["operator"]?.scalarText ?? "gte"]
      else { return notes.opaque("a count without a number", at: node, reads: reads, of: Self.whole(node)) }
      // Only who did it at all is counted.
      return comparison == .less || comparison == .atMost || wanted <= 0
        ? .all([count(.atLeast, 1), count(comparison, wanted)]) : count(comparison, wanted)
    case .some(let value):
      return notes.opaque("behaviour `\(value)`", at: node["value"] ?? node, reads: reads, of: Self.whole(node))
    case nil: return notes.opaque("a behaviour without `value`", at: node, reads: reads, of: Self.whole(node))
    }
  }

  private mutating func widen(_ window: CalendarPeriod) {
    // Every window is of days and hours, so that any anchor orders them alike.
    let epoch = Instant(microseconds: 0)
    if let known = lookBack, window.added(to: epoch) <= known.added(to: epoch) { return }
    lookBack = window
  }
}

/// How far a filter looks back; nil for months and years, which PostHog subtracts from today.
enum PostHogWindow {
  static func period(_ node: Node) -> CalendarPeriod? {
    if let text = node["explicit_datetime"]?.scalarText {
      return node["explicit_datetime_to"]?.scalarText == nil ? period(ofRelativeDate: text) : nil
    }
    guard let count = node["time_value"]?.scalarText.flatMap({ Int($0) }) else { return nil }
    return period(count, node["time_interval"]?.scalarText ?? "day")
  }

  /// `-30d`, `-2w`, `-12h`.
  static func period(ofRelativeDate text: String) -> CalendarPeriod? {
    guard text.hasPrefix("-"), let unit = text.last, let count = Int(text.dropFirst().dropLast()) else { return nil }
    return switch unit {
    case "d": period(count, "day")
    case "w": period(count, "week")
    case "h": period(count, "hour")
    default: nil
    }
  }

  private static func period(_ count: Int, _ unit: String) -> CalendarPeriod? {
    guard (1...100_000).contains(count) else { return nil }
    return switch unit {
    case "minute": CalendarPeriod(microseconds: Int64(count) * 60 * Instant.microsecondsPerSecond)
    case "hour": CalendarPeriod(microseconds: Int64(count) * 3600 * Instant.microsecondsPerSecond)
    case "day": CalendarPeriod(days: count)
    case "week": CalendarPeriod(days: 7 * count)
    default: nil
    }
  }
}

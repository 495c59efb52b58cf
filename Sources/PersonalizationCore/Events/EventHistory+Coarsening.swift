internal import GovernanceModel

extension EventHistory {
  /// The same with the times of some types of events told by day, week or month only, held to its start; nil where a level
  /// has no such form, so that the history must be withheld.
  func coarsened(_ levels: [String: Granularity]) -> EventHistory? {
    var coarse = events
    for index in coarse.indices {
      guard let level = levels[coarse[index].type] else { continue }
      guard let start = level.periodStart(of: coarse[index].at) else { return nil }
      coarse[index].at = start
    }
    return EventHistory(coarse)
  }
}

extension Granularity {
  fileprivate func periodStart(of instant: Instant) -> Instant? {
    guard family == .history else { return nil }
    let day = instant.date
    switch level {
    case "events": return instant
    case "daily": return Instant(day)
    case "weekly": return Instant(CivilDate(daysSinceEpoch: day.daysSinceEpoch - day.weekday + 1))
    case "monthly": return CivilDate(year: day.year, month: day.month, day: 1).map { Instant($0) }
    default: return nil
    }
  }
}

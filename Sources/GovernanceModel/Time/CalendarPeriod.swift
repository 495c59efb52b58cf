/// A span of the calendar: ISO 8601 (`P13M`, `P90D`, `PT72H`), or `15 business days`.
public struct CalendarPeriod: Hashable, Sendable {
  public let months: Int
  public let days: Int
  public let microseconds: Int64
  /// Counted by the rule of semantics section 2; never together with the other parts.
  public let businessDays: Int

  public init(months: Int = 0, days: Int = 0, microseconds: Int64 = 0) {
    (self.months, self.days, self.microseconds, businessDays) = (months, days, microseconds, 0)
  }

  public init(businessDays: Int) { (months, days, microseconds, self.businessDays) = (0, 0, 0, businessDays) }

  public static let zero = CalendarPeriod()

  /// The anchor plus this period: years and months held to the month's last day, then days, then time, once, in `zone`.
  ///
  /// A period is always added to its anchor and never subtracted from an instant, since clamped addition has no inverse.
  public func added(to anchor: Instant, zone: ZoneRules = .utc) -> Instant {
    if anchor == .distantPast || anchor == .distantFuture { return anchor }
    if businessDays > 0 { return dayAfterBusinessDays(from: anchor, zone: zone) }
    guard months != 0 || days != 0 else { return anchor.advanced(byMicroseconds: microseconds) }
    let local = zone.local(anchor)
    var date = local.date
    if months != 0 { date = date.adding(months: months) }
    if days != 0 { date = CivilDate(daysSinceEpoch: date.daysSinceEpoch + days) }
    let moved = zone.instant(ofLocal: Instant(date).advanced(byMicroseconds: local.timeOfDay))
    return moved.advanced(byMicroseconds: microseconds)
  }

  /// The start of the local day after the n-th business day (Monday to Friday) that follows the anchor's day.
  private func dayAfterBusinessDays(from anchor: Instant, zone: ZoneRules) -> Instant {
    var day = zone.local(anchor).date.daysSinceEpoch
    var left = businessDays
    while left > 0 {
      day += 1
      if CivilDate(daysSinceEpoch: day).weekday <= 5 { left -= 1 }
    }
    return zone.instant(ofLocal: Instant(CivilDate(daysSinceEpoch: day + 1)))
  }
}

extension CalendarPeriod: CustomStringConvertible {
  public var description: String {
    if businessDays > 0 { return "\(businessDays) business day\(businessDays == 1 ? "" : "s")" }
    guard self != .zero else { return "P0D" }
    var text = "P"
    if months != 0 { text += months % 12 == 0 ? "\(months / 12)Y" : "\(months)M" }
    if days != 0 { text += "\(days)D" }
    guard microseconds != 0 else { return text }
    let seconds = microseconds / Instant.microsecondsPerSecond
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    text += "T"
    if hours != 0 { text += "\(hours)H" }
    if minutes != 0 { text += "\(minutes)M" }
    return rest != 0 || (hours == 0 && minutes == 0) ? text + "\(rest)S" : text
  }
}

package import GovernanceModel

/// A period with bounds on its length, so that most anchors need no calendar arithmetic.
///
/// A month has 28 to 31 days; a change of offset moves an end by less than two days; n business days take at most
/// n days and two more for each week begun.
package struct BoundedPeriod: Hashable, Sendable {
  package let period: CalendarPeriod
  package let zone: ZoneRules
  private let shortest: Int64
  private let longest: Int64

  package init(_ period: CalendarPeriod, zone: ZoneRules = .utc) {
    (self.period, self.zone) = (period, zone)
    let day = Instant.microsecondsPerDay
    let slack = zone.transitions.isEmpty && period.businessDays == 0 ? 0 : 2 * day
    let months = Int64(period.months)
    let days = Int64(period.days + period.businessDays)
    let weekends = Int64(period.businessDays / 5 + 1) * 2
    shortest = (months * 28 + days) * day + period.microseconds - slack
    longest =
      (months * 31 + days + (period.businessDays > 0 ? weekends + 1 : 0)) * day + period.microseconds + slack
  }

  package var isZero: Bool { period == .zero }

  /// True when `instant` is not before anchor + period.
  package func hasPassed(since anchor: Int64, at instant: Int64) -> Bool {
    let (age, overflow) = instant.subtractingReportingOverflow(anchor)
    if !overflow {
      if age < shortest { return false }
      if age >= longest { return true }
    }
    return end(from: anchor) <= instant
  }

  /// Anchor + period.
  package func end(from anchor: Int64) -> Int64 {
    period.added(to: Instant(microseconds: anchor), zone: zone).microseconds
  }
}

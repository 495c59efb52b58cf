import GovernanceModel

/// Which anchors have run out: those with anchor + period ≤ asOf, told by comparing integers.
///
/// Clamped addition is not monotone (semantics section 2), so that the anchors form up to four intervals. They differ only
/// within a few days: below `surelyOver` all have run out, from `surelyNot` on none has, and between them the calendar is
/// asked.
struct PeriodBound: Sendable {
  private let period: CalendarPeriod
  private let asOf: Instant
  private let zone: ZoneRules
  private let surelyOver: Int64
  private let surelyNot: Int64

  init(_ period: CalendarPeriod, asOf: Instant, zone: ZoneRules = .utc) {
    (self.period, self.asOf, self.zone) = (period, asOf, zone)
    let today = Int((asOf.microseconds / Instant.microsecondsPerDay).advanced(by: -1))
    /// The first day of which `isOut` is true; it stays true from then on, but for a few days about the change.
    func firstDay(where isOut: (Int) -> Bool) -> Int {
      var (low, high) = (today - 12_000_000, today + 4)
      while low < high {
        let middle = (low + high) / 2
        if isOut(middle) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    func due(_ microseconds: Int64) -> Instant { period.added(to: Instant(microseconds: microseconds), zone: zone) }
    let partly = firstDay { due(Int64($0 + 1) * Instant.microsecondsPerDay - 1) > asOf }
    let wholly = firstDay { due(Int64($0) * Instant.microsecondsPerDay) > asOf }
    // Days of the zone are not those of UTC, and at most four days are clamped to one: five is on the safe side.
    surelyOver = Int64(partly - 5) * Instant.microsecondsPerDay
    surelyNot = Int64(wholly + 5) * Instant.microsecondsPerDay
  }

  /// True when anchor + period ≤ asOf.
  func isOver(_ anchor: Int64) -> Bool {
    if anchor < surelyOver { return true }
    if anchor >= surelyNot { return false }
    return period.added(to: Instant(microseconds: anchor), zone: zone) <= asOf
  }
}

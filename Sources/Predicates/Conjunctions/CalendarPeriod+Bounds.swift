package import GovernanceModel

/// What is known of periods without an anchor (semantics section 8): 28 n to 31 n days in PnM, 365 to 366 in P12M, and
/// that adding is monotone in the number.
extension CalendarPeriod {
  /// The shortest and the longest that it can be, in microseconds.
  package var shortest: Int64 { bound(monthDays: 28, yearDays: 365) }
  package var longest: Int64 { bound(monthDays: 31, yearDays: 366) }

  /// Business days are fewest when they start on a Sunday, and most when they start on a Friday.
  private func bound(monthDays: Int, yearDays: Int) -> Int64 {
    let isShortest = monthDays == 28
    if businessDays > 0 {
      let count = isShortest ? businessDays - 1 : businessDays
      return Int64(count / 5 * 7 + count % 5 + (isShortest ? 1 : 4)) * Instant.microsecondsPerDay
    }
    let total = months / 12 * yearDays + months % 12 * monthDays + days
    return Int64(total) * Instant.microsecondsPerDay + microseconds
  }

  /// About how long; for looking around, never for deciding.
  var roughMicroseconds: Int64 { shortest / 2 + longest / 2 }

  /// Added to any anchor, it never ends later than `other`.
  package func neverExceeds(_ other: CalendarPeriod) -> Bool {
    if self == other || longest <= other.shortest { return true }
    guard businessDays == 0, other.businessDays == 0 else {
      return businessDays > 0 && other.businessDays > 0 && businessDays <= other.businessDays
    }
    return months <= other.months && days <= other.days && microseconds <= other.microseconds
  }
}

import GovernanceModel

/// How many rows of a log are dated when, as seen from an instant: what tells whether rows came later that name an earlier
/// time.
package struct DatedRows: Hashable, Sendable {
  /// Wholly at or before the instant.
  package var upTo = 0
  /// Of a day or another interval that the instant divides.
  package var within = 0
  package var after = 0
  /// Of those after: more than a day.
  package var longAfter = 0

  package init(upTo: Int = 0, within: Int = 0, after: Int = 0, longAfter: Int = 0) {
    (self.upTo, self.within, self.after, self.longAfter) = (upTo, within, after, longAfter)
  }

  mutating func add(_ moment: Moment, to instant: Int64) {
    if moment.end.microseconds <= instant {
      upTo += 1
    } else if moment.start.microseconds <= instant {
      within += 1
    } else {
      after += 1
      if moment.start.microseconds - instant > Instant.microsecondsPerDay { longAfter += 1 }
    }
  }

  static func + (left: DatedRows, right: DatedRows) -> DatedRows {
    DatedRows(
      upTo: left.upTo + right.upTo, within: left.within + right.within, after: left.after + right.after,
      longAfter: left.longAfter + right.longAfter)
  }
}

/// The rows of a log seen from the instant of the audit, and from the one that it goes on from.
struct RowDates: Hashable {
  var asOf = DatedRows()
  var since: DatedRows?

  static func + (left: RowDates, right: RowDates) -> RowDates {
    var since = left.since ?? right.since
    if let first = left.since, let second = right.since { since = first + second }
    return RowDates(asOf: left.asOf + right.asOf, since: since)
  }
}

/// How the rows of one log were dated. A log of which nobody could tell is not among the results.
package struct LogRows: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case uses, consents }

  /// `store.collection`.
  package let collection: String
  package let kind: Kind
  /// Seen from the instant of the audit.
  package let asOf: DatedRows
  /// Seen from the instant that the audit goes on from; nil where it goes on from none.
  package let since: DatedRows?
}

package import GovernanceModel

/// When somebody signed up, and when the named event came for the first time.
package struct SignUp: Sendable, Equatable {
  package var at: Instant
  package var firstValue: Instant?

  package init(at: Instant, firstValue: Instant? = nil) { (self.at, self.firstValue) = (at, firstValue) }
}

/// The share of sign-ups that reached the named event within `days` days.
///
/// Only sign-ups that have had those days count: a person of yesterday is not a failure yet.
package struct Activation: Sendable, Equatable {
  package let days: Int
  package let people: Proportion
  /// Sign-ups whose days are not over yet.
  package let pending: Int
  /// The median time to the event of those who reached it within the days, in days; nil where nobody did.
  package let medianDays: Double?
  package let rejected: [Rejection]

  /// nil where no sign-up has had its days, or for less than one day. Events before the sign-up and sign-ups after `asOf`
  /// are clocks gone wrong and left out; an event after `asOf` has not come yet.
  package init?(_ signUps: [SignUp], days: Int, asOf: Instant) {
    guard days > 0, days < 1_000_000 else { return nil }
    let window = Int64(days) * Instant.microsecondsPerDay
    var (times, ripe, pending, rejected) = ([Int64](), 0, 0, [Rejection]())
    for (index, entry) in signUps.enumerated() {
      if entry.at > asOf {
        rejected.append(Rejection(record: index, reason: .inFuture))
      } else if let event = entry.firstValue, event < entry.at {
        rejected.append(Rejection(record: index, reason: .reversed))
      } else if entry.at.advanced(byMicroseconds: window) > asOf {
        pending += 1
      } else {
        ripe += 1
        if let event = entry.firstValue, event <= entry.at.advanced(byMicroseconds: window) {
          times.append(event.microseconds - entry.at.microseconds)
        }
      }
    }
    guard let people = Proportion(times.count, of: ripe) else { return nil }
    times.sort()
    medianDays =
      times.isEmpty
      ? nil : Double(times[(times.count - 1) / 2] + times[times.count / 2]) / 2 / Double(Instant.microsecondsPerDay)
    (self.days, self.people, self.pending, self.rejected) = (days, people, pending, rejected)
  }

  package var rate: Double { people.rate }
}

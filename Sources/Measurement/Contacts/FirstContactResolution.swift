package import GovernanceModel

/// One contact of a customer about one issue.
package struct Contact: Sendable, Equatable {
  package var customer: Int
  package var issue: Int
  package var at: Instant
  /// The agent's mark; a contact that was not resolved is no success even when nobody called again.
  package var isResolved: Bool

  package init(customer: Int, issue: Int, at: Instant, isResolved: Bool = true) {
    (self.customer, self.issue, self.at, self.isResolved) = (customer, issue, at, isResolved)
  }
}

/// First contact resolution: of first contacts, the share that was resolved without the customer coming back about the same
/// issue within `days` days.
///
/// A contact is a first one when the same customer had none about the issue in the `days` days before it. Only first contacts
/// whose days are over count.
package struct FirstContactResolution: Sendable, Equatable {
  package let days: Int
  package let contacts: Proportion
  /// First contacts whose days are not over yet.
  package let pending: Int
  package let rejected: [Rejection]

  /// nil where no first contact has had its days, or for less than one day. Contacts after `asOf` and exact repetitions are
  /// left out.
  package init?(_ contacts: [Contact], days: Int = 7, asOf: Instant) {
    guard days > 0, days < 1_000_000 else { return nil }
    let window = Int64(days) * Instant.microsecondsPerDay
    let order = contacts.indices.filter { contacts[$0].at <= asOf }.sorted {
      let (left, right) = (contacts[$0], contacts[$1])
      return (left.customer, left.issue, left.at, $0) < (right.customer, right.issue, right.at, $1)
    }
    var rejected = contacts.indices.filter { contacts[$0].at > asOf }.map { Rejection(record: $0, reason: .inFuture) }
    var (kept, known) = ([Contact](), Contact?.none)
    for index in order {
      if contacts[index] == known {
        rejected.append(Rejection(record: index, reason: .duplicate))
      } else {
        kept.append(contacts[index])
      }
      known = contacts[index]
    }
    let tally = Self.tally(kept, window, asOf)
    guard let share = Proportion(tally.resolved, of: tally.ripe) else { return nil }
    self.rejected = rejected.sorted { $0.record < $1.record }
    (self.days, self.contacts, pending) = (days, share, tally.pending)
  }

  private static func tally(
    _ contacts: [Contact], _ window: Int64, _ asOf: Instant
  ) -> (resolved: Int, ripe: Int, pending: Int) {
    func follows(_ later: Int, _ earlier: Int) -> Bool {
      contacts.indices.contains(later) && contacts.indices.contains(earlier)
        && contacts[later].customer == contacts[earlier].customer && contacts[later].issue == contacts[earlier].issue
        && contacts[later].at <= contacts[earlier].at.advanced(byMicroseconds: window)
    }
    var (resolved, ripe, pending) = (0, 0, 0)
    for index in contacts.indices where !follows(index, index - 1) {
      if contacts[index].at.advanced(byMicroseconds: window) > asOf {
        pending += 1
      } else {
        ripe += 1
        resolved += contacts[index].isResolved && !follows(index + 1, index) ? 1 : 0
      }
    }
    return (resolved, ripe, pending)
  }

  package var rate: Double { contacts.rate }
}

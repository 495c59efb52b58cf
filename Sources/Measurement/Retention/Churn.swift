package import GovernanceModel

/// Customers who have gone quiet: of those who ever ordered, the share without an order in the last `days` days.
///
/// For who may come and go as they please. An order exactly `days` days before counts as within.
package struct InactivityChurn: Sendable, Equatable {
  package let days: Int
  package let asOf: Instant
  package let customers: Proportion

  /// The usual three.
  package static let usualDays = [30, 60, 90]

  /// nil where there is no order, or for less than one day.
  package init?(_ orders: Orders, days: Int) {
    guard days > 0, days < 1_000_000 else { return nil }
    let start = orders.asOf.advanced(byMicroseconds: -Int64(days) * Instant.microsecondsPerDay)
    let last = orders.byCustomer.compactMap(\.last?.at)
    guard let customers = Proportion(last.count { $0 < start }, of: last.count) else { return nil }
    (self.days, asOf, self.customers) = (days, orders.asOf, customers)
  }

  package var rate: Double { customers.rate }
}

/// A contract or membership, from its start to its end; nil while it runs.
package struct Membership: Sendable, Equatable {
  package var from: Instant
  package var until: Instant?

  package init(from: Instant, until: Instant? = nil) { (self.from, self.until) = (from, until) }
}

/// Customers lost by contract: of the memberships that ran at the start of a window, the share that ended within it.
package struct ContractChurn: Sendable, Equatable {
  package let start: Instant
  package let days: Int
  package let members: Proportion
  package let rejected: [Rejection]

  /// nil where no membership ran at the start, or for less than one day. A membership that ends before it begins is left out.
  package init?(_ memberships: [Membership], from start: Instant, days: Int) {
    guard days > 0, days < 1_000_000 else { return nil }
    let end = start.advanced(byMicroseconds: Int64(days) * Instant.microsecondsPerDay)
    let reversed = memberships.indices.filter { index in
      memberships[index].until.map { $0 < memberships[index].from } ?? false
    }
    let running = memberships.filter { entry in
      entry.from <= start && (entry.until.map { $0 > start && $0 >= entry.from } ?? true)
    }
    let lost = running.count { entry in entry.until.map { $0 <= end } ?? false }
    guard let members = Proportion(lost, of: running.count) else { return nil }
    rejected = reversed.map { Rejection(record: $0, reason: .reversed) }
    (self.start, self.days, self.members) = (start, days, members)
  }

  package var rate: Double { members.rate }
}

package import GovernanceModel

/// Customers by the month (UTC) of their first order, and how many of each cohort ordered again in each later month.
package struct CohortRetention: Sendable, Equatable {
  package struct Cohort: Sendable, Equatable {
    /// The first day of the month of the first order.
    package var month: CivilDate
    /// Customers who ordered in month 0, 1, ... after it, up to the month of `asOf`; the first is the cohort's size.
    package var active: [Int]

    /// Of the cohort, the share that ordered in a later month; nil beyond what has been.
    package func rate(_ month: Int) -> Double? {
      active.indices.contains(month) ? Double(active[month]) / Double(active[0]) : nil
    }
  }

  /// The earliest first; months in which nobody ordered for the first time are left out.
  package let cohorts: [Cohort]

  /// nil where there is no order.
  package init?(_ orders: Orders) {
    let end = Self.number(of: orders.asOf)
    var active: [Int: [Int]] = [:]
    for group in orders.byCustomer {
      guard let first = group.first.map({ Self.number(of: $0.at) }) else { continue }
      var counts = active[first] ?? [Int](repeating: 0, count: end - first + 1)
      var last = -1
      for order in group where Self.number(of: order.at) - first != last {
        last = Self.number(of: order.at) - first
        counts[last] += 1
      }
      active[first] = counts
    }
    guard !active.isEmpty else { return nil }
    cohorts = active.sorted { $0.key < $1.key }.compactMap { month, counts in
      let year = (month - (month % 12 + 12) % 12) / 12
      return CivilDate(year: year, month: (month % 12 + 12) % 12 + 1, day: 1).map {
        Cohort(month: $0, active: counts)
      }
    }
  }

  /// Months since the year 0.
  private static func number(of instant: Instant) -> Int { instant.date.year * 12 + instant.date.month - 1 }
}

internal import GovernanceModel

/// A customer as the models of lifetime value see one: nothing but repeat purchases and time.
package struct PurchaseHistory: Sendable, Hashable {
  /// x: the days with a purchase after the first.
  package var repeats: Int
  /// t_x: the time from the first purchase to the last, in any unit.
  package var recency: Double
  /// T: the time from the first purchase to the end of watching, in the same unit.
  package var age: Double

  /// nil unless 0 ≤ recency ≤ age are numbers, and recency is 0 exactly where there is no repeat purchase.
  package init?(repeats: Int, recency: Double, age: Double) {
    guard repeats >= 0, recency >= 0, recency <= age, age.isFinite, (repeats == 0) == (recency == 0) else { return nil }
    (self.repeats, self.recency, self.age) = (repeats, recency, age)
  }
}

/// A customer's history and what a repeat purchase was worth.
package struct CustomerValue: Sendable, Equatable {
  package var customer: Int
  package var history: PurchaseHistory
  /// The mean value of a repeat purchase day; 0 where there is none.
  package var meanValue: Double

  package init(customer: Int, history: PurchaseHistory, meanValue: Double) {
    (self.customer, self.history, self.meanValue) = (customer, history, meanValue)
  }
}

extension Orders {
  /// Each customer's history in units of `unitDays` days (7: weeks) up to `asOf`, by customer.
  ///
  /// All orders of one day (UTC) are one purchase, as the models ask for; the value of the first day is left out of the mean.
  package func histories(unitDays: Double = 7) -> [CustomerValue] {
    let end = asOf.date.daysSinceEpoch
    return byCustomer.compactMap { orders in
      var days: [(day: Int, value: Double)] = []
      for order in orders {
        let day = order.at.date.daysSinceEpoch
        if let last = days.last, last.day == day {
          days[days.count - 1].value += order.value
        } else {
          days.append((day, order.value))
        }
      }
      guard let first = days.first, let last = days.last, let customer = orders.first?.customer else { return nil }
      let repeats = days.dropFirst()
      let mean = repeats.isEmpty ? 0 : repeats.lazy.map(\.value).exactSum() / Double(repeats.count)
      return PurchaseHistory(
        repeats: repeats.count, recency: Double(last.day - first.day) / unitDays,
        age: Double(end - first.day) / unitDays
      ).map { CustomerValue(customer: customer, history: $0, meanValue: mean) }
    }
  }
}

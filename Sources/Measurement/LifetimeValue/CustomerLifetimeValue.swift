internal import Glibc

/// The value of a customer's purchases to come, discounted to today.
package struct CustomerLifetimeValue<Purchases: PurchaseModel>: Sendable {
  package let purchases: Purchases
  package let values: GammaGamma
  /// Units of time of `purchases` in a month; weeks by default, as the package `lifetimes` counts them.
  package let unitsPerMonth: Double
  /// The discount a month, for example 0.01.
  package let discount: Double

  /// nil for a discount that is no number from 0, or a month that is no time.
  package init?(purchases: Purchases, values: GammaGamma, unitsPerMonth: Double = 4.345, discount: Double = 0.01) {
    guard discount >= 0, discount.isFinite, unitsPerMonth > 0, unitsPerMonth.isFinite else { return nil }
    (self.purchases, self.values, self.unitsPerMonth, self.discount) = (purchases, values, unitsPerMonth, discount)
  }

  /// Σ over months of expected value · expected purchases of the month / (1 + discount)^month.
  ///
  /// nil for no month or more than 1,200, or where one of the models has no expectation.
  package func value(of customer: CustomerValue, months: Int = 12) -> Double? {
    guard (1...1_200).contains(months), let each = values.expectedValue(customer) else { return nil }
    var (sum, before) = (0.0, 0.0)
    for month in 1...months {
      let time = Double(month) * unitsPerMonth
      guard let until = purchases.expectedPurchases(customer.history, in: time) else { return nil }
      sum += each * (until - before) / pow(1 + discount, Double(month))
      before = until
    }
    return sum
  }
}

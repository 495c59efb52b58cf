/// Customers with at least two orders among customers with at least one.
package struct RepeatPurchase: Sendable, Equatable {
  package let customers: Proportion

  /// nil where there is no order.
  package init?(_ orders: Orders) {
    let groups = orders.byCustomer
    guard let customers = Proportion(groups.count { $0.count > 1 }, of: groups.count) else { return nil }
    self.customers = customers
  }

  package var rate: Double { customers.rate }
}

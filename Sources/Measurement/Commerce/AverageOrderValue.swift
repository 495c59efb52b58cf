/// What an order is worth on average: Σ value / orders. An order is a basket, whatever the number of its lines.
package struct AverageOrderValue: Sendable, Equatable {
  package let orders: Int
  package let revenue: Double
  package var average: Double { revenue / Double(orders) }

  /// nil where there is no order.
  package init?(_ orders: Orders) {
    guard !orders.kept.isEmpty else { return nil }
    self.orders = orders.kept.count
    revenue = orders.kept.lazy.map(\.value).exactSum()
  }
}

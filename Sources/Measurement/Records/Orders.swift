package import GovernanceModel

/// What one customer bought at once.
package struct Order: Sendable, Equatable {
  /// The customer's number; ItemCatalogue of Recommendation, or the caller, gives names numbers.
  package var customer: Int
  /// What tells orders apart; two records of one id are one order twice.
  package var id: Int
  package var at: Instant
  package var value: Double

  package init(customer: Int, id: Int, at: Instant, value: Double) {
    (self.customer, self.id, self.at, self.value) = (customer, id, at, value)
  }
}

/// Orders that can be measured, by customer and time; and those that cannot.
package struct Orders: Sendable, Equatable {
  /// By customer, then by time, then by id.
  package let kept: [Order]
  /// In the order of the records.
  package let rejected: [Rejection]
  package let asOf: Instant

  /// Beyond it cents are lost, and sums in time.
  private static let largestValue = 1e15

  /// A value that is no number, below 0 or above 10¹⁵, an instant after `asOf`, and an id that was there before are left out. (A value of
  /// 0 is an order: all was paid by coupons. A refund is no order.)
  package init(_ records: [Order], asOf: Instant) {
    var seen: [Int: Order] = [:]
    var (kept, rejected) = ([Order](), [Rejection]())
    seen.reserveCapacity(records.count)
    for (index, order) in records.enumerated() {
      if let reason = Self.fault(of: order, asOf, seen[order.id]) {
        rejected.append(Rejection(record: index, reason: reason))
      } else {
        seen[order.id] = order
        kept.append(order)
      }
    }
    self.kept = kept.sorted { ($0.customer, $0.at, $0.id) < ($1.customer, $1.at, $1.id) }
    (self.rejected, self.asOf) = (rejected, asOf)
  }

  private static func fault(of order: Order, _ asOf: Instant, _ known: Order?) -> Rejection.Reason? {
    guard order.value.isFinite else { return .notANumber }
    if order.value < 0 { return .negative }
    if order.value > largestValue { return .offScale }
    if order.at > asOf { return .inFuture }
    return known.map { $0 == order ? .duplicate : .contradiction }
  }

  /// The orders of each customer.
  package var byCustomer: [ArraySlice<Order>] {
    var (result, start) = ([ArraySlice<Order>](), 0)
    for index in kept.indices where index + 1 == kept.count || kept[index + 1].customer != kept[index].customer {
      result.append(kept[start...index])
      start = index + 1
    }
    return result
  }
}

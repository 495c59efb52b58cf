internal import Glibc

extension BetaGeometric {
  /// The probability that a customer has not left yet; 1 for one without a repeat purchase, as leaving follows a purchase.
  package func probabilityAlive(_ history: PurchaseHistory) -> Double { 1 / (1 + odds(history)) }

  /// How many times likelier it is that the customer has left.
  private func odds(_ history: PurchaseHistory) -> Double {
    guard history.repeats > 0 else { return 0 }
    let x = Double(history.repeats)
    return a / (b + x - 1) * exp((r + x) * log((alpha + history.age) / (alpha + history.recency)))
  }

  /// The purchases to be expected of a customer in the next `time`, equation (10).
  ///
  /// nil for a time that is no number from 0, and where the equation has no value: a = 1, or a + b + x − 1 = 0.
  package func expectedPurchases(_ history: PurchaseHistory, in time: Double) -> Double? {
    guard time >= 0, time.isFinite, a != 1 else { return nil }
    if time == 0 { return 0 }
    let (x, whole) = (Double(history.repeats), alpha + history.age + time)
    guard let series = hypergeometric(r + x, b + x, a + b + x - 1, time / whole) else { return nil }
    let kept = 1 - exp((r + x) * log((alpha + history.age) / whole)) * series
    let expected = (a + b + x - 1) / (a - 1) * kept / (1 + odds(history))
    return expected.isFinite ? max(0, expected) : nil
  }

  /// The repeat purchases to be expected of a new customer in `time`, equation (9); nil as above.
  package func expectedPurchasesOfNew(in time: Double) -> Double? {
    PurchaseHistory(repeats: 0, recency: 0, age: 0).flatMap { expectedPurchases($0, in: time) }
  }
}

/// What a customer will buy, from when they bought.
package protocol PurchaseModel: Sendable {
  /// The parameters under which the histories are likeliest.
  init(fitting histories: [PurchaseHistory]) throws(MeasurementFault)
  /// The probability that a customer is still there; nil where the model cannot tell.
  func aliveness(_ history: PurchaseHistory) -> Double?
  /// The purchases to be expected of a customer in the next `time`; nil where the model has no expectation.
  func expectedPurchases(_ history: PurchaseHistory, in time: Double) -> Double?
}

extension BetaGeometric: PurchaseModel {
  package func aliveness(_ history: PurchaseHistory) -> Double? { probabilityAlive(history) }
}

extension ParetoNegativeBinomial: PurchaseModel {
  package func aliveness(_ history: PurchaseHistory) -> Double? { probabilityAlive(history) }
}

import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct LifetimeTests {
  @Test func `a history that cannot be is none`() {
    #expect(PurchaseHistory(repeats: 0, recency: 0, age: 10) != nil)
    #expect(PurchaseHistory(repeats: -1, recency: 0, age: 10) == nil)
    #expect(PurchaseHistory(repeats: 1, recency: 11, age: 10) == nil)
    #expect(PurchaseHistory(repeats: 1, recency: 0, age: 10) == nil)
    #expect(PurchaseHistory(repeats: 0, recency: 3, age: 10) == nil)
    #expect(PurchaseHistory(repeats: 1, recency: .nan, age: 10) == nil)
    #expect(PurchaseHistory(repeats: 1, recency: 1, age: .infinity) == nil)
  }

  @Test func `orders of one day are one purchase, and the first is no repeat`() throws {
    let orders = Orders(
      [order(1, 1, 0, 99), order(1, 2, 7, 10), order(1, 3, 7.5, 20), order(1, 4, 21, 50), order(2, 5, 14, 7)],
      asOf: day(28.5))
    let histories = orders.histories()
    #expect(histories.map(\.customer) == [1, 2])
    #expect(histories[0].history == PurchaseHistory(repeats: 2, recency: 3, age: 4))
    #expect(histories[0].meanValue == 40)
    #expect(histories[1].history == PurchaseHistory(repeats: 0, recency: 0, age: 2))
    #expect(histories[1].meanValue == 0)
    #expect(orders.histories(unitDays: 1)[0].history.age == 28)
  }

  @Test func `parameters are finite and above 0`() {
    #expect(BetaGeometric(r: 0, alpha: 1, a: 1, b: 1) == nil)
    #expect(BetaGeometric(r: 1, alpha: .nan, a: 1, b: 1) == nil)
    #expect(ParetoNegativeBinomial(r: 1, alpha: 1, s: -1, beta: 1) == nil)
    #expect(GammaGamma(p: 1, q: .infinity, v: 1) == nil)
  }

  @Test func `nothing cannot be fitted`() {
    #expect(throws: MeasurementFault.nothingToMeasure) { try BetaGeometric(fitting: []) }
    #expect(throws: MeasurementFault.nothingToMeasure) { try ParetoNegativeBinomial(fitting: []) }
    #expect(throws: MeasurementFault.nothingToMeasure) { try GammaGamma(fitting: []) }
  }

  @Test func `customers who are all alike determine nothing`() throws {
    let alike = [PurchaseHistory](repeating: try #require(PurchaseHistory(repeats: 3, recency: 30, age: 40)), count: 50)
    #expect(throws: MeasurementFault.noConvergence) { try BetaGeometric(fitting: alike) }
    let values = alike.map { CustomerValue(customer: 1, history: $0, meanValue: 10) }
    #expect(throws: MeasurementFault.noConvergence) { try GammaGamma(fitting: values) }
  }

  @Test func `who has been silent for longer is likelier gone, and buys less`() throws {
    let bg = try #require(BetaGeometric(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426))
    let pareto = try #require(ParetoNegativeBinomial(r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669))
    var last = (1.1, 1.1, 99.0, 99.0)
    for age in stride(from: 20.0, through: 100, by: 10) {
      let history = try #require(PurchaseHistory(repeats: 4, recency: 20, age: age))
      let next = (
        bg.probabilityAlive(history), try #require(pareto.probabilityAlive(history)),
        try #require(bg.expectedPurchases(history, in: 20)), try #require(pareto.expectedPurchases(history, in: 20))
      )
      #expect(next.0 < last.0 && next.1 < last.1 && next.2 < last.2 && next.3 < last.3)
      #expect(next.0 > 0 && next.1 > 0 && next.2 > 0 && next.3 > 0)
      last = next
    }
  }

  @Test func `expectations grow with time, from nothing`() throws {
    let bg = try #require(BetaGeometric(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426))
    let pareto = try #require(ParetoNegativeBinomial(r: 0.553, alpha: 10.578, s: 1, beta: 11.669))
    let history = try #require(PurchaseHistory(repeats: 2, recency: 30, age: 39))
    var last = (0.0, 0.0, 0.0)
    #expect(bg.expectedPurchases(history, in: 0) == 0)
    #expect(pareto.expectedPurchases(history, in: 0) == 0)
    for time in [0.1, 1, 10, 100, 1_000] {
      let next = (
        try #require(bg.expectedPurchases(history, in: time)),
        try #require(pareto.expectedPurchases(history, in: time)),
        try #require(bg.expectedPurchasesOfNew(in: time))
      )
      #expect(next.0 > last.0 && next.1 > last.1 && next.2 > last.2)
      last = next
    }
    #expect(bg.expectedPurchases(history, in: -1) == nil)
    #expect(bg.expectedPurchases(history, in: .nan) == nil)
    #expect(pareto.expectedPurchases(history, in: .infinity) == nil)
    #expect(try #require(BetaGeometric(r: 1, alpha: 1, a: 1, b: 2)).expectedPurchases(history, in: 1) == nil)
  }

  /// Rates close to 1 for s tend to the value at 1.
  @Test func `where s is 1 the formula goes over into its limit`() throws {
    let history = try #require(PurchaseHistory(repeats: 2, recency: 30, age: 39))
    let expected = try [1, 1 + 1e-7].map { s in
      try #require(ParetoNegativeBinomial(r: 0.5, alpha: 10, s: s, beta: 12)?.expectedPurchases(history, in: 20))
    }
    #expect(abs(expected[0] - expected[1]) < 1e-6)
  }

  /// Customers made by the model itself: a fit finds about the parameters they were made with.
  @Test func `a fit finds what customers were made of`() throws {
    var random = SplitMix64(seed: 11)
    let histories = try (0..<3_000).map { _ in
      // r = 1: rates are exponential with mean 1 / α; a = b = 1: leaving is uniform.
      let rate = -log(Double.random(in: 1e-12..<1, using: &random)) / 5
      let leaving = Double.random(in: 0..<1, using: &random)
      var (time, last, count) = (0.0, 0.0, 0)
      while true {
        time += -log(Double.random(in: 1e-12..<1, using: &random)) / rate
        guard time < 40 else { break }
        (last, count) = (time, count + 1)
        if Double.random(in: 0..<1, using: &random) < leaving { break }
      }
      return try #require(PurchaseHistory(repeats: count, recency: last, age: 40))
    }
    let model = try BetaGeometric(fitting: histories)
    #expect(abs(model.r - 1) < 0.15)
    #expect(abs(model.alpha - 5) < 1)
    #expect(abs(model.a / (model.a + model.b) - 0.5) < 0.05)
  }

  @Test func `a customer's expected value lies between the own mean and that of all`() throws {
    let model = try #require(GammaGamma(p: 6.25, q: 3.74, v: 15.44))
    let all = 6.25 * 15.44 / 2.74
    var last = all
    for repeats in [1, 2, 5, 20, 100] {
      let history = try #require(PurchaseHistory(repeats: repeats, recency: 10, age: 20))
      let value = try #require(model.expectedValue(CustomerValue(customer: 1, history: history, meanValue: 100)))
      #expect(value > last && value < 100)
      last = value
    }
    let new = CustomerValue(
      customer: 1, history: try #require(PurchaseHistory(repeats: 0, recency: 0, age: 9)), meanValue: 0)
    #expect(abs(try #require(model.expectedValue(new)) - all) < 1e-12)
    #expect(try #require(GammaGamma(p: 1, q: 0.5, v: 1)).expectedValue(new) == nil)
  }

  @Test func `a discount lowers a lifetime, and none leaves value times purchases`() throws {
    let purchases = try #require(BetaGeometric(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426))
    let values = try #require(GammaGamma(p: 6.25, q: 3.74, v: 15.44))
    let history = try #require(PurchaseHistory(repeats: 2, recency: 30, age: 39))
    let customer = CustomerValue(customer: 1, history: history, meanValue: 30)
    let plain = try #require(CustomerLifetimeValue(purchases: purchases, values: values, discount: 0))
    let discounted = try #require(CustomerLifetimeValue(purchases: purchases, values: values, discount: 0.1))
    let whole =
      try #require(values.expectedValue(customer))
      * (try #require(purchases.expectedPurchases(history, in: 12 * 4.345)))
    #expect(abs(try #require(plain.value(of: customer)) - whole) < 1e-9)
    #expect(try #require(discounted.value(of: customer)) < whole)
    #expect(plain.value(of: customer, months: 0) == nil)
    #expect(plain.value(of: customer, months: .max) == nil)
    #expect(CustomerLifetimeValue(purchases: purchases, values: values, discount: -0.1) == nil)
    #expect(CustomerLifetimeValue(purchases: purchases, values: values, unitsPerMonth: .nan) == nil)
  }
}

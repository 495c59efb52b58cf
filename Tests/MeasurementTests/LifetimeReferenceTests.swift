import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

/// CDNOW, the 1/10 sample of 2,357 customers over 39 weeks, against the package `lifetimes` and the papers.
@Suite(
  .enabled(
    if: Corpus.isPresent && PublicData.has("CDNOW_summary.csv"),
    "no CDNOW or no corpus: run scripts/test-data, set PROVISO_CORPUS"))
struct LifetimeReferenceTests {
  /// x, t_x, T and the mean value of repeat purchases, rounded to two digits as published.
  static func customers() throws -> [CustomerValue] {
    try PublicData.numbers(of: "CDNOW_summary.csv").compactMap { row in
      PurchaseHistory(repeats: Int(row[1]), recency: row[2], age: row[3]).map {
        CustomerValue(customer: Int(row[0]), history: $0, meanValue: row[4])
      }
    }
  }

  private func reference(_ part: String) throws -> [String: Any] {
    try MetricsReference.object("clv_cdnow.json").part(part)
  }

  @Test func `BG-NBD`() throws {
    let customers = try Self.customers()
    #expect(customers.count == 2_357)
    let reference = try reference("bgnbd")
    let histories = customers.map(\.history)
    let model = try BetaGeometric(fitting: histories)
    #expect(agrees(model.r, try reference.number("r"), digits: 4))
    #expect(agrees(model.alpha, try reference.number("alpha"), digits: 4))
    #expect(agrees(model.a, try reference.number("a"), digits: 4))
    #expect(agrees(model.b, try reference.number("b"), digits: 4))
    #expect(agrees(model.logLikelihood(of: histories), try reference.number("loglik"), digits: 9))
    let known = try #require(
      BetaGeometric(
        r: try reference.number("r"), alpha: try reference.number("alpha"), a: try reference.number("a"),
        b: try reference.number("b")))
    let example = try #require(PurchaseHistory(repeats: 2, recency: 30.43, age: 38.86))
    #expect(
      agrees(
        known.expectedPurchases(example, in: 39), try reference.number("cond_exp_purchases_39w(x=2,tx=30.43,T=38.86)")))
    #expect(agrees(known.probabilityAlive(example), try reference.number("p_alive(x=2,tx=30.43,T=38.86)")))
    #expect(agrees(known.expectedPurchasesOfNew(in: 52), try reference.number("expected_purchases_52w_new")))
    let expected = try histories.map { try #require(known.expectedPurchases($0, in: 39)) }
    #expect(agrees(expected.reduce(0, +), try reference.number("sum_pred_39w"), digits: 10))
    let alive = histories.map(known.probabilityAlive)
    #expect(agrees(alive.reduce(0, +) / Double(alive.count), try reference.number("mean_palive"), digits: 10))
  }

  @Test func `Pareto-NBD`() throws {
    let reference = try reference("paretonbd")
    let histories = try Self.customers().map(\.history)
    let model = try ParetoNegativeBinomial(fitting: histories)
    #expect(agrees(model.r, try reference.number("r"), digits: 4))
    #expect(agrees(model.alpha, try reference.number("alpha"), digits: 4))
    #expect(agrees(model.s, try reference.number("s"), digits: 4))
    #expect(agrees(model.beta, try reference.number("beta"), digits: 4))
    #expect(abs((model.logLikelihood(of: histories) ?? 0) + 9_595.0) < 0.05)
  }

  @Test func `Gamma-Gamma and the value of a customer`() throws {
    let (reference, value) = (try reference("gammagamma"), try reference("clv_12m_1pct"))
    let customers = try Self.customers()
    #expect(customers.count { $0.history.repeats > 0 } == Int(try reference.number("n")))
    let model = try GammaGamma(fitting: customers)
    #expect(agrees(model.p, try reference.number("p"), digits: 4))
    #expect(agrees(model.q, try reference.number("q"), digits: 4))
    #expect(agrees(model.v, try reference.number("v"), digits: 4))
    let known = try #require(
      GammaGamma(p: try reference.number("p"), q: try reference.number("q"), v: try reference.number("v")))
    let means = try customers.filter { $0.history.repeats > 0 }.map { try #require(known.expectedValue($0)) }
    #expect(agrees(means.reduce(0, +) / Double(means.count), try reference.number("mean_expected_profit"), digits: 10))
    let fit = try self.reference("bgnbd")
    let purchases = try #require(
      BetaGeometric(
        r: try fit.number("r"), alpha: try fit.number("alpha"), a: try fit.number("a"), b: try fit.number("b")))
    let lifetime = try #require(CustomerLifetimeValue(purchases: purchases, values: known))
    let values = try customers.map { try #require(lifetime.value(of: $0)) }
    #expect(agrees(values.reduce(0, +), try value.number("sum"), digits: 10))
    #expect(agrees(values.reduce(0, +) / Double(values.count), try value.number("mean"), digits: 10))
    for (own, expected) in zip(values, try value.numbers("first5")) { #expect(agrees(own, expected, digits: 10)) }
  }
}

import Foundation
import Testing

@testable import Measurement

/// The closed forms of the models of lifetime value against what they are made of: what single customers of known rates do,
/// averaged over all rates by adding up.
@Suite struct LifetimeIntegralTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var repeats: Int
    var recency: Double
    var age: Double
    var time: Double
    var testDescription: String { "x = \(repeats), t = \(recency), T = \(age), next \(time)" }
    var history: PurchaseHistory? { PurchaseHistory(repeats: repeats, recency: recency, age: age) }
  }

  static let examples = [
    Example(repeats: 0, recency: 0, age: 10, time: 13), Example(repeats: 1, recency: 3, age: 38.86, time: 39),
    Example(repeats: 2, recency: 30.43, age: 38.86, time: 39), Example(repeats: 7, recency: 12, age: 38, time: 4),
    Example(repeats: 12, recency: 38, age: 38, time: 52),
  ]

  /// Numbers from `low` to `high` at equal distances, as exponents of e.
  private func rates(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    (0..<count).map { exp(low + (high - low) * Double($0) / Double(count - 1)) }
  }

  @Test(arguments: examples)
  func `BG-NBD is the mean over rates of buying and probabilities of leaving`(example: Example) throws {
    let model = try #require(BetaGeometric(r: 0.8, alpha: 4.4, a: 0.79, b: 2.43))
    let (x, history) = (Double(example.repeats), try #require(example.history))
    // By the logarithm of the odds the ends of the interval are as far away as they need to be.
    let leaving = rates(-30, 30, 500).map { $0 / (1 + $0) }
    var (all, alive, purchases) = (0.0, 0.0, 0.0)
    for rate in rates(-40, 4, 700) {
      let buying = pow(rate, model.r + x) * exp(-model.alpha * rate)
      let (stays, left) = (exp(-rate * example.age), exp(-rate * example.recency))
      for p in leaving {
        let weight = buying * pow(p, model.a) * pow(1 - p, model.b + x)
        let isAlive = weight * stays
        all += isAlive + (example.repeats > 0 ? weight * p / (1 - p) * left : 0)
        alive += isAlive
        purchases += isAlive * -expm1(-rate * p * example.time) / p
      }
    }
    #expect(agrees(model.probabilityAlive(history), alive / all, digits: 6))
    #expect(agrees(model.expectedPurchases(history, in: example.time), purchases / all, digits: 6))
  }

  @Test(arguments: examples)
  func `Pareto-NBD is the mean over rates of buying and of leaving`(example: Example) throws {
    let model = try #require(ParetoNegativeBinomial(r: 0.55, alpha: 10.6, s: 0.61, beta: 11.7))
    let (x, history) = (Double(example.repeats), try #require(example.history))
    let leaving = rates(-45, 4, 600)
    var (all, alive, purchases) = (0.0, 0.0, 0.0)
    for rate in rates(-45, 4, 600) {
      let buying = pow(rate, model.r + x) * exp(-model.alpha * rate)
      for end in leaving {
        let weight = buying * pow(end, model.s) * exp(-model.beta * end)
        let (stays, left) = (exp(-(rate + end) * example.age), exp(-(rate + end) * example.recency))
        all += weight * (stays + end / (rate + end) * (left - stays))
        alive += weight * stays
        purchases += weight * stays * rate * -expm1(-end * example.time) / end
      }
    }
    #expect(agrees(model.probabilityAlive(history), alive / all, digits: 6))
    #expect(agrees(model.expectedPurchases(history, in: example.time), purchases / all, digits: 6))
  }

  @Test(arguments: [(1, 12.5), (3, 40.0), (20, 7.25)])
  func `Gamma-Gamma is the mean over the scales of values`(repeats: Int, mean: Double) throws {
    let model = try #require(GammaGamma(p: 6.25, q: 3.74, v: 15.4))
    let history = try #require(PurchaseHistory(repeats: repeats, recency: 10, age: 20))
    let (x, customer) = (Double(repeats), CustomerValue(customer: 1, history: history, meanValue: mean))
    var (all, sum) = (0.0, 0.0)
    for scale in rates(-20, 8, 4_000) {
      let shape = model.p * x + model.q
      // Around its largest value, so that nothing overflows.
      let weight = exp(shape * log(scale) - scale * (model.v + x * mean))
      all += weight
      sum += weight * model.p / scale
    }
    #expect(agrees(model.expectedValue(customer), sum / all, digits: 9))
  }

  @Test(arguments: [1.0, 7, 30.4])
  func `the unit of time changes nothing but the scale`(unit: Double) throws {
    let history = try #require(PurchaseHistory(repeats: 4, recency: 20, age: 33))
    let scaled = try #require(PurchaseHistory(repeats: 4, recency: 20 * unit, age: 33 * unit))
    let bg = try #require(BetaGeometric(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426))
    let bgScaled = try #require(BetaGeometric(r: 0.243, alpha: 4.414 * unit, a: 0.793, b: 2.426))
    #expect(agrees(bgScaled.probabilityAlive(scaled), bg.probabilityAlive(history), digits: 11))
    #expect(
      agrees(bgScaled.expectedPurchases(scaled, in: 10 * unit), try #require(bg.expectedPurchases(history, in: 10))))
    let pareto = try #require(ParetoNegativeBinomial(r: 0.553, alpha: 10.6, s: 0.606, beta: 11.7))
    let paretoScaled = try #require(ParetoNegativeBinomial(r: 0.553, alpha: 10.6 * unit, s: 0.606, beta: 11.7 * unit))
    #expect(agrees(paretoScaled.probabilityAlive(scaled), try #require(pareto.probabilityAlive(history)), digits: 10))
    #expect(
      agrees(
        paretoScaled.expectedPurchases(scaled, in: 10 * unit), try #require(pareto.expectedPurchases(history, in: 10)),
        digits: 10))
  }

  /// Both models through the one face that the command line has.
  @Test func `a model tells the same by its own name and as a model of purchases`() throws {
    func told(_ model: some PurchaseModel, _ history: PurchaseHistory) -> [Double?] {
      [model.aliveness(history), model.expectedPurchases(history, in: 52)]
    }
    let history = try #require(Self.examples[2].history)
    let bg = try #require(BetaGeometric(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426))
    #expect(told(bg, history) == [bg.probabilityAlive(history), bg.expectedPurchases(history, in: 52)])
    let pareto = try #require(ParetoNegativeBinomial(r: 0.553, alpha: 10.6, s: 0.606, beta: 11.7))
    #expect(told(pareto, history) == [pareto.probabilityAlive(history), pareto.expectedPurchases(history, in: 52)])
    let values = try #require(GammaGamma(p: 6.25, q: 3.74, v: 15.4))
    let customer = CustomerValue(customer: 1, history: history, meanValue: 30)
    // Two years are worth more than one, one is worth more without a discount.
    for worth in [
      [
        CustomerLifetimeValue(purchases: bg, values: values)?.value(of: customer),
        CustomerLifetimeValue(purchases: bg, values: values)?.value(of: customer, months: 24),
        CustomerLifetimeValue(purchases: bg, values: values, discount: 0)?.value(of: customer),
      ],
      [
        CustomerLifetimeValue(purchases: pareto, values: values)?.value(of: customer),
        CustomerLifetimeValue(purchases: pareto, values: values)?.value(of: customer, months: 24),
        CustomerLifetimeValue(purchases: pareto, values: values, discount: 0)?.value(of: customer),
      ],
    ] {
      let year = try #require(worth[0])
      let (longer, undiscounted) = (try #require(worth[1]), try #require(worth[2]))
      #expect(longer > year && undiscounted > year && year > 0)
    }
  }
}

import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

/// What must hold for any data, and that nothing is ever NaN.
@Suite struct PropertyTests {
  private static let odd: [Double] = [
    0, -0.0, 1, -1, 0.1, 1e-300, 1e300, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
  ]

  @Test(arguments: 0..<40)
  func `orders of odd values have figures that are numbers`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let records = (0..<30).map { _ in
      Order(
        customer: Int.random(in: -2..<4, using: &random), id: Int.random(in: 0..<25, using: &random),
        at: Instant(microseconds: Int64.random(in: -4_000_000_000_000_000...4_000_000_000_000_000, using: &random)),
        value: random.pick(Self.odd) ?? 0)
    }
    let orders = Orders(records, asOf: Instant(microseconds: 0))
    #expect(orders.kept.count + orders.rejected.count == 30)
    if let average = AverageOrderValue(orders) { #expect(!average.average.isNaN && average.revenue >= 0) }
    for days in [1, 30, 90_000] {
      if let churn = InactivityChurn(orders, days: days) { #expect((0...1).contains(churn.rate)) }
    }
    for customer in orders.histories() {
      #expect(customer.history.recency <= customer.history.age && !customer.meanValue.isNaN)
    }
  }

  @Test func `means and moments of odd values are refused, or numbers`() {
    for first in Self.odd {
      for second in Self.odd {
        if let moments = SampleMoments([first, second, 3]) {
          #expect(moments.mean.isFinite && moments.variance.isFinite)
        }
        if let test = MixtureSequentialTest(difference: first, perArm: 10, variance: second, tau2: 1) {
          #expect((0...1).contains(test.alwaysValidP))
        }
        if let size = SampleSize(from: first, to: second), let people = size.perArm() { #expect(people > 0) }
        if let history = PurchaseHistory(repeats: 2, recency: first, age: second),
          let model = BetaGeometric(r: 0.2, alpha: 4, a: 0.8, b: 2.4)
        {
          #expect((0...1).contains(model.probabilityAlive(history)))
        }
      }
    }
  }

  @Test(arguments: 0..<30)
  func `every p lies between 0 and 1, and every interval holds its estimate`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let shares = try (0..<2).map { _ in
        let whole = Int.random(in: 1..<(random.oneIn(3) ? 5 : 5_000), using: &random)
        return try #require(Proportion(Int.random(in: 0...whole, using: &random), of: whole))
      }
      let arms = TwoProportions(control: shares[0], treatment: shares[1])
      for p in [arms.pooled?.p, arms.wald?.p, arms.chiSquared?.p, arms.fisher] where p != nil {
        #expect((0...1).contains(p ?? 2))
      }
      #expect(arms.newcombeInterval().contains(arms.difference))
      for scale in SequentialTest.Scale.allCases {
        if let test = SequentialTest(arms, scale: scale) {
          #expect((0...1).contains(test.p) && test.interval.contains(test.estimate))
        }
        if let test = FixedHorizonTest(arms, scale: scale), let often = SequentialTest(arms, scale: scale) {
          #expect((0...1).contains(test.p) && test.interval.contains(test.estimate))
          // Looking often is paid for.
          #expect(often.interval.low <= test.interval.low || shares.contains { $0.of < 10 })
        }
      }
    }
  }

  @Test(arguments: 0..<10)
  func `who clicked has opened, and the order of messages does not matter`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let rates = (0..<50).map { _ in
      MessageOutcome(
        isDelivered: Bool.random(using: &random), isOpened: Bool.random(using: &random),
        isMachineOpened: Bool.random(using: &random), isClicked: Bool.random(using: &random))
    }
    let whole = try #require(MessageRates(rates))
    #expect(whole.click.count <= whole.open.count && whole.open.count <= whole.openWithMachines.count)
    #expect(whole.openWithMachines.of == whole.delivery.count)
    #expect(MessageRates(rates.shuffled(using: &random)) == whole)
  }
}

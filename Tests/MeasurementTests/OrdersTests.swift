import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct OrdersTests {
  @Test func `each bad record has its reason, and the good ones stay`() {
    let records = [
      order(1, 1, 0), order(1, 2, 1, -5), order(1, 3, 1, .nan), order(1, 4, 1, .infinity), order(1, 5, 11),
      order(1, 1, 0),
      order(1, 1, 0, 99), order(2, 6, 10, 0), order(2, 7, 10, 1e16),
    ]
    let orders = Orders(records, asOf: day(10))
    #expect(orders.kept == [records[0], records[7]])
    let reasons: [Rejection.Reason] = [
      .negative, .notANumber, .notANumber, .inFuture, .duplicate, .contradiction, .offScale,
    ]
    #expect(orders.rejected == zip([1, 2, 3, 4, 5, 6, 8], reasons).map { Rejection(record: $0, reason: $1) })
  }

  @Test func `nothing has no figures`() {
    let none = Orders([], asOf: day(0))
    #expect(AverageOrderValue(none) == nil)
    #expect(RepeatPurchase(none) == nil)
    #expect(InactivityChurn(none, days: 30) == nil)
    #expect(CohortRetention(none) == nil)
    #expect(none.histories().isEmpty)
  }

  @Test func `average and repeat purchase`() throws {
    let orders = Orders([order(1, 1, 0, 30), order(2, 2, 0, 10), order(1, 3, 5, 5)], asOf: day(9))
    #expect(try #require(AverageOrderValue(orders)).average == 15)
    #expect(try #require(RepeatPurchase(orders)).customers == Proportion(1, of: 2))
  }

  @Test(arguments: 0..<20)
  func `the order of the records, and records that are there twice, change nothing`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let records = (0..<80).map { id in
      order(Int.random(in: 0..<9, using: &random), id, Double(Int.random(in: 0..<90, using: &random)), Double(id) + 0.1)
    }
    let once = Orders(records, asOf: day(100))
    let twice = Orders((records + records).shuffled(using: &random), asOf: day(100))
    #expect(once.kept == twice.kept)
    #expect(twice.rejected.count == 80)
    #expect(twice.rejected.allSatisfy { $0.reason == .duplicate })
    #expect(once.byCustomer.reduce(0) { $0 + $1.count } == 80)
  }

  @Test func `a million small amounts add up to the cent`() throws {
    let records = (0..<100_000).map { order(1, $0, 0, 0.1) } + [order(1, -1, 0, 1e9)]
    #expect(try #require(AverageOrderValue(Orders(records, asOf: day(0)))).revenue == 1_000_010_000)
  }
}

import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct RetentionTests {
  @Test func `an order exactly so many days before is within`() throws {
    let orders = Orders([order(1, 1, 0), order(2, 2, 70), order(3, 3, 69.999), order(1, 4, 95)], asOf: day(100))
    #expect(try #require(InactivityChurn(orders, days: 30)).customers == Proportion(1, of: 3))
    #expect(try #require(InactivityChurn(orders, days: 31)).rate == 0)
    #expect(InactivityChurn(orders, days: 0) == nil)
    #expect(InactivityChurn(orders, days: .max) == nil)
  }

  @Test(arguments: 0..<20)
  func `the longer the window, the fewer are gone`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let records = (0..<60).map { order($0 % 17, $0, Double(Int.random(in: 0..<120, using: &random))) }
    let orders = Orders(records, asOf: day(120))
    let rates = try InactivityChurn.usualDays.map { try #require(InactivityChurn(orders, days: $0)).rate }
    #expect(rates == rates.sorted(by: >))
  }

  @Test func `contracts that ran at the start and ended within the window are lost`() throws {
    let all = [
      Membership(from: day(-9)), Membership(from: day(-9), until: day(5)), Membership(from: day(-9), until: day(0)),
      Membership(from: day(-9), until: day(31)), Membership(from: day(1), until: day(2)),
      Membership(from: day(-5), until: day(-6)), Membership(from: day(0), until: day(30)),
    ]
    let churn = try #require(ContractChurn(all, from: day(0), days: 30))
    #expect(churn.members == Proportion(2, of: 4))
    #expect(churn.rejected == [Rejection(record: 5, reason: .reversed)])
    #expect(ContractChurn([], from: day(0), days: 30) == nil)
    #expect(ContractChurn(all, from: day(0), days: 0) == nil)
  }

  @Test func `cohorts by month of the first order`() throws {
    let orders = Orders(
      [order(1, 1, 0), order(1, 2, 3), order(1, 3, 31), order(2, 4, 30), order(2, 5, 65), order(3, 6, 40)],
      asOf: day(70))
    let cohorts = try #require(CohortRetention(orders)).cohorts
    #expect(cohorts.map(\.month.description) == ["2026-01-01", "2026-02-01"])
    #expect(cohorts.map(\.active) == [[2, 1, 1], [1, 0]])
    #expect(cohorts[0].rate(1) == 0.5)
    #expect(cohorts[0].rate(3) == nil)
    #expect(cohorts[0].rate(-1) == nil)
  }

  @Test(arguments: 0..<20)
  func `every customer belongs to one cohort, and none grows`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let records = (0..<90).map { order($0 % 13, $0, Double(Int.random(in: -700..<120, using: &random))) }
    let cohorts = try #require(CohortRetention(Orders(records, asOf: day(120)))).cohorts
    #expect(cohorts.reduce(0) { $0 + $1.active[0] } == 13)
    #expect(cohorts.allSatisfy { cohort in cohort.active.allSatisfy { $0 <= cohort.active[0] } })
  }
}

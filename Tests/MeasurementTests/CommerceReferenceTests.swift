import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

@Suite(.enabled(if: Corpus.isPresent, MetricsReference.reason))
struct CommerceReferenceTests {
  /// All purchases of CDNOW; an order is a customer's day.
  @Test(.enabled(if: PublicData.has("CDNOW_master.txt"), "no CDNOW: run scripts/test-data"))
  func `average order value and repeat purchase of CDNOW`() throws {
    let reference = try MetricsReference.object("commerce_metrics.json").part("cdnow_master")
    let rows = try PublicData.numbers(of: "CDNOW_master.txt")
    #expect(rows.count == Int(try reference.number("rows")))
    var days: [[Int]: Double] = [:]
    for row in rows { days[[Int(row[0]), Int(row[1])], default: 0] += row[3] }
    let records = try days.sorted { $0.key.lexicographicallyPrecedes($1.key) }.enumerated().map { index, entry in
      let (year, month, day) = (entry.key[1] / 10_000, entry.key[1] / 100 % 100, entry.key[1] % 100)
      let date = try #require(CivilDate(year: year, month: month, day: day))
      return Order(customer: entry.key[0], id: index, at: Instant(date), value: entry.value)
    }
    let orders = Orders(records, asOf: Instant(try #require(CivilDate(year: 1998, month: 7, day: 1))))
    #expect(orders.rejected.isEmpty)
    let (average, repeats) = (try #require(AverageOrderValue(orders)), try #require(RepeatPurchase(orders)))
    #expect(average.orders == Int(try reference.number("orders_per_day_merged")))
    #expect(agrees(average.average, try reference.number("AOV"), digits: 13))
    #expect(agrees(average.revenue, try reference.number("revenue"), digits: 13))
    #expect(repeats.customers.of == Int(try reference.number("customers")))
    #expect(agrees(repeats.rate, try reference.number("repeat_purchase_rate"), digits: 14))
  }

  @Test(.enabled(if: PublicData.has("telco.csv"), "no Telco data: run scripts/test-data"))
  func `Kaplan and Meier on telephone contracts`() throws {
    let reference = try MetricsReference.object("telco_km.json")
    let tenures = try PublicData.numbers(of: "telco.csv").map { Tenure($0[0], hasEnded: $0[1] == 1) }
    #expect(tenures.count == Int(try reference.number("n")))
    let churned = try #require(Proportion(tenures.count { $0.hasEnded }, of: tenures.count))
    #expect(agrees(churned.rate, try reference.number("churn_rate"), digits: 14))
    let curve = try #require(KaplanMeier(tenures))
    let survival = try reference.part("S(t)")
    #expect(survival.count == 8)
    for time in survival.keys {
      #expect(agrees(curve.survival(at: try #require(Double(time))), try survival.number(time), digits: 13))
    }
    #expect(curve.median == nil)
    let last = try reference.numbers("ci_last")
    #expect(agrees(curve.interval(at: 72).low, last[0]) && agrees(curve.interval(at: 72).high, last[1]))
  }
}

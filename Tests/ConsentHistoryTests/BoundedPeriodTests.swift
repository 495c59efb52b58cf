import ConsentHistory
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct BoundedPeriodTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `bounds agree with the calendar, anchor by anchor`(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let periods = ["P1M", "P13M", "P1Y", "P90D", "P1M3D", "PT72H", "P25M", "3 business days", "P0D", "P1MT5H"]
    for _ in 0..<400 {
      let name = periods[Int.random(in: 0..<periods.count, using: &generator)]
      let period = try #require(CalendarPeriod(text: name))
      let bounded = BoundedPeriod(period)
      // The ends of February and of short months, where clamping makes ties.
      let day = Int.random(in: 10_000..<22_000, using: &generator)
      let asOf = Instant(CivilDate(daysSinceEpoch: day)).advanced(
        byMicroseconds: Int64.random(in: 0..<86_400_000_000, using: &generator))
      let near = asOf.advanced(byMicroseconds: -Int64(period.months) * 2_629_746_000_000)
        .advanced(byMicroseconds: -Int64(period.days) * 86_400_000_000)
      for _ in 0..<40 {
        let anchor = near.advanced(
          byMicroseconds: Int64.random(in: -800_000_000_000...800_000_000_000, using: &generator))
        let isOver = bounded.hasPassed(since: anchor.microseconds, at: asOf.microseconds)
        #expect(isOver == (period.added(to: anchor) <= asOf), "\(period) \(anchor) \(asOf)")
      }
    }
  }
}

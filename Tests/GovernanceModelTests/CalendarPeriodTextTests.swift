import GovernanceModel
import Testing

@Suite struct CalendarPeriodTextTests {
  @Test(arguments: [
    ("P1Y6M", CalendarPeriod(months: 18)), ("P2W", CalendarPeriod(days: 14)), ("P90D", CalendarPeriod(days: 90)),
    ("PT72H", CalendarPeriod(microseconds: 259_200_000_000)), ("P0D", .zero), ("PT0S", .zero),
    ("P1DT12H30M", CalendarPeriod(days: 1, microseconds: 45_000_000_000)),
    ("P1Y2M3W4DT5H6M7S", CalendarPeriod(months: 14, days: 25, microseconds: 18_367_000_000)),
    ("15 business days", CalendarPeriod(businessDays: 15)), ("1 business day", CalendarPeriod(businessDays: 1)),
    ("  2  business  days ", CalendarPeriod(businessDays: 2)),
  ])
  func `a period is read`(text: String, period: CalendarPeriod) {
    #expect(CalendarPeriod(text: text) == period)
    #expect(CalendarPeriod(text: period.description) == period)
  }

  @Test(arguments: [
    "", "P", "PT", "P1", "P1DT", "1D", "P-1D", "P+1D", "P1.5D", "P1D1D", "P1M1Y", "PT1M1H", "P1H", "p1d", "P 1D",
    "P1D ", "P99999999999999999999D", "P10001Y", "P3660001D", "PT999999999999S", "0 business days", "business days",
    "3661 business days", "-1 business days", "2 busines days", "P1\u{664}D", "P١D",
  ])
  func `what is no period is refused`(text: String) { #expect(CalendarPeriod(text: text) == nil) }
}

import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct `Calendar periods` {
  private func date(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

  private func period(_ text: String) throws -> CalendarPeriod { try #require(CalendarPeriod(text: text)) }

  /// The shared vectors: every dialect's function has to give these.
  static let vectors: [(period: String, anchor: String, end: String)] = [
    ("P1M", "2026-01-31", "2026-02-28"), ("P1M", "2028-01-31", "2028-02-29"), ("P1M", "2026-01-28", "2026-02-28"),
    ("P1M", "2026-03-31", "2026-04-30"), ("P2M", "2026-01-31", "2026-03-31"), ("P13M", "2026-01-31", "2027-02-28"),
    ("P1Y", "2028-02-29", "2029-02-28"), ("P4Y", "2028-02-29", "2032-02-29"), ("P12M", "2028-02-29", "2029-02-28"),
    ("P100Y", "2000-02-29", "2100-02-28"), ("P90D", "2026-01-01", "2026-04-01"), ("P2W", "2026-02-20", "2026-03-06"),
    ("P1M1D", "2026-01-31", "2026-03-01"), ("PT72H", "2026-02-27T10:00:00Z", "2026-03-02T10:00:00Z"),
    ("P1M", "2026-12-31T23:59:59.999999Z", "2027-01-31T23:59:59.999999Z"), ("P0D", "2026-01-31", "2026-01-31"),
    ("P1M", "1969-12-31", "1970-01-31"), ("P1M", "1900-01-31", "1900-02-28"),
    // 2026-02-06 is a Friday.
    ("1 business day", "2026-02-06T15:00:00Z", "2026-02-10"), ("1 business day", "2026-02-07", "2026-02-10"),
    ("5 business days", "2026-02-06", "2026-02-14"), ("15 business days", "2026-02-02", "2026-02-24"),
  ]

  @Test(arguments: Self.vectors)
  func `A period is added to its anchor`(_ vector: (period: String, anchor: String, end: String)) throws {
    let end = try period(vector.period).added(to: date(vector.anchor))
    #expect(try end == date(vector.end), "\(vector.anchor) + \(vector.period)")
  }

  @Test func `Adding a month twice is not adding two`() throws {
    let (month, anchor) = (try period("P1M"), try date("2026-01-31"))
    #expect(month.added(to: month.added(to: anchor)) == (try date("2026-03-28")))
    #expect(try period("P2M").added(to: anchor) == date("2026-03-31"))
  }

  @Test func `Clamped addition is not monotone in the hour`() throws {
    let month = try period("P1M")
    let (earlier, later) = (try date("2026-01-30T23:00:00Z"), try date("2026-01-31T01:00:00Z"))
    #expect(month.added(to: later) < month.added(to: earlier))
  }

  @Test func `A month has 28 to 31 days and no order of days is broken`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<3000 {
      let anchor = CivilDate(daysSinceEpoch: Int.random(in: -40_000...60_000, using: &random))
      let months = Int.random(in: 0...60, using: &random)
      let days = anchor.adding(months: months).daysSinceEpoch - anchor.daysSinceEpoch
      #expect((28 * months...31 * months).contains(days))
      let next = CivilDate(daysSinceEpoch: anchor.daysSinceEpoch + 1)
      #expect(anchor.adding(months: months) <= next.adding(months: months))
    }
  }

  @Test(arguments: ["P1Y6M", "P13M", "P90D", "PT72H", "P1DT12H", "15 business days", "1 business day", "P0D", "P2Y"])
  func `What it writes it reads`(_ text: String) throws {
    let read = try period(text)
    #expect(CalendarPeriod(text: read.description) == read)
  }

  @Test(arguments: [
    "", "P", "PT", "P1", "1M", "P-1M", "P1.5M", "P1M1Y", "P1D2D", "PT1M1H", "P1H", "business days", "0 business days",
    "-3 business days", "P99999999999999999999D", "P1M ", "p1m", "P1DT", "P１D",
  ])
  func `What is no period is refused`(_ text: String) { #expect(CalendarPeriod(text: text) == nil) }

  @Test func `The ends of time stay where they are`() throws {
    #expect(try period("P1M").added(to: .distantFuture) == .distantFuture)
    #expect(try period("P1M").added(to: .distantPast) == .distantPast)
  }
}

import GovernanceModel
import Testing

@Suite struct `Moments and instants` {
  @Test(arguments: [
    ("2018", "2018-01-01", "2019-01-01"), ("2018-12", "2018-12-01", "2019-01-01"),
    ("2018-02-28", "2018-02-28", "2018-03-01"), ("2020-02", "2020-02-01", "2020-03-01"),
  ])
  func `A date names its whole interval`(_ text: String, _ start: String, _ end: String) throws {
    let moment = try #require(Moment(iso8601: text))
    #expect(moment.start.description == start + "T00:00:00Z")
    #expect(moment.end.description == end + "T00:00:00Z")
    #expect(!moment.isExact)
  }

  @Test(arguments: [
    ("2018-01-01T04:01:20Z", "2018-01-01T04:01:20Z"), ("2018-01-01 04:01:20", "2018-01-01T04:01:20Z"),
    ("2018-01-01t04:01z", "2018-01-01T04:01:00Z"), ("2018-01-01T04:01:20+05:30", "2017-12-31T22:31:20Z"),
    ("2018-01-01T04:01:20-0800", "2018-01-01T12:01:20Z"), ("2018-01-01T04:01:20.5Z", "2018-01-01T04:01:20.500000Z"),
    ("2018-01-01T04:01:20,1234567Z", "2018-01-01T04:01:20.123456Z"),
    ("2018-01-01 04:01:20 UTC", "2018-01-01T04:01:20Z"),
    ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
  ])
  func `A time is read in its offset`(_ text: String, _ expected: String) throws {
    let moment = try #require(Moment(iso8601: text))
    #expect(moment.isExact)
    #expect(moment.start.description == expected)
  }

  @Test(arguments: [
    "", "18", "2018-1-1", "2018-13", "2018-02-29", "2018-00-10", "2018-01-01T", "2018-01-01T25:00Z", "2018-01-01T10",
    "2018-01-01T10:61Z", "2018-01-01T10:00:00.Z", "2018-01-01T10:00:00Zx", "2018-01-01T10:00:00+25:00",
    "2018-01-01X10:00",
    "２０１８-01-01", "2018-01-01T10:00:00 PST", "yesterday", "2018-01-01T10:00:00+0",
  ])
  func `What is no instant is refused`(_ text: String) { #expect(Moment(iso8601: text) == nil) }

  @Test func `Coincidence needs an interval`() throws {
    let day = try #require(Moment(iso8601: "2026-03-01"))
    let month = try #require(Moment(iso8601: "2026-03"))
    let noon = try #require(Moment(iso8601: "2026-03-01T12:00:00Z"))
    #expect(!noon.mayCoincide(with: noon))
    #expect(day.mayCoincide(with: noon) && noon.mayCoincide(with: day) && day.mayCoincide(with: month))
    #expect(!day.mayCoincide(with: Moment(day.end)))
    #expect(day.mayCoincide(with: Moment(day.start)))
    let next = try #require(Moment(iso8601: "2026-03-02"))
    #expect(!day.mayCoincide(with: next))
  }

  @Test func `An interval never ends before it starts`() {
    let (early, late) = (Instant(microseconds: 1), Instant(microseconds: 5))
    #expect(Moment(from: late, until: early) == Moment(late))
  }

  @Test func `Arithmetic stops at the ends of time`() {
    #expect(Instant.distantFuture.advanced(byMicroseconds: 1) == .distantFuture)
    #expect(Instant.distantPast.advanced(byMicroseconds: -1) == .distantPast)
  }

  @Test func `Days and dates are one to one over four centuries`() {
    var last = CivilDate(daysSinceEpoch: -146_097)
    for day in -146_096...0 {
      let date = CivilDate(daysSinceEpoch: day)
      #expect(date.daysSinceEpoch == day && last < date)
      #expect(date.weekday == last.weekday % 7 + 1)
      last = date
    }
    #expect(CivilDate(daysSinceEpoch: 0).weekday == 4, "1970-01-01 was a Thursday")
  }
}

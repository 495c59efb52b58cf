import GovernanceModel
import Testing

/// Zones built by hand: Central European Time of 2026, and a zone that skips a day.
@Suite struct `Local time` {
  private let paris = ZoneRules(
    name: "Paris", firstOffsetSeconds: 3600,
    transitions: [
      .init(at: Instant(iso8601: "2026-03-29T01:00:00Z") ?? .distantPast, offsetSeconds: 7200),
      .init(at: Instant(iso8601: "2026-10-25T01:00:00Z") ?? .distantPast, offsetSeconds: 3600),
    ])
  /// Samoa left out 30 December 2011.
  private let samoa = ZoneRules(
    name: "Samoa", firstOffsetSeconds: -36_000,
    transitions: [.init(at: Instant(iso8601: "2011-12-30T10:00:00Z") ?? .distantPast, offsetSeconds: 50_400)])

  private func instant(_ text: String, in zone: ZoneRules) throws -> Instant {
    try #require(Moment(iso8601: text, zone: zone)).start
  }

  @Test(arguments: [
    ("2026-01-15T12:00:00", "2026-01-15T11:00:00Z"), ("2026-07-15T12:00:00", "2026-07-15T10:00:00Z"),
    ("2026-03-29T01:59:59", "2026-03-29T00:59:59Z"), ("2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
    // Shown twice: the earlier one.
    ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"), ("2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
  ])
  func `A wall clock names an instant`(_ local: String, _ expected: String) throws {
    #expect(try instant(local, in: paris) == instant(expected, in: .utc))
  }

  @Test func `A day of a change is 23 or 25 hours long`() throws {
    let spring = try #require(Moment(iso8601: "2026-03-29", zone: paris))
    let autumn = try #require(Moment(iso8601: "2026-10-25", zone: paris))
    #expect(spring.end.microseconds - spring.start.microseconds == 23 * 3_600_000_000)
    #expect(autumn.end.microseconds - autumn.start.microseconds == 25 * 3_600_000_000)
  }

  @Test func `A day is added on the wall clock and hours are added as they pass`() throws {
    let before = try instant("2026-03-28T12:00:00", in: paris)
    let nextNoon = CalendarPeriod(days: 1).added(to: before, zone: paris)
    #expect(try nextNoon == instant("2026-03-29T12:00:00", in: paris))
    let hours = CalendarPeriod(microseconds: 24 * 3_600_000_000).added(to: before, zone: paris)
    #expect(try hours == instant("2026-03-29T13:00:00", in: paris))
  }

  @Test func `Business days end at local midnight`() throws {
    // Friday 27 March 2026; Monday is after the change.
    let friday = try instant("2026-03-27T23:30:00", in: paris)
    let end = CalendarPeriod(businessDays: 1).added(to: friday, zone: paris)
    #expect(try end == instant("2026-03-31", in: paris))
  }

  @Test func `Every instant survives the way to the wall clock and back, save the repeated hour`() throws {
    for zone in [paris, samoa] {
      var instant = try #require(Instant(iso8601: zone == paris ? "2026-03-25" : "2011-12-26"))
      for _ in 0..<600 {
        #expect(zone.instant(ofLocal: zone.local(instant)) == instant)
        instant = instant.advanced(byMicroseconds: 1_234_567_891)
      }
    }
  }

  @Test func `Before the first transition the first offset holds`() {
    #expect(paris.offsetSeconds(at: .distantPast) == 3600)
    #expect(paris.offsetSeconds(at: Instant(iso8601: "2026-03-29T01:00:00Z") ?? .distantPast) == 7200)
    #expect(ZoneRules.utc.offsetSeconds(at: .distantFuture) == 0)
  }
}

import ConsentHistory
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct `Grace and periods` {
  private func asked(at day: Int, method: String? = nil, _ grace: ConsentTerms.Grace) -> ConsentState {
    let events = [event(.given, at: Day.at(0)), event(.withdrawn, at: Day.at(2), method: method)]
    return state(events, at: Day.at(day), under: terms { $0.grace = grace })
  }

  @Test func `Within grace a negative ends nothing`() {
    var grace = ConsentTerms.Grace()
    grace.standard = CalendarPeriod(days: 10)
    #expect(asked(at: 11, grace) == .valid)
    #expect(asked(at: 12, grace) == .invalid(.withdrawn))
  }

  @Test func `Grace goes by the method of the negative`() {
    var grace = ConsentTerms.Grace()
    grace.standard = CalendarPeriod(days: 10)
    grace.byMethod = ["signal": .zero]
    #expect(asked(at: 2, method: "signal", grace) == .invalid(.withdrawn))
    #expect(asked(at: 2, method: "letter", grace) == .valid)
  }

  @Test func `Fifteen business days after a Saturday`() {
    // 2026-01-03 is a Saturday: the fifteenth business day after it is Friday 23 January, day 22.
    var grace = ConsentTerms.Grace()
    grace.standard = CalendarPeriod(businessDays: 15)
    #expect(asked(at: 22, grace) == .valid)
    #expect(asked(at: 23, grace) == .invalid(.withdrawn))
  }

  @Test func `A month is added to the grant and held to its last day`() {
    let events = [event(.given, at: Day.at(30))]
    let month = terms { $0.maxAge = CalendarPeriod(months: 1) }
    #expect(state(events, at: Day.at(57, hour: 23), under: month) == .valid, "31 January + P1M is 28 February")
    #expect(state(events, at: Day.at(58), under: month) == .invalid(.tooOld))
  }

  /// Bounds save arithmetic; they must never change an answer.
  @Test(arguments: [ZoneRules.utc, RandomConsent.zone])
  func `Bounds of a period never decide against the calendar`(_ zone: ZoneRules) {
    var random = SplitMix64(seed: 9)
    for _ in 0..<4000 {
      let months = random.oneIn(2) ? Int.random(in: 0...30, using: &random) : 0
      let period =
        random.oneIn(3)
        ? CalendarPeriod(businessDays: Int.random(in: 1...40, using: &random))
        : CalendarPeriod(
          months: months, days: Int.random(in: 0...40, using: &random),
          microseconds: Int64.random(in: 0...90_000_000_000, using: &random))
      let anchor = Instant(
        microseconds: Int64.random(in: 1_765_000_000_000_000...1_775_000_000_000_000, using: &random))
      let end = period.added(to: anchor, zone: zone).microseconds
      let bounded = BoundedPeriod(period, zone: zone)
      for offset: Int64 in [-1, 0, 1, -86_400_000_000, 86_400_000_000] {
        let now = end + offset
        #expect(bounded.hasPassed(since: anchor.microseconds, at: now) == (now >= end), "\(period) after \(anchor)")
      }
    }
  }

  @Test(arguments: [
    ("3.10", "3.9", true), ("3.9", "3.10", false), ("3", "3.0", true), ("3.0.1", "3", true), ("03", "3", true),
    ("v2", "v10", true), ("2026-01", "2025-12", true), ("", "1", false), ("100000000000000000000", "99", true),
    ("3.", "3", true), ("3", "3.", false),
  ])
  func `Notice versions are dotted numbers, else bytes`(_ version: String, _ minimum: String, _ expected: Bool) {
    #expect(NoticeVersion.isAtLeast(version, minimum: minimum) == expected)
  }

  @Test func `A child's own yes counts from the birthday`() throws {
    let born = try #require(CivilDate(year: 2010, month: 1, day: 11))
    let birth = BirthDate(earliest: born, latest: born)
    let child = terms { $0.guardianBelowAge = 16 }
    func asked(_ day: Int, _ birth: BirthDate?, _ actor: ConsentActor = .self) -> ConsentState {
      state([event(.given, at: Day.at(day), actor: actor)], at: Day.at(60), birth: birth, under: child)
    }
    #expect(asked(9, birth) == .invalid(.notAuthorised))
    #expect(asked(10, birth) == .valid)
    #expect(asked(9, birth, .guardian) == .valid)
    #expect(asked(9, nil) == .unverifiable(.ageUnknown))
    let later = try #require(CivilDate(year: 2010, month: 12, day: 31))
    #expect(asked(20, BirthDate(earliest: born, latest: later)) == .unverifiable(.ageUnknown))
    let withdrawn = [event(.given, at: Day.at(9)), event(.withdrawn, at: Day.at(20), actor: .guardian)]
    #expect(state(withdrawn, at: Day.at(60), under: child) == .invalid(.withdrawn))
  }
}

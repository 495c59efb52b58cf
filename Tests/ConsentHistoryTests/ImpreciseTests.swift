import ConsentHistory
import GovernanceModel
import Testing

/// Instants known only to a day (semantics section 2).
@Suite struct `Days instead of instants` {
  @Test func `A grant on a day counts from its end`() {
    let events = [event(.given, at: Day.date(1))]
    #expect(state(events, at: Day.at(2)) == .valid)
    #expect(state(events, at: Day.at(0, hour: 23)) == .invalid(.noRecord))
    #expect(state(events, at: Day.at(1, hour: 12)) == .unverifiable(.sameDay))
  }

  @Test func `A withdrawal on a day counts from its start`() {
    let events = [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.date(5))]
    #expect(state(events, at: Day.at(4, hour: 23)) == .valid)
    #expect(state(events, at: Day.at(5, hour: 12)) == .unverifiable(.sameDay))
    #expect(state(events, at: Day.at(6)) == .invalid(.withdrawn))
  }

  @Test func `A use on a day and an event on that day`() {
    let withdrawn = [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(5, hour: 12))]
    #expect(state(withdrawn, at: Day.date(5)) == .unverifiable(.sameDay))
    #expect(state(withdrawn, at: Day.date(6)) == .invalid(.withdrawn))
    #expect(state([event(.given, at: Day.at(5, hour: 12))], at: Day.date(5)) == .unverifiable(.sameDay))
    #expect(state([event(.given, at: Day.at(5))], at: Day.date(5)) == .valid, "midnight is before every use of the day")
  }

  @Test func `An event that changes nothing leaves no doubt`() {
    let refused = [event(.refused, at: Day.at(1)), event(.withdrawn, at: Day.date(5))]
    #expect(state(refused, at: Day.at(5, hour: 12)) == .invalid(.withdrawn))
    let elsewhere = [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.date(5), channel: sms)]
    #expect(state(elsewhere, at: Day.at(5, hour: 12), channel: email) == .valid)
  }

  @Test func `Of a yes and a no on one day the no counts`() {
    let events = [event(.withdrawn, at: Day.date(5)), event(.given, at: Day.date(5))]
    #expect(state(events, at: Day.at(7)) == .invalid(.withdrawn))
    #expect(state([event(.withdrawn, at: Day.date(5)), event(.given, at: Day.at(6))], at: Day.at(7)) == .valid)
  }

  @Test func `A month is an interval too`() {
    let february = Moment(from: Day.instant(31), until: Day.instant(59))
    #expect(state([event(.given, at: february)], at: Day.at(40)) == .unverifiable(.sameDay))
    #expect(state([event(.given, at: february)], at: Day.at(59)) == .valid)
  }

  @Test func `A back-dated grant does not cover what was done before it was recorded`() {
    let events = [event(.given, at: Day.at(1), recordedAt: Day.at(5))]
    #expect(state(events, at: Day.at(4)) == .invalid(.noRecord))
    #expect(state(events, at: Day.at(5)) == .valid)
    #expect(state([event(.given, at: Day.at(1), recordedAt: Day.date(5))], at: Day.at(5)) == .unverifiable(.sameDay))
  }

  @Test func `With recorded knowledge a no counts when it was known`() {
    let recorded = terms { $0.knowledge = .recorded }
    let events = [
      event(.given, at: Day.at(1), recordedAt: Day.at(1)), event(.withdrawn, at: Day.at(3), recordedAt: Day.at(5)),
    ]
    #expect(state(events, at: Day.at(4), under: recorded) == .valid)
    #expect(state(events, at: Day.at(5), under: recorded) == .invalid(.withdrawn))
    #expect(state(events, at: Day.at(4)) == .invalid(.withdrawn))
    #expect(state([event(.given, at: Day.at(1))], at: Day.at(4), under: recorded) == .invalid(.noEvidence))
  }
}

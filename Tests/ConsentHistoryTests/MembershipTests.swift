import ConsentHistory
import GovernanceModel
import Testing

/// Standing membership of an audience (semantics section 4).
@Suite struct `Membership over time` {
  private func member(
    _ events: [ConsentEvent], from entered: Moment = Day.at(2), until left: Moment? = nil, asOf: Int = 20,
    under terms: ConsentTerms = ConsentTerms()
  ) -> ConsentMembership? {
    ConsentTimeline(events).membership(
      of: ConsentQuestion(use: communications, at: entered), under: terms, entered: entered, left: left,
      asOf: Day.instant(asOf))
  }

  private func bad(_ state: ConsentState, _ first: Int, _ last: Int) -> ConsentMembership {
    ConsentMembership(state: state, first: Day.instant(first), last: Day.instant(last))
  }

  @Test func `A member who agrees all the while`() {
    #expect(member([event(.given, at: Day.at(1))]) == ConsentMembership(state: .valid))
  }

  @Test func `A member who withdraws is bad from then on`() {
    let events = [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(5))]
    #expect(member(events) == bad(.invalid(.withdrawn), 5, 20))
    #expect(member(events, until: Day.at(9)) == bad(.invalid(.withdrawn), 5, 9))
    #expect(member(events, until: Day.at(5)) == ConsentMembership(state: .valid), "the end does not belong to it")
    #expect(member(events, until: Day.at(30)) == bad(.invalid(.withdrawn), 5, 20))
  }

  @Test func `First and last are the ends of the union of bad intervals`() {
    let events = [
      event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(5)), event(.given, at: Day.at(6)),
      event(.refused, at: Day.at(8)), event(.given, at: Day.at(9)),
    ]
    #expect(member(events) == bad(.invalid(.withdrawn), 5, 9))
  }

  @Test func `Expiry, age and grace are breakpoints`() {
    #expect(member([event(.given, at: Day.at(1), expiresAt: Day.at(7))]) == bad(.invalid(.expired), 7, 20))
    let aged = terms { $0.maxAge = CalendarPeriod(days: 10) }
    #expect(member([event(.given, at: Day.at(1))], under: aged) == bad(.invalid(.tooOld), 11, 20))
    let graced = terms { $0.grace.standard = CalendarPeriod(days: 4) }
    let events = [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(5))]
    #expect(member(events, under: graced) == bad(.invalid(.withdrawn), 9, 20))
  }

  @Test func `Nothing to judge before it begins or where it is empty`() {
    #expect(member([], from: Day.at(21)) == nil)
    #expect(member([], from: Day.at(5), until: Day.at(5)) == nil)
    #expect(member([], from: Day.at(20)) == bad(.invalid(.noRecord), 20, 20), "asOf belongs to a standing membership")
  }

  @Test func `A withdrawal on a day within counts from its start`() {
    let events = [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.date(5))]
    #expect(member(events) == bad(.invalid(.withdrawn), 5, 20))
    #expect(member(events, until: Day.at(5, hour: 12))?.state == .unverifiable(.sameDay))
  }

  @Test func `A member since a day on which the grant came`() {
    let events = [event(.given, at: Day.at(2, hour: 12))]
    #expect(member(events, from: Day.date(2))?.state == .unverifiable(.sameDay))
    #expect(member(events, from: Day.date(3))?.state == .valid)
  }

  @Test func `A violation outweighs what cannot be told`() {
    let events = [
      event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(5), channel: sms), event(.refused, at: Day.at(9)),
    ]
    #expect(member(Array(events.dropLast())) == bad(.unverifiable(.useTooCoarse), 5, 20))
    #expect(member(events) == bad(.invalid(.refused), 9, 20))
  }

  @Test func `The opt-out regime over time`() {
    let timeline = ConsentTimeline([event(.optedOut, at: Day.at(5))])
    let minded = terms { $0.minds = [.optedOut] }
    let question = ConsentQuestion(use: communications, at: Day.at(2))
    let answer = timeline.optOutMembership(
      of: question, under: minded, entered: Day.at(2), left: nil, asOf: Day.instant(8))
    #expect(answer == bad(.invalid(.optedOut), 5, 8))
  }

  /// A renewal at every visit: adding grants ends nothing, so they are no place to look.
  @Test func `A history of many renewals`() {
    let renewals = (0..<6_000).map { event(.renewed, at: Moment(Day.instant(3).advanced(byMicroseconds: $0))) }
    let events = [event(.given, at: Day.at(1))] + renewals
    #expect(member(events) == ConsentMembership(state: .valid))
    #expect(member(events + [event(.withdrawn, at: Day.at(6))]) == bad(.invalid(.withdrawn), 6, 20))
  }
}

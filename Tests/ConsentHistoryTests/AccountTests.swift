import ConsentHistory
import GovernanceModel
import ProvisoTesting
import Testing

/// What each event has to do with an answer.
@Suite struct `Accounts of consent` {
  private func account(
    _ events: [ConsentEvent], at: Moment, under terms: ConsentTerms = ConsentTerms(),
    _ regime: ConsentRegime = .consent, channel: Channel? = nil, controller: String? = nil
  ) -> ConsentAccount {
    ConsentTimeline(events).account(
      of: ConsentQuestion(use: communications, channel: channel, controller: controller, at: at), under: terms, regime)
  }

  @Test func `A yes suffices until a no ends it, and a later yes takes the no back`() {
    let events = [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(5)), event(.given, at: Day.at(9))]
    #expect(account(events, at: Day.at(3)).roles == [.sufficient, .later, .later])
    let refused = account(events, at: Day.at(6))
    #expect(refused.roles == [.ended(by: 1, isTie: false), .inForce, .later])
    #expect(refused.decisive == 1 && refused.state == .invalid(.withdrawn))
    let again = account(events, at: Day.at(10))
    #expect(again.roles == [.ended(by: 1, isTie: false), .lifted(by: 2), .sufficient] && again.decisive == 2)
  }

  @Test func `A tie goes to the no`() {
    let events = [event(.given, at: Day.at(1)), event(.refused, at: Day.at(1))]
    #expect(account(events, at: Day.at(2)).roles == [.ended(by: 1, isTie: true), .inForce])
  }

  @Test func `A broad yes does not take back a specific no`() {
    let events = [event(.withdrawn, at: Day.at(1)), event(.given, marketing, at: Day.at(2))]
    #expect(account(events, at: Day.at(3)).roles == [.inForce, .insufficient(.tooBroad)])
  }

  @Test func `Grace is told with its end`() {
    let slow = terms { $0.grace.standard = CalendarPeriod(days: 10) }
    let events = [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(5), method: "form")]
    #expect(account(events, at: Day.at(6), under: slow).roles == [.sufficient, .withinGrace(until: Day.instant(15))])
    #expect(account(events, at: Day.at(15), under: slow).roles == [.ended(by: 1, isTie: false), .inForce])
  }

  @Test func `What is of another purpose, channel or controller, late, unsure, a question or not minded`() {
    let events = [
      event(.given, DataUse("personalize"), at: Day.at(1)), event(.given, at: Day.at(2), channel: sms),
      event(.given, at: Day.at(3), controller: "other"), event(.requested, at: Day.at(4)),
      event(.objected, at: Day.at(5)), event(.given, at: Day.at(6), recordedAt: Day.at(30)),
      event(.given, at: Day.date(20)),
    ]
    #expect(
      account(events, at: Day.at(20, hour: 3), channel: email, controller: "us").roles == [
        .otherPurpose, .otherChannel, .otherController, .prompt, .notMinded, .recordedLater, .sameTime,
      ])
  }

  @Test func `Where only a no counts, no yes is asked for`() {
    let minding = terms { $0.minds = [.objected] }
    let events = [event(.given, at: Day.at(1)), event(.objected, at: Day.at(2))]
    #expect(account(events, at: Day.at(3), under: minding, .optOut).roles == [.notAsked, .inForce])
  }

  @Test func `The account agrees with the answer`() {
    var random = RandomConsent(seed: 71)
    random.allowsDates = false
    for _ in 0..<3000 {
      let (events, question, terms) = (random.history(), random.question(), random.terms())
      let timeline = ConsentTimeline(events, channelUses: RandomConsent.channelUses)
      let account = timeline.account(of: question, under: terms)
      #expect(account.state == timeline.state(of: question, under: terms))
      #expect(account.roles.count == timeline.events.count)
      let (isBarred, isGranted) = (account.roles.contains(.inForce), account.roles.contains(.sufficient))
      switch account.state {
      case .valid: #expect(isGranted && !isBarred, "\(timeline.events) \(question) \(terms)")
      case .invalid: #expect(isBarred || !isGranted, "\(timeline.events) \(question) \(terms)")
      case .unverifiable: break
      }
      guard let decisive = account.decisive, account.state != .unverifiable(.useTooCoarse) else { continue }
      let role = account.roles[decisive]
      switch account.state {
      case .valid: #expect(role == .sufficient)
      case .invalid(let reason):
        #expect(role == .inForce || role == .insufficient(reason), "\(role) \(timeline.events) \(question) \(terms)")
      case .unverifiable: break
      }
    }
  }
}

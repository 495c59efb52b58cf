import ConsentHistory
import GovernanceModel
import Testing

/// One row: a history, a question, the answer that semantics section 3 gives.
struct ReasonExample: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var events: [ConsentEvent]
  var at = Day.at(10)
  var use = communications
  var channel: Channel?
  var controller: String?
  var terms = ConsentTerms()
  var expected: ConsentState
}

@Suite struct `Reasons of a consent state` {
  @Test(arguments: Self.negatives + Self.grants + Self.places)
  func `A history gives its reason`(_ example: ReasonExample) {
    let answer = state(
      example.events, at: example.at, use: example.use, channel: example.channel, controller: example.controller,
      under: example.terms)
    #expect(answer == example.expected)
  }

  static let negatives: [ReasonExample] = [
    ReasonExample(testDescription: "nothing recorded", events: [], expected: .invalid(.noRecord)),
    ReasonExample(testDescription: "given", events: [event(.given, at: Day.at(1))], expected: .valid),
    ReasonExample(testDescription: "renewed", events: [event(.renewed, at: Day.at(1))], expected: .valid),
    ReasonExample(
      testDescription: "given later than the use", events: [event(.given, at: Day.at(11))],
      expected: .invalid(.noRecord)),
    ReasonExample(
      testDescription: "withdrawn", events: [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(2))],
      expected: .invalid(.withdrawn)),
    ReasonExample(
      testDescription: "withdrawn at the instant of the use",
      events: [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(10))], expected: .invalid(.withdrawn)),
    ReasonExample(
      testDescription: "withdrawn after the use",
      events: [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(11))], expected: .valid),
    ReasonExample(
      testDescription: "a tie goes to the no",
      events: [event(.given, at: Day.at(2)), event(.withdrawn, at: Day.at(2))], expected: .invalid(.withdrawn)),
    ReasonExample(
      testDescription: "of two that tie the first of the table",
      events: [event(.withdrawn, at: Day.at(2)), event(.refused, at: Day.at(2))], expected: .invalid(.refused)),
    ReasonExample(
      testDescription: "a prompt decides nothing",
      events: [event(.given, at: Day.at(1)), event(.requested, at: Day.at(2)), event(.deferred, at: Day.at(3))],
      expected: .valid),
    ReasonExample(
      testDescription: "erasure is for every purpose",
      events: [event(.given, at: Day.at(1)), event(.erased, DataUse("personalize"), at: Day.at(2), channel: sms)],
      expected: .invalid(.erased)),
    ReasonExample(
      testDescription: "an objection that nobody minds",
      events: [event(.given, at: Day.at(1)), event(.objected, at: Day.at(2))], expected: .valid),
    ReasonExample(
      testDescription: "an objection that is minded",
      events: [event(.given, at: Day.at(1)), event(.objected, at: Day.at(2))], terms: terms { $0.minds = [.objected] },
      expected: .invalid(.objected)),
    ReasonExample(
      testDescription: "a refusal outlives what it follows and expiry",
      events: [event(.refused, at: Day.at(1), expiresAt: Day.at(2))], expected: .invalid(.refused)),
  ]

  static let grants: [ReasonExample] = [
    ReasonExample(
      testDescription: "expired at its instant", events: [event(.given, at: Day.at(1), expiresAt: Day.at(10))],
      expected: .invalid(.expired)),
    ReasonExample(
      testDescription: "not yet expired", events: [event(.given, at: Day.at(1), expiresAt: Day.at(10, hour: 1))],
      expected: .valid),
    ReasonExample(
      testDescription: "an expiry date is its whole day",
      events: [event(.given, at: Day.at(1), expiresAt: Day.date(10))], at: Day.at(10, hour: 23), expected: .valid),
    ReasonExample(
      testDescription: "too old", events: [event(.given, at: Day.at(1))],
      terms: terms { $0.maxAge = CalendarPeriod(days: 9) }, expected: .invalid(.tooOld)),
    ReasonExample(
      testDescription: "a renewal makes it younger",
      events: [event(.given, at: Day.at(1)), event(.renewed, at: Day.at(5))],
      terms: terms { $0.maxAge = CalendarPeriod(days: 9) }, expected: .valid),
    ReasonExample(
      testDescription: "wrong kind", events: [event(.given, at: Day.at(1), kind: .softOptIn)],
      terms: terms { $0.kinds = [.express, .explicit] }, expected: .invalid(.wrongKind)),
    ReasonExample(
      testDescription: "an older grant of the right kind still passes",
      events: [event(.given, at: Day.at(1)), event(.given, at: Day.at(2), kind: .implied)],
      terms: terms { $0.kinds = [.express] }, expected: .valid),
    ReasonExample(
      testDescription: "not authorised", events: [event(.given, at: Day.at(1), actor: .import)],
      terms: terms { $0.actors = [.self, .guardian] }, expected: .invalid(.notAuthorised)),
    ReasonExample(
      testDescription: "no evidence", events: [event(.given, at: Day.at(1), method: "form")],
      terms: terms { $0.evidence = [.method, .reference] }, expected: .invalid(.noEvidence)),
    ReasonExample(
      testDescription: "evidence",
      events: [event(.given, at: Day.at(1), method: "form", evidence: "proof-1")],
      terms: terms { $0.evidence = [.method, .reference] }, expected: .valid),
    ReasonExample(
      testDescription: "a superseded notice",
      events: [event(.given, at: Day.at(1), notice: .init(id: "privacy", version: "3.9"))],
      terms: terms { $0.minimumNotice = ["privacy": "3.10"] }, expected: .invalid(.noticeSuperseded)),
    ReasonExample(
      testDescription: "no notice where a version is asked for", events: [event(.given, at: Day.at(1))],
      terms: terms { $0.minimumNotice = ["privacy": "3.10"] }, expected: .invalid(.noticeSuperseded)),
    ReasonExample(
      testDescription: "too broad", events: [event(.given, marketing, at: Day.at(1))], expected: .invalid(.tooBroad)),
    ReasonExample(
      testDescription: "a broad level that is listed", events: [event(.given, marketing, at: Day.at(1))],
      terms: terms { $0.grantLevels = [marketing] }, expected: .valid),
    ReasonExample(
      testDescription: "an ancestor where only the use will do", events: [event(.given, at: Day.at(1))], use: emailUse,
      terms: terms { $0.exactLevelOnly = true }, expected: .invalid(.tooBroad)),
    ReasonExample(
      testDescription: "an ancestor below the first segment", events: [event(.given, at: Day.at(1))], use: emailUse,
      expected: .valid),
    ReasonExample(
      testDescription: "a sibling's grant is none", events: [event(.given, smsUse, at: Day.at(1))], use: emailUse,
      expected: .invalid(.noRecord)),
    ReasonExample(
      testDescription: "a descendant's grant is none", events: [event(.given, emailUse, at: Day.at(1))],
      expected: .invalid(.noRecord)),
    ReasonExample(
      testDescription: "the first failing test is told",
      events: [event(.given, marketing, at: Day.at(1), expiresAt: Day.at(2), kind: .implied)],
      terms: terms { $0.kinds = [.express] }, expected: .invalid(.wrongKind)),
  ]

  static let places: [ReasonExample] = [
    ReasonExample(
      testDescription: "another channel", events: [event(.given, at: Day.at(1), channel: sms)], channel: email,
      expected: .invalid(.wrongChannel)),
    ReasonExample(
      testDescription: "a dead grant on another channel",
      events: [event(.given, at: Day.at(1), channel: sms), event(.withdrawn, at: Day.at(2), channel: sms)],
      channel: email, expected: .invalid(.noRecord)),
    ReasonExample(
      testDescription: "another controller", events: [event(.given, at: Day.at(1), controller: "acme")],
      controller: "globex", expected: .invalid(.wrongController)),
    ReasonExample(
      testDescription: "a grant without a channel is for each", events: [event(.given, at: Day.at(1))], channel: email,
      expected: .valid),
    ReasonExample(
      testDescription: "a no on another channel", channel: email,
      events: [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(2), channel: sms)], expected: .valid),
    ReasonExample(
      testDescription: "a use without a channel, a no with one",
      events: [event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(2), channel: sms)],
      expected: .unverifiable(.useTooCoarse)),
  ]
}

extension ReasonExample {
  init(
    testDescription: String, channel: Channel?, events: [ConsentEvent], expected: ConsentState
  ) {
    self.init(testDescription: testDescription, events: events, expected: expected)
    self.channel = channel
  }
}

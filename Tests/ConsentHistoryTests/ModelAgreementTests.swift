import ConsentHistory
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct `The kernel is section 3` {
  /// A random case in words, should the two differ.
  private func described(_ events: [ConsentEvent], _ question: ConsentQuestion, _ terms: ConsentTerms) -> Comment {
    "\(events.map { "\($0)" }.joined(separator: "\n"))\n\(question)\n\(terms)"
  }

  @Test(arguments: 0..<8)
  func `Timeline and literal model agree on random histories`(_ part: Int) {
    var random = RandomConsent(seed: UInt64(1000 + part))
    for _ in 0..<2500 {
      let (events, question, terms) = (random.history(), random.question(), random.terms())
      let isOptOut = random.generator.oneIn(4)
      let timeline = ConsentTimeline(events, channelUses: RandomConsent.channelUses)
      let model = NaiveModel(
        events: events, question: question, terms: terms, channelUses: RandomConsent.channelUses, isOptOut: isOptOut)
      let answer =
        isOptOut ? timeline.optOutState(of: question, under: terms) : timeline.state(of: question, under: terms)
      let expected = model.state()
      #expect(answer == expected, described(events, question, terms))
      guard answer == expected else { return }
    }
  }

  @Test func `Every answer occurs among the random cases`() {
    var random = RandomConsent(seed: 42)
    var seen: Set<ConsentState> = []
    for _ in 0..<4000 {
      let timeline = ConsentTimeline(random.history(), channelUses: RandomConsent.channelUses)
      seen.insert(timeline.state(of: random.question(), under: random.terms()))
    }
    let reasons: [Reason] = [
      .noRecord, .wrongChannel, .wrongController, .refused, .withdrawn, .invalidated, .revoked, .erased, .objected,
      .optedOut, .limited, .notAuthorised, .wrongKind, .noEvidence, .noticeSuperseded, .expired, .tooOld, .tooBroad,
    ]
    let expected: [ConsentState] =
      [.valid] + reasons.map { .invalid($0) } + [.sameDay, .useTooCoarse, .ageUnknown].map { .unverifiable($0) }
    for state in expected { #expect(seen.contains(state), "\(state)") }
  }

  @Test func `Long histories agree as well`() {
    var random = RandomConsent(seed: 77)
    for _ in 0..<150 {
      let events = (0..<120).map { _ in random.event() }
      let (question, terms) = (random.question(), random.terms())
      let timeline = ConsentTimeline(events, channelUses: RandomConsent.channelUses)
      let model = NaiveModel(
        events: events, question: question, terms: terms, channelUses: RandomConsent.channelUses)
      #expect(timeline.state(of: question, under: terms) == model.state(), described(events, question, terms))
    }
  }

  /// Many people in one array, names interned as far as the terms ask, as the store scanner does it.
  @Test func `Packed histories of many people agree with their timelines`() {
    var random = RandomConsent(seed: 5)
    for _ in 0..<60 {
      let terms = random.terms()
      var scopes = ConsentScopes(channelUses: RandomConsent.channelUses, terms: [terms])
      let people = (0..<20).map { _ in random.history() }
      var packed: [PackedConsentEvent] = []
      var ranges: [Range<Int>] = []
      for events in people {
        let own = events.compactMap { scopes.pack($0) }.sorted(by: PackedConsentEvent.precedes)
        #expect(own.count == events.count)
        ranges.append(packed.count..<packed.count + own.count)
        packed += own
      }
      let compiled = CompiledConsentTerms(terms, regime: .consent, in: scopes)
      for (events, range) in zip(people, ranges) {
        let question = random.question()
        let probe = ConsentProbe(
          use: question.use, channel: question.channel, controller: question.controller, terms: compiled, in: scopes)
        let timeline = ConsentTimeline(events, channelUses: RandomConsent.channelUses)
        let answer = probe.state(of: packed.span.extracting(range), at: question.at, birth: question.birth)
        #expect(answer == timeline.state(of: question, under: terms), described(events, question, terms))
      }
    }
  }

  /// All instants lie on a grid of six hours, so that asking at each of its hours finds every change.
  @Test(arguments: 0..<4)
  func `A membership is bad where some instant of it is`(_ part: Int) {
    var random = RandomConsent(seed: UInt64(300 + part))
    random.allowsDates = false
    let step = 3 * 3_600_000_000 as Int64
    for _ in 0..<100 {
      let (events, terms, asOf) = (random.history(upTo: 5), random.terms(), random.instant())
      var question = random.question()
      let (entered, left) = (random.instant(), random.generator.oneIn(3) ? nil : random.instant())
      let timeline = ConsentTimeline(events, channelUses: RandomConsent.channelUses)
      let answer = timeline.membership(
        of: question, under: terms, entered: Moment(entered), left: left.map { Moment($0) }, asOf: asOf)
      var states: [(at: Instant, state: ConsentState)] = []
      var now = entered
      while now <= asOf, left.map({ now < $0 }) ?? true {
        question.at = Moment(now)
        states.append((now, timeline.state(of: question, under: terms)))
        now = now.advanced(byMicroseconds: step)
      }
      #expect((answer == nil) == states.isEmpty)
      guard let answer else { continue }
      let worst =
        states.first { if case .invalid = $0.state { true } else { false } } ?? states.first { $0.state != .valid }
      #expect(answer.state == worst?.state ?? .valid, described(events, question, terms))
      #expect(answer.first == worst?.at)
      guard let worst, let last = states.last(where: { $0.state.verdict.name == worst.state.verdict.name }) else {
        continue
      }
      let end = min(last.at.advanced(byMicroseconds: step), left ?? asOf, asOf)
      #expect(answer.last == end, described(events, question, terms))
    }
  }
}

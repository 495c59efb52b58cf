import ConsentHistory
import GovernanceModel
import ProvisoTesting
import Testing

/// The laws that semantics section 3 names.
@Suite struct `Laws of consent` {
  private func answer(_ events: [ConsentEvent], _ question: ConsentQuestion, _ terms: ConsentTerms) -> ConsentState {
    ConsentTimeline(events, channelUses: RandomConsent.channelUses).state(of: question, under: terms)
  }

  private func forEachCase(
    seed: UInt64, _ body: (inout RandomConsent, [ConsentEvent], ConsentQuestion, ConsentTerms) -> Void
  ) {
    var random = RandomConsent(seed: seed)
    for _ in 0..<3000 {
      let (events, question, terms) = (random.history(), random.question(), random.terms())
      body(&random, events, question, terms)
    }
  }

  @Test func `Adding a grant never turns valid into invalid`() {
    forEachCase(seed: 11) { random, events, question, terms in
      guard answer(events, question, terms) == .valid else { return }
      var grant = random.event()
      grant.action = random.generator.oneIn(3) ? .renewed : .given
      if case .invalid(let reason) = answer(events + [grant], question, terms) {
        Issue.record("\(reason) after \(grant) to \(events) under \(terms)")
      }
    }
  }

  @Test func `Adding a negative never turns invalid into valid`() {
    forEachCase(seed: 12) { random, events, question, terms in
      guard case .invalid = answer(events, question, terms) else { return }
      var negative = random.event()
      negative.action = random.pick(ConsentAction.allCases.filter(\.isNegative))
      #expect(answer(events + [negative], question, terms) != .valid, "\(negative) to \(events) under \(terms)")
    }
  }

  @Test func `The order of input does not matter`() {
    forEachCase(seed: 13) { random, events, question, terms in
      let shuffled = events.shuffled(using: &random.generator)
      #expect(answer(shuffled, question, terms) == answer(events, question, terms))
    }
  }

  @Test func `What comes later than the use decides nothing`() {
    forEachCase(seed: 14) { random, events, question, terms in
      let last = question.at.isExact ? question.at.start : question.at.end.advanced(byMicroseconds: -1)
      let prefix = events.filter { $0.at.start <= last }
      #expect(answer(prefix, question, terms) == answer(events, question, terms))
    }
  }

  @Test func `A merge is valid only if neither part was negative`() {
    var random = RandomConsent(seed: 15)
    random.allowsDates = false
    for _ in 0..<3000 {
      let (first, second) = (random.history(), random.history())
      var question = random.question()
      let terms = random.terms()
      let instant = random.instant()
      question.at = Moment(instant)
      let isOptOut = random.generator.oneIn(3)
      let parts = [first, second].map { ConsentTimeline($0, channelUses: RandomConsent.channelUses) }
      let merged = ConsentTimeline.merging(parts[0], parts[1], at: instant)
      func state(_ timeline: ConsentTimeline) -> ConsentState {
        isOptOut ? timeline.optOutState(of: question, under: terms) : timeline.state(of: question, under: terms)
      }
      guard state(merged) == .valid else { continue }
      for part in parts { #expect(!isNegative(state(part)), "\(first) \(second) \(question) \(terms)") }
    }
  }

  private func isNegative(_ state: ConsentState) -> Bool {
    guard case .invalid(let reason) = state else { return false }
    return ConsentAction(rawValue: reason.rawValue)?.isNegative ?? false
  }

  @Test func `A merge confirms each negative scope until the person says yes again`() {
    let first = ConsentTimeline([event(.given, at: Day.at(5))])
    let second = ConsentTimeline([event(.withdrawn, at: Day.at(1)), event(.objected, marketing, at: Day.at(2))])
    let merged = ConsentTimeline.merging(first, second, at: Day.instant(8), subject: "both")
    let added = merged.events.filter { $0.actor == .system }
    #expect(Set(added.map(\.action)) == [.invalidated, .objected])
    #expect(added.allSatisfy { $0.subject == "both" && $0.at == Day.at(8) })
    let question = ConsentQuestion(use: communications, at: Day.at(10))
    #expect(merged.state(of: question, under: ConsentTerms()) == .invalid(.invalidated))
    let broad = ConsentTimeline(merged.events + [event(.given, marketing, at: Day.at(9))])
    #expect(broad.state(of: question, under: ConsentTerms()) == .invalid(.invalidated))
    let specific = ConsentTimeline(merged.events + [event(.given, at: Day.at(9))])
    #expect(specific.state(of: question, under: ConsentTerms()) == .valid)
  }

  @Test func `A merge of two that agree adds nothing`() {
    let part = ConsentTimeline([event(.withdrawn, at: Day.at(1)), event(.given, at: Day.at(2))])
    #expect(ConsentTimeline.merging(part, part, at: Day.instant(8)).events.count == 4)
  }
}

package import GovernanceModel

/// What an event has to do with the answer to a question (semantics section 3).
package enum ConsentRole: Hashable, Sendable {
  case otherPurpose, otherChannel, otherController
  /// After the use, or known only after it.
  case later, recordedLater
  /// Whether it came before the use cannot be told.
  case sameTime
  /// A prompt says neither yes nor no.
  case prompt
  /// A no that the terms do not name.
  case notMinded
  /// A no that may take until then to have effect.
  case withinGrace(until: Instant)
  /// A no that a later yes took back, by the index of that event.
  case lifted(by: Int)
  /// A no that is in force.
  case inForce
  /// A yes that a no ended, by the index of that event; of the same instant, it is a tie.
  case ended(by: Int, isTie: Bool)
  /// A live yes that does not suffice, and why.
  case insufficient(Reason)
  /// A live yes that suffices by itself.
  case sufficient
  /// A yes where only a no counts.
  case notAsked
}

/// An answer with the part of every event in it.
package struct ConsentAccount: Hashable, Sendable {
  package var state: ConsentState
  /// The event that decides, among those of the timeline.
  package var decisive: Int?
  /// As many as the timeline has events, in its order.
  package var roles: [ConsentRole]
}

extension ConsentTimeline {
  /// The same answer as ``state(of:under:)`` or ``optOutState(of:under:)``, and what each event has to do with it.
  package func account(
    of question: ConsentQuestion, under terms: ConsentTerms, _ regime: ConsentRegime = .consent
  ) -> ConsentAccount {
    guard !isTooLarge else { return ConsentAccount(state: .unverifiable(.limit), roles: events.map { _ in .later }) }
    let probe = probe(question.use, question.channel, question.controller, terms, regime)
    let decision = probe.decision(on: packed.span, at: question.at, birth: question.birth)
    let accountant = Accountant(timeline: self, probe: probe, question: question)
    return ConsentAccount(
      state: decision.state, decisive: decision.decisive, roles: packed.indices.map(accountant.role))
  }
}

/// Tells the part of one event, by the kernel's own tests.
private struct Accountant {
  let timeline: ConsentTimeline
  let probe: ConsentProbe
  let window: UseWindow
  private let hopeful: UseWindow
  private let birth: BirthDate?
  /// Negatives that count against grants.
  private let negatives: [Int]

  init(timeline: ConsentTimeline, probe: ConsentProbe, question: ConsentQuestion) {
    (self.timeline, self.probe, birth) = (timeline, probe, question.birth)
    let window = UseWindow(question.at)
    self.window = window
    var hopeful = window
    hopeful.isOptimistic = true
    self.hopeful = hopeful
    negatives = timeline.packed.indices.filter { index in
      let event = timeline.packed[index]
      return event.actionBit & probe.terms.mindedBits != 0 && Self.isApplicable(event, probe)
        && event.start <= window.last && probe.isInForce(event, window)
    }
  }

  private static func isApplicable(_ event: PackedConsentEvent, _ probe: ConsentProbe) -> Bool {
    probe.row[Int(event.purpose)] != 0 && (event.channel == 0 || event.channel == probe.channel)
      && (event.controller == 0 || event.controller == probe.controller)
  }

  func role(_ index: Int) -> ConsentRole {
    let event = timeline.packed[index]
    if probe.row[Int(event.purpose)] == 0 { return .otherPurpose }
    if event.controller != 0, event.controller != probe.controller { return .otherController }
    if event.channel != 0, event.channel != probe.channel { return .otherChannel }
    if event.start > window.last { return .later }
    let action = timeline.events[index].action
    if action.isNegative { return negative(index, event) }
    return action.isPositive ? positive(index, event) : .prompt
  }

  private func negative(_ index: Int, _ event: PackedConsentEvent) -> ConsentRole {
    if event.actionBit & probe.terms.mindedBits == 0 { return .notMinded }
    guard probe.isInForce(event, window) else { return waiting(index, event) }
    if !probe.isInForce(event, hopeful) { return .sameTime }
    let lifter = timeline.packed.indices.last { isLifted(event, by: timeline.packed[$0]) }
    return lifter.map(ConsentRole.lifted) ?? .inForce
  }

  private func waiting(_ index: Int, _ event: PackedConsentEvent) -> ConsentRole {
    let terms = probe.terms.terms
    var anchor = event.start
    if terms.knowledge == .recorded {
      anchor = max(anchor, event.recorded)
      if anchor > window.last { return .recordedLater }
    }
    let period = terms.grace.period(for: timeline.events[index].method)
    return .withinGrace(until: period.added(to: Instant(microseconds: anchor), zone: terms.zone))
  }

  /// Semantics 3.2.
  private func isLifted(_ negative: PackedConsentEvent, by grant: PackedConsentEvent) -> Bool {
    func level(_ event: PackedConsentEvent) -> UInt16 { probe.row[Int(event.purpose)] & ~ConsentProbe.grantBit }
    return probe.isLifter(grant) && Self.isApplicable(grant, probe) && probe.counts(grant, window)
      && grant.start > probe.last(of: negative) && level(grant) >= level(negative)
      && (negative.channel == 0 || grant.channel == negative.channel)
  }

  private func positive(_ index: Int, _ event: PackedConsentEvent) -> ConsentRole {
    if probe.terms.regime == .optOut { return .notAsked }
    guard probe.counts(event, window) else {
      return probe.counts(event, hopeful) ? .sameTime : .recordedLater
    }
    let ends = negatives.last { probe.last(of: timeline.packed[$0]) >= event.start }
    if let ends { return .ended(by: ends, isTie: timeline.packed[ends].start == event.start) }
    return probe.reason(against: event, window, birth).map(ConsentRole.insufficient) ?? .sufficient
  }
}

import ConsentHistory
import GovernanceModel
import PolicyEngine
import Predicates

/// Judges one use by its duties: what is left to do per row.
struct UseJudge {
  let rules: UseRules
  /// Of the whole pass; sealed.
  private let events: [PackedConsentEvent]
  private let probes: [ConsentProbe]
  private let isComplete: Bool
  private let hasTainted: Bool

  /// Takes what it needs once a batch, so that a row costs no look through the shared objects.
  init(_ rules: UseRules) {
    rules.consents.seal()
    self.rules = rules
    (events, probes) = (rules.consents.index.events, rules.probes)
    (isComplete, hasTainted) = (rules.consents.isComplete, rules.consents.hasTainted)
  }

  func slice(of subject: UInt32) -> Range<Int> { rules.consents.index.slice(of: subject) }

  /// Nil when the duty is not due: outside its scope or its time in force.
  func verdict(_ duty: Duty, subject: UInt32, slice: Range<Int>, at moment: Moment) -> Verdict? {
    let now = moment.start.microseconds
    guard duty.from <= now, now < duty.until else { return nil }
    guard let scope = duty.scope else { return bare(duty, subject, slice, moment) }
    let truth = rules.truths.truth(scope, subject: subject, at: now)
    let isInScope = duty.appliesWhenUnknown ? truth != .false : truth == .true
    guard !rules.truths.hasChanged(scope, subject: subject, since: now) else {
      // Whether the person was in scope then is not known; a use that is compliant anyway is compliant.
      return bare(duty, subject, slice, moment) == .compliant ? .compliant : .unverifiable(.profileChangedSince)
    }
    return isInScope ? bare(duty, subject, slice, moment) : nil
  }

  /// The requirement alone.
  private func bare(_ duty: Duty, _ subject: UInt32, _ slice: Range<Int>, _ moment: Moment) -> Verdict {
    switch duty.requirement {
    case .settled(let verdict): return verdict
    case .consent(let probe): return consent(probe, subject, slice, moment)
    case .optOut(let probe, let isSourced):
      let verdict = consent(probe, subject, slice, moment)
      return verdict == .compliant && !isSourced ? .unverifiable(.noOptOutSource) : verdict
    case .eligibility(let predicate):
      let now = moment.start.microseconds
      if rules.truths.hasChanged(predicate, subject: subject, since: now) { return .unverifiable(.profileChangedSince) }
      return Self.eligibility(rules.truths.truth(predicate, subject: subject, at: now))
    case .freshness(let update, let period):
      guard let updated = rules.updates.instant(update, subject: subject) else { return .unverifiable(.noTimestamp) }
      if updated > moment.end.microseconds { return .unverifiable(.profileChangedSince) }
      return period.hasPassed(since: updated, at: moment.start.microseconds) ? .violation(.stale) : .compliant
    }
  }

  /// Met iff true: what is not known is not met, and nobody can say so.
  static func eligibility(_ truth: Truth) -> Verdict {
    switch truth {
    case .true: .compliant
    case .false: .violation(.notEligible)
    case .unknown: .unverifiable(.unknownAttribute)
    }
  }

  private func consent(_ probe: Int, _ subject: UInt32, _ slice: Range<Int>, _ moment: Moment) -> Verdict {
    guard isComplete else { return .unverifiable(.unreadable) }
    if hasTainted, rules.consents.isTainted(subject) { return .unverifiable(.unreadableValue) }
    let birth = rules.births?.birth(of: subject)
    return probes[probe].state(of: events.span.extracting(slice), at: moment, birth: birth).verdict
  }

  // MARK: - Membership

  /// The verdict on a stay in an audience, and the ends of the intervals in which it is bad. Nil when the duty is not due.
  func membership(
    _ duty: Duty, subject: UInt32, entered: Moment, left: Moment?, asOf: Instant
  ) -> (verdict: Verdict, first: Instant, last: Instant)? {
    // The part of the stay in which the control is in force.
    let from = max(entered.start, Instant(microseconds: duty.from))
    let entered = from == entered.start ? entered : Moment(from)
    var left = left
    if duty.until != .max, (left?.start.microseconds ?? .max) > duty.until {
      left = Moment(Instant(microseconds: duty.until))
    }
    guard from <= asOf, left.map({ from < $0.end }) ?? true else { return nil }
    let end = min(left?.end ?? asOf, asOf)
    switch duty.requirement {
    case .consent(let probe), .optOut(let probe, _):
      return consentMembership(duty, probe, subject, entered, left, asOf)
    default:
      return verdict(duty, subject: subject, slice: 0..<0, at: entered).map { ($0, from, end) }
    }
  }

  private func consentMembership(
    _ duty: Duty, _ probe: Int, _ subject: UInt32, _ entered: Moment, _ left: Moment?, _ asOf: Instant
  ) -> (verdict: Verdict, first: Instant, last: Instant)? {
    let found = probes[probe].membership(
      of: events.span.extracting(slice(of: subject)), entered: entered, left: left, asOf: asOf,
      birth: rules.births?.birth(of: subject))
    guard let found else { return nil }
    var verdict = found.state.verdict
    if !isComplete { verdict = .unverifiable(.unreadable) }
    if hasTainted, rules.consents.isTainted(subject) { verdict = .unverifiable(.unreadableValue) }
    if case .optOut(_, false) = duty.requirement, verdict == .compliant { verdict = .unverifiable(.noOptOutSource) }
    let end = min(left?.end ?? asOf, asOf)
    let (first, last) = (found.first ?? entered.start, found.last ?? end)
    guard let scope = duty.scope else { return (verdict, first, last) }
    let now = end.microseconds
    let truth = rules.truths.truth(scope, subject: subject, at: now)
    if rules.truths.hasChanged(scope, subject: subject, since: entered.start.microseconds) {
      return (verdict == .compliant ? .compliant : .unverifiable(.profileChangedSince), first, last)
    }
    let isInScope = duty.appliesWhenUnknown ? truth != .false : truth == .true
    return isInScope ? (verdict, first, last) : nil
  }
}

import ConsentHistory
import GovernanceModel
import PolicyEngine
import Predicates

/// Judges one use by its duties: what is left to do per row.
@safe struct UseJudge {
  let rules: UseRules
  /// Of the whole pass; sealed.
  private let index: EventIndex
  private let probes: [ConsentProbe]
  /// The same without a count of references for each use. INVARIANT: `probes` keeps them.
  private let unowned: [Unmanaged<ConsentProbe>]
  private let isComplete: Bool
  private let hasTainted: Bool
  /// Rows to ``prepare(_:of:)`` at a time: their events fit into the nearest caches.
  static let step = 64
  /// Where the events of the prepared rows lie.
  private(set) var slices: [Range<Int>] = []
  /// Has no meaning; it keeps the reads from being left out.
  private var touched: Int64 = 0
  /// A probe's answer is the verdict: every log was read, no subject is tainted, no age is asked for.
  let isPlain: Bool

  /// Takes what it needs once a batch, so that a row costs no look through the shared objects.
  init(_ rules: UseRules) {
    rules.consents.seal()
    self.rules = rules
    (index, probes) = (rules.consents.index, rules.probes)
    unsafe unowned = probes.map { unsafe Unmanaged.passUnretained($0) }
    (isComplete, hasTainted) = (rules.consents.isComplete, rules.consents.hasTainted)
    isPlain = isComplete && !hasTainted && !rules.asksForAge
  }

  /// Finds the events of the next people and touches them, so that the processor fetches many at once instead of waiting
  /// for each in turn.
  mutating func prepare<Row>(_ rows: Range<Int>, of waiting: SubjectOrder<Row>) {
    slices.removeAll(keepingCapacity: true)
    for row in rows {
      let slice = index.slice(of: waiting[row].subject)
      slices.append(slice)
      touched &+= index.touch(slice)
    }
  }

  /// What a probe says of a person's events.
  func state(_ probe: Int, of slice: Range<Int>, at moment: Moment) -> ConsentState {
    let events = index.events.span.extracting(slice)
    return unsafe unowned[probe]._withUnsafeGuaranteedRef { $0.state(of: events, at: moment) }
  }

  /// Nil when the duty is not due: outside its scope or its time in force.
  ///
  /// - Parameters:
  ///   - logged: attribute values that stand with the use.
  ///   - updated: when the value that the duty is about was last updated, where that stands with the use.
  func verdict(
    _ duty: Duty, subject: UInt32, slice: Range<Int>, at moment: Moment, logged: [AttributePath: Value] = [:],
    updated: Moment? = nil
  ) -> Verdict? {
    let now = moment.start.microseconds
    guard duty.from <= now, now < duty.until else { return nil }
    let known = knowledge(duty, subject, slice, moment.start, logged)
    guard isInScope(duty, subject, at: now, known) else { return nil }
    return weighed(requirement(duty, subject, slice, moment, known, updated), duty)
  }

  /// Nil, as for most uses, where the conditions turn on nothing but the profile.
  private func knowledge(
    _ duty: Duty, _ subject: UInt32, _ slice: Range<Int>, _ now: Instant, _ logged: [AttributePath: Value]
  ) -> UseKnowledge? {
    if duty.atoms.isEmpty, logged.isEmpty { return nil }
    return UseKnowledge(logged: logged) { use, channel in
      answer(duty, use, channel, subject, slice, now, logged)
    }
  }

  /// What the guard would say of a use and channel at the instant: true iff every control on consent is met.
  private func answer(
    _ duty: Duty, _ use: DataUse, _ channel: Channel?, _ subject: UInt32, _ slice: Range<Int>, _ now: Instant,
    _ logged: [AttributePath: Value]
  ) -> Truth {
    guard let atom = duty.atoms.first(where: { $0.use == use && $0.channel == channel }) else { return .unknown }
    var answer = Truth.true
    for asked in atom.duties {
      switch verdict(asked, subject: subject, slice: slice, at: Moment(now), logged: logged) {
      case .violation?: return .false
      case .unverifiable?: answer = .unknown
      case .compliant?, nil: break
      }
    }
    return answer
  }

  /// A scope that rests on attributes which changed since is unknown.
  private func isInScope(_ duty: Duty, _ subject: UInt32, at now: Int64, _ known: UseKnowledge?) -> Bool {
    guard let scope = duty.scope else { return true }
    if rules.truths.hasChanged(scope, subject: subject, since: now, known) { return duty.appliesWhenUnknown }
    let truth = rules.truths.truth(scope, subject: subject, at: now, known)
    return duty.appliesWhenUnknown ? truth != .false : truth == .true
  }

  /// Where nobody recorded what was read, only what holds whatever was read is known.
  private func weighed(_ verdict: Verdict, _ duty: Duty) -> Verdict {
    if duty.lacksReads, case .violation = verdict { return .unverifiable(.unknownAttribute) }
    return verdict
  }

  /// The requirement alone.
  private func requirement(
    _ duty: Duty, _ subject: UInt32, _ slice: Range<Int>, _ moment: Moment, _ known: UseKnowledge?,
    _ updated: Moment?
  ) -> Verdict {
    switch duty.requirement {
    case .settled(let verdict): return verdict
    case .consent(let probe): return consent(probe, subject, slice, moment, known)
    case .optOut(let probe, let isSourced):
      let verdict = consent(probe, subject, slice, moment, known)
      return verdict == .compliant && !isSourced ? .unverifiable(.noOptOutSource) : verdict
    case .eligibility(let predicate):
      return rules.truths.eligibility(predicate, subject: subject, at: moment.start.microseconds, known)
    case .freshness(let update, _, let period):
      guard
        let (start, end) = updated.map({ ($0.start.microseconds, $0.end.microseconds) })
          ?? update.flatMap({ rules.updates.moment($0, subject: subject) })
      else { return .unverifiable(.noTimestamp) }
      if start > moment.end.microseconds { return .unverifiable(.profileChangedSince) }
      return period.hasPassed(since: end, at: moment.start.microseconds) ? .violation(.stale) : .compliant
    }
  }

  private func consent(
    _ probe: Int, _ subject: UInt32, _ slice: Range<Int>, _ moment: Moment, _ known: UseKnowledge?
  ) -> Verdict {
    guard isComplete else { return .unverifiable(.unreadable) }
    if hasTainted, rules.consents.isTainted(subject) { return .unverifiable(.unreadableValue) }
    let logged = known.flatMap { PersonFacts(values: $0.logged, now: moment.start).birthDate }
    let birth = logged ?? rules.births?.birth(of: subject)
    return probes.span[probe].state(of: index.events.span.extracting(slice), at: moment, birth: birth).verdict
  }

  // MARK: - Membership

  /// The same as below for a duty that is a plain question to a probe, where the answer is the verdict: copies no duty.
  func membership(
    _ duty: PlainDuty, slice: Range<Int>, entered: Moment, left: Moment?, asOf: Instant,
    _ scratch: inout MembershipScratch
  ) -> (verdict: Verdict, first: Instant, last: Instant)? {
    guard let (entered, left) = due(from: duty.from, until: duty.until, entered, left, asOf) else { return nil }
    let events = index.events.span.extracting(slice)
    let found = unsafe unowned[duty.probe]._withUnsafeGuaranteedRef {
      $0.membership(of: events, entered: entered, left: left, asOf: asOf, birth: nil, &scratch)
    }
    return found.map { ($0.state.verdict, $0.first ?? entered.start, $0.last ?? min(left?.end ?? asOf, asOf)) }
  }

  /// The part of a stay in which a control is in force; nil for none.
  private func due(
    from: Int64, until: Int64, _ entered: Moment, _ left: Moment?, _ asOf: Instant
  ) -> (entered: Moment, left: Moment?)? {
    let start = max(entered.start, Instant(microseconds: from))
    let entered = start == entered.start ? entered : Moment(start)
    var left = left
    if until != .max, (left?.start.microseconds ?? .max) > until { left = Moment(Instant(microseconds: until)) }
    guard start <= asOf, left.map({ start < $0.end }) ?? true else { return nil }
    return (entered, left)
  }

  /// The verdict on a stay in an audience, and the ends of the intervals in which it is bad. Nil when the duty is not due.
  func membership(
    _ duty: Duty, subject: UInt32, slice: Range<Int>, entered: Moment, left: Moment?, asOf: Instant,
    _ scratch: inout MembershipScratch
  ) -> (verdict: Verdict, first: Instant, last: Instant)? {
    guard let (entered, left) = due(from: duty.from, until: duty.until, entered, left, asOf) else { return nil }
    let (from, end) = (entered.start, min(left?.end ?? asOf, asOf))
    switch duty.requirement {
    case .consent(let probe), .optOut(let probe, _):
      return consentMembership(duty, probe, subject, slice, entered, left, asOf, &scratch)
    default:
      return verdict(duty, subject: subject, slice: slice, at: entered).map { ($0, from, end) }
    }
  }

  private func consentMembership(
    _ duty: Duty, _ probe: Int, _ subject: UInt32, _ slice: Range<Int>, _ entered: Moment, _ left: Moment?,
    _ asOf: Instant, _ scratch: inout MembershipScratch
  ) -> (verdict: Verdict, first: Instant, last: Instant)? {
    let found = probes.span[probe].membership(
      of: index.events.span.extracting(slice), entered: entered, left: left, asOf: asOf,
      birth: rules.births?.birth(of: subject), &scratch)
    guard let found else { return nil }
    var verdict = found.state.verdict
    if !isComplete { verdict = .unverifiable(.unreadable) }
    if hasTainted, rules.consents.isTainted(subject) { verdict = .unverifiable(.unreadableValue) }
    if case .optOut(_, false) = duty.requirement, verdict == .compliant { verdict = .unverifiable(.noOptOutSource) }
    let end = min(left?.end ?? asOf, asOf)
    let known = knowledge(duty, subject, slice, end, [:])
    guard isInScope(duty, subject, at: end.microseconds, known) else { return nil }
    return (weighed(verdict, duty), found.first ?? entered.start, found.last ?? end)
  }
}

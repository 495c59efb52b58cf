import GovernanceModel

extension ConsentProbe {
  /// The outcome of the tests of one live grant.
  private enum Outcome {
    case passes, ageUnknown
    case fails(Failure)
  }

  /// The tests of a grant, in the order in which a failure is told.
  private enum Failure: UInt8 {
    case notAuthorised, wrongKind, noEvidence, noticeSuperseded, expired, tooOld, tooBroad

    var reason: Reason {
      switch self {
      case .notAuthorised: .notAuthorised
      case .wrongKind: .wrongKind
      case .noEvidence: .noEvidence
      case .noticeSuperseded: .noticeSuperseded
      case .expired: .expired
      case .tooOld: .tooOld
      case .tooBroad: .tooBroad
      }
    }
  }

  /// The latest live grant so far, and why it fails.
  private struct Told {
    var index: Int
    var failure: Failure
  }

  /// Valid iff some live grant passes; else why the latest live grant fails (semantics 3.4).
  func bestGrant(
    _ events: Span<PackedConsentEvent>, _ window: UseWindow, _ latestNo: Int64, _ birth: BirthDate?
  ) -> ConsentDecision {
    var latest: Told?
    var undecided: Int?
    for index in events.indices.reversed() {
      let event = events[index]
      guard isGrant(event), event.start > latestNo, counts(event, window) else { continue }
      switch test(event, window, birth) {
      case .passes: return ConsentDecision(.valid, decisive: index)
      case .ageUnknown: undecided = undecided ?? index
      case .fails(let failure):
        guard latest.map({ isTold(event, failure, before: events[$0.index], $0.failure) }) ?? true else { continue }
        latest = Told(index: index, failure: failure)
      }
    }
    if let undecided { return ConsentDecision(.unverifiable(.ageUnknown), decisive: undecided) }
    guard let latest else { return ConsentDecision(.invalid(reasonWithoutGrant(events, window))) }
    return ConsentDecision(.invalid(latest.failure.reason), decisive: latest.index)
  }

  private func isGrant(_ event: PackedConsentEvent) -> Bool {
    event.actionBit & ConsentAction.positiveBits != 0 && row[Int(event.purpose)] != 0
      && (event.channel == 0 || event.channel == channel)
      && (event.controller == 0 || event.controller == controller)
  }

  /// By `at` descending, then the most specific purpose, with a channel first, evidence reference in byte order; of what
  /// still ties the test that is asked first, so that neither ids nor the order of input matter.
  private func isTold(
    _ event: PackedConsentEvent, _ failure: Failure, before other: PackedConsentEvent, _ otherFailure: Failure
  ) -> Bool {
    let (own, theirs) = (end(of: event), end(of: other))
    if own != theirs { return own > theirs }
    let (level, otherLevel) = (row[Int(event.purpose)] & ~Self.grantBit, row[Int(other.purpose)] & ~Self.grantBit)
    if level != otherLevel { return level > otherLevel }
    if (event.channel != 0) != (other.channel != 0) { return event.channel != 0 }
    if event.referencePrefix != other.referencePrefix { return event.referencePrefix < other.referencePrefix }
    return failure.rawValue < otherFailure.rawValue
  }

  func passes(_ event: PackedConsentEvent, _ window: UseWindow, _ birth: BirthDate?) -> Bool {
    if case .passes = test(event, window, birth) { true } else { false }
  }

  /// Why a live grant does not make consent valid; nil where it does.
  func reason(against event: PackedConsentEvent, _ window: UseWindow, _ birth: BirthDate?) -> Reason? {
    switch test(event, window, birth) {
    case .passes: nil
    case .ageUnknown: .ageUnknown
    case .fails(let failure): failure.reason
    }
  }

  private func test(_ event: PackedConsentEvent, _ window: UseWindow, _ birth: BirthDate?) -> Outcome {
    let age = guardianNeeded(event, birth)
    if age == true { return .fails(.notAuthorised) }
    if let failure = timelessFailure(event) { return .fails(failure) }
    if window.first >= event.expires { return .fails(.expired) }
    if let maxAge = terms.maxAge, maxAge.hasPassed(since: end(of: event), at: window.first) { return .fails(.tooOld) }
    if row[Int(event.purpose)] & Self.grantBit == 0 { return .fails(.tooBroad) }
    return age == nil ? .ageUnknown : .passes
  }

  /// The first test that fails at any instant, apart from the last; nil where all pass. Asks no age.
  @inline(__always)
  private func timelessFailure(_ event: PackedConsentEvent) -> Failure? {
    if event.actorBit & terms.actorBits == 0 { return .notAuthorised }
    if event.kindBit & terms.kindBits == 0 { return .wrongKind }
    if !hasEvidence(event) { return .noEvidence }
    if !terms.acceptsNotice.isEmpty, !terms.acceptsNotice[Int(event.notice)] { return .noticeSuperseded }
    return nil
  }

  /// Its place among ``failures``.
  func timelessFailure(of event: PackedConsentEvent) -> UInt8? { timelessFailure(event)?.rawValue }

  /// Whether a child gave it that may not; nil where the age cannot be told.
  private func guardianNeeded(_ event: PackedConsentEvent, _ birth: BirthDate?) -> Bool? {
    guard let threshold = terms.terms.guardianBelowAge, event.actorBit & ConsentActor.guardian.bit == 0 else {
      return false
    }
    guard let birth else { return nil }
    let zone = terms.terms.zone
    let first = zone.local(Instant(microseconds: event.start)).date
    let last = zone.local(Instant(microseconds: last(of: event))).date
    if birth.latest.adding(months: threshold * 12) <= first { return false }
    return birth.earliest.adding(months: threshold * 12) > last ? true : nil
  }

  private func hasEvidence(_ event: PackedConsentEvent) -> Bool {
    if terms.isKnowledgeRecorded, event.recorded == .min { return false }
    let wanted = terms.evidence
    guard !wanted.isEmpty else { return true }
    return event.flags.isSuperset(of: wanted.flags) && (!wanted.method || event.method != 0)
      && (!wanted.notice || event.notice != 0) && (!wanted.controller || event.controller != 0)
      && (!wanted.recordedAt || event.recorded != .min)
  }
}

extension ConsentActor {
  var bit: UInt16 { 1 << code }
}

import ConsentHistory
import GovernanceModel

/// Semantics section 3 written down literally, with sets and loops over whole events: the measure of the kernel.
struct NaiveModel {
  var events: [ConsentEvent]
  var question: ConsentQuestion
  var terms: ConsentTerms
  var channelUses: [DataUse: Channel] = [:]
  var isOptOut = false

  func state() -> ConsentState {
    let (strict, lenient) = (reading(isLenient: false), reading(isLenient: true))
    switch (strict, lenient) {
    case (.valid, .valid), (.invalid, .invalid), (.unverifiable, .unverifiable): return strict
    default: return .unverifiable(.sameDay)
    }
  }

  func reading(isLenient: Bool) -> ConsentState {
    let key = normalised(question.use, question.channel)
    let here = NaiveScope(use: key.use, channel: key.channel, controller: question.controller)
    var scene = NaiveScene(
      events: events.map(normalised), terms: terms, at: question.at, isLenient: isLenient, isOptOut: isOptOut)
    scene.birth = question.birth
    if let no = scene.gravestNo(here, where: { _ in true }) { return .invalid(no) }
    if key.channel == nil {
      for channel in Set(events.compactMap { normalised($0).channel }) {
        let there = NaiveScope(
          use: normalised(key.use, channel).use, channel: channel, controller: question.controller)
        if scene.gravestNo(there, where: { $0.channel == channel }) != nil { return .unverifiable(.useTooCoarse) }
      }
    }
    if isOptOut { return .valid }
    if let answer = scene.grantState(here) { return answer }
    let channels = Set(events.compactMap { normalised($0).channel }).subtracting([key.channel].compactMap { $0 })
    let isElsewhere = channels.contains { channel in
      let there = NaiveScope(use: key.use, channel: channel, controller: question.controller)
      return scene.liveGrants(there).contains { $0.channel == channel }
    }
    if isElsewhere { return .invalid(.wrongChannel) }
    let controllers = Set(events.compactMap(\.controller)).subtracting([question.controller].compactMap { $0 })
    let isOthers = controllers.contains { controller in
      let there = NaiveScope(use: key.use, channel: key.channel, controller: controller)
      return scene.liveGrants(there).contains { $0.controller == controller }
    }
    return .invalid(isOthers ? .wrongController : .noRecord)
  }

  private func normalised(_ event: ConsentEvent) -> ConsentEvent {
    var event = event
    if event.action == .erased { (event.purpose, event.channel) = (.every, nil) }
    (event.purpose, event.channel) = normalised(event.purpose, event.channel)
    return event
  }

  private func normalised(_ use: DataUse, _ channel: Channel?) -> (use: DataUse, channel: Channel?) {
    guard let channel else {
      return (use, use.lineage.compactMap { channelUses[$0] }.first)
    }
    let child = channelUses.keys.filter { $0.parent == use && channelUses[$0] == channel }.min()
    return (child ?? use, channel)
  }
}

struct NaiveScope {
  var use: DataUse
  var channel: Channel?
  var controller: String?

  func holds(_ event: ConsentEvent) -> Bool {
    use.isCovered(by: event.purpose) && (event.channel == nil || event.channel == channel)
      && (event.controller == nil || event.controller == controller)
  }
}

/// All events at one moment, under one reading of what is imprecise.
struct NaiveScene {
  var events: [ConsentEvent]
  var terms: ConsentTerms
  var at: Moment
  var isLenient: Bool
  var isOptOut: Bool
  var birth: BirthDate?

  private var firstInstant: Instant { at.start }
  private var lastInstant: Instant { at.last }

  private func isMinded(_ event: ConsentEvent) -> Bool {
    event.action.isNegative && (terms.minds.contains(event.action) || (event.action.isAlwaysMinded && !isOptOut))
  }

  /// A positive counts from max(`at`, `recordedAt`).
  private func isCounted(_ grant: ConsentEvent) -> Bool {
    let recorded = grant.recordedAt
    if isLenient { return grant.at.start <= lastInstant && recorded.map { $0.start <= lastInstant } ?? true }
    return grant.at.end <= firstInstant && recorded.map { $0.end <= firstInstant } ?? true
  }

  /// A negative counts from `at` (or when it was recorded) and ends nothing within its grace.
  private func isInForce(_ no: ConsentEvent) -> Bool {
    var from = no.at.start
    if terms.knowledge == .recorded, let recorded = no.recordedAt { from = max(from, recorded.start) }
    let period = no.method == "merge" ? .zero : terms.grace.period(for: no.method)
    let due = period.added(to: from, zone: terms.zone)
    if !isLenient { return from <= lastInstant && due <= lastInstant }
    var latest = no.at.last
    if terms.knowledge == .recorded, let recorded = no.recordedAt { latest = max(latest, recorded.last) }
    return latest <= firstInstant && due <= firstInstant
  }

  private func lifts(_ grant: ConsentEvent, _ no: ConsentEvent) -> Bool {
    grant.action == .given && grant.at.start > no.at.last && grant.purpose.isCovered(by: no.purpose)
      && (no.channel == nil || no.channel == grant.channel)
      && [.express, .explicit, .authorisation].contains(grant.kind) && [.self, .guardian].contains(grant.actor)
      && !(terms.knowledge == .recorded && grant.recordedAt == nil)
  }

  /// The latest unlifted negative in force, first of the table among equals.
  func gravestNo(_ scope: NaiveScope, where isAsked: (ConsentEvent) -> Bool) -> Reason? {
    let grants = events.filter { $0.action.isPositive && scope.holds($0) && isCounted($0) }
    let standing = events.filter { no in
      isMinded(no) && scope.holds(no) && isInForce(no) && isAsked(no) && !grants.contains { lifts($0, no) }
    }
    let table = ConsentAction.allCases
    let latest = standing.map(\.at.start).max()
    let first = table.first { action in standing.contains { $0.at.start == latest && $0.action == action } }
    return first.flatMap { Reason(rawValue: $0.rawValue) }
  }

  func liveGrants(_ scope: NaiveScope) -> [ConsentEvent] {
    events.filter { grant in
      grant.action.isPositive && scope.holds(grant) && isCounted(grant)
        && !events.contains { isMinded($0) && scope.holds($0) && isInForce($0) && $0.at.last >= grant.at.start }
    }
  }

  /// Nil without a live grant.
  func grantState(_ scope: NaiveScope) -> ConsentState? {
    let live = liveGrants(scope)
    if live.contains(where: { failure($0, scope) == nil && needsGuardian($0) == false }) { return .valid }
    if live.contains(where: { failure($0, scope) == nil }) { return .unverifiable(.ageUnknown) }
    guard var best = live.first else { return nil }
    for grant in live where isTold(grant, before: best, scope) { best = grant }
    return failure(best, scope).map { .invalid($0) }
  }

  private func isTold(_ one: ConsentEvent, before other: ConsentEvent, _ scope: NaiveScope) -> Bool {
    if one.at.end != other.at.end { return one.at.end > other.at.end }
    let (depth, otherDepth) = (
      one.purpose == .every ? 0 : one.purpose.depth, other.purpose == .every ? 0 : other.purpose.depth
    )
    if depth != otherDepth { return depth > otherDepth }
    if (one.channel == nil) != (other.channel == nil) { return one.channel != nil }
    let (proof, otherProof) = (Array((one.evidence ?? "").utf8), Array((other.evidence ?? "").utf8))
    if proof != otherProof { return proof.lexicographicallyPrecedes(otherProof) }
    return rank(one, scope) < rank(other, scope)
  }

  private func rank(_ grant: ConsentEvent, _ scope: NaiveScope) -> Int {
    let order: [Reason] = [
      .notAuthorised, .wrongKind, .noEvidence, .noticeSuperseded, .expired, .tooOld, .tooBroad,
    ]
    return failure(grant, scope).flatMap { order.firstIndex(of: $0) } ?? order.count
  }

  private func failure(_ grant: ConsentEvent, _ scope: NaiveScope) -> Reason? {
    if let actors = terms.actors, !actors.contains(grant.actor) { return .notAuthorised }
    if needsGuardian(grant) == true { return .notAuthorised }
    if let kinds = terms.kinds, !kinds.contains(grant.kind) { return .wrongKind }
    if !terms.evidence.allSatisfy({ has($0, grant) }) { return .noEvidence }
    if terms.knowledge == .recorded, grant.recordedAt == nil { return .noEvidence }
    if !terms.minimumNotice.isEmpty {
      guard let notice = grant.notice, let version = notice.version, let wanted = terms.minimumNotice[notice.id],
        (Int(version) ?? 0) >= (Int(wanted) ?? 0)
      else { return .noticeSuperseded }
    }
    if let expiry = grant.expiresAt, firstInstant >= expiry.end { return .expired }
    if let maxAge = terms.maxAge, firstInstant >= maxAge.added(to: grant.at.end, zone: terms.zone) { return .tooOld }
    return isSpecific(grant.purpose, scope.use) ? nil : .tooBroad
  }

  private func isSpecific(_ purpose: DataUse, _ use: DataUse) -> Bool {
    if purpose == use { return true }
    if terms.exactLevelOnly { return false }
    guard let levels = terms.grantLevels else { return purpose != .every && purpose.parent != nil }
    return levels.contains { purpose.isCovered(by: $0) }
  }

  private func has(_ field: ConsentEvidence, _ grant: ConsentEvent) -> Bool {
    switch field {
    case .method: grant.method != nil
    case .reference: grant.evidence != nil
    case .notice: grant.notice != nil
    case .noticeVersion: grant.notice?.version != nil
    case .noticeLanguage: grant.notice?.language != nil
    case .controller: grant.controller != nil
    case .recordedAt: grant.recordedAt != nil
    }
  }

  private func needsGuardian(_ grant: ConsentEvent) -> Bool? {
    guard let age = terms.guardianBelowAge, grant.actor != .guardian else { return false }
    guard let birth else { return nil }
    func isOfAge(_ born: CivilDate, _ instant: Instant) -> Bool {
      born.adding(months: 12 * age) <= terms.zone.local(instant).date
    }
    if isOfAge(birth.latest, grant.at.start) { return false }
    return isOfAge(birth.earliest, grant.at.last) ? nil : true
  }
}

extension Moment {
  /// The last instant that it can name.
  var last: Instant { isExact ? start : end.advanced(byMicroseconds: -1) }
}

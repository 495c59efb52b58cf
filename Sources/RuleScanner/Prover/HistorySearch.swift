internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import Predicates

/// Histories of consent that may do what the solver asks of a person: grants where duties are met, and of the ways to break
/// the others, each in turn, the plainest first. Whoever asks replays them; the judge alone says what a history does.
struct HistorySearch {
  private let bench: ProofBench
  private let now: Instant
  private let reads: [AttributeRead]
  private let grants: [ConsentEvent]
  private let ways: [[[ConsentEvent]]]
  private let pace: Pace

  /// Combinations that are tried.
  private static let most = 600

  /// When things happen: negatives either before the grants or after them, with their grace passed.
  private struct Pace {
    let now: Instant
    let unit: Int64
    let grace: Int64
    var grant: Instant { now.advanced(byMicroseconds: -grace - 3 * unit) }
    func late(_ grace: Int64) -> Instant { now.advanced(byMicroseconds: -grace - 2 * unit) }
    func early(_ grace: Int64) -> Instant { grant.advanced(byMicroseconds: -grace - 2 * unit) }
    var last: Instant { now.advanced(byMicroseconds: -unit) }
    var ended: Instant { now.advanced(byMicroseconds: -unit / 2) }
  }

  /// - Parameters:
  ///   - met: duties that must be met.
  ///   - unmet: duties that must not.
  ///   - broken: the one that the counterexample is about, if any.
  init(
    _ bench: ProofBench, at now: Instant, met: [Duty], unmet: [Duty], broken: Duty?, _ reads: [AttributeRead]
  ) {
    (self.bench, self.now, self.reads) = (bench, now, reads)
    let terms = { (duty: Duty) in bench.terms(duty, reads) }
    let age = met.compactMap { terms($0).maxAge?.shortest }.min()
    let grace = (unmet + (broken.map { [$0] } ?? [])).map { terms($0).grace.shortestWay.period.longest }.max() ?? 0
    let unit = min(Instant.microsecondsPerDay, max(1, (age ?? .max) / 16))
    let pace = Pace(now: now, unit: unit, grace: age.map { $0 > grace + 8 * unit } == false ? 0 : grace)
    self.pace = pace
    grants = Self.grants(met.filter { bench.isConsent($0) }, bench, reads, at: pace.grant)
    var ways: [[[ConsentEvent]]] = []
    if let broken { ways.append(Self.breaks(broken, bench, reads, pace)) }
    for duty in Set(unmet.filter { $0 != broken }.map(Scope.init)).sorted() {
      guard let one = unmet.first(where: { Scope($0) == duty }) else { continue }
      ways.append(Self.denials(one, bench, reads, pace))
    }
    self.ways = ways
  }

  private struct Scope: Hashable, Comparable {
    let obligation: Int
    let use: DataUse
    let channel: String
    init(_ duty: Duty) { (obligation, use, channel) = (duty.obligation, duty.use, duty.channel?.name ?? "") }
    static func < (left: Scope, right: Scope) -> Bool {
      (left.use, left.channel, left.obligation) < (right.use, right.channel, right.obligation)
    }
  }

  /// The first history that passes.
  func first(where accepts: ([ConsentEvent]) -> Bool) -> [ConsentEvent]? {
    var chosen = Array(repeating: 0, count: ways.count)
    for _ in 0..<Self.most {
      var events = grants
      for (index, way) in chosen.enumerated() {
        for event in ways[index][way] where !events.contains(event) { events.append(event) }
      }
      events.sort { $0.at.start < $1.at.start }
      if accepts(events) { return events }
      var place = 0
      while place < chosen.count {
        chosen[place] += 1
        if chosen[place] < ways[place].count { break }
        chosen[place] = 0
        place += 1
      }
      if place == chosen.count { return nil }
    }
    return nil
  }

  // MARK: Events

  private static func event(_ duty: Duty, _ action: ConsentAction, at: Instant) -> ConsentEvent {
    ConsentEvent(
      subject: "", purpose: duty.use, channel: duty.channel, action: action, at: Moment(at), recordedAt: Moment(at))
  }

  /// One grant for each (use, channel), as good as all that is asked of it.
  private static func grants(
    _ met: [Duty], _ bench: ProofBench, _ reads: [AttributeRead], at: Instant
  ) -> [ConsentEvent] {
    var found: [ConsentEvent] = []
    for duty in met.sorted(by: { Scope($0) < Scope($1) }) {
      var grant = event(duty, .given, at: at)
      bench.terms(duty, reads).furnish(&grant)
      let place = found.firstIndex { $0.purpose == grant.purpose && $0.channel == grant.channel }
      if let place, let both = grant.joined(with: found[place]) { found[place] = both } else { found.append(grant) }
    }
    return found
  }

  /// Ways to break the duty: to have said nothing, or no, before or after the grants, here or on every channel, or to have
  /// taken a no back for a time that is over.
  private static func breaks(
    _ duty: Duty, _ bench: ProofBench, _ reads: [AttributeRead], _ pace: Pace
  ) -> [[ConsentEvent]] {
    var found = denials(duty, bench, reads, pace)
    if duty.channel != nil {
      found += denials(Duty(obligation: duty.obligation, use: duty.use, channel: nil), bench, reads, pace).dropFirst()
    }
    if bench.isConsent(duty), let late = found.dropFirst().first?.first {
      var grant = event(duty, .given, at: pace.last)
      bench.terms(duty, reads).furnish(&grant)
      grant.expiresAt = Moment(pace.ended)
      found.append([late, grant])
    }
    return found
  }

  private static func denials(
    _ duty: Duty, _ bench: ProofBench, _ reads: [AttributeRead], _ pace: Pace
  ) -> [[ConsentEvent]] {
    let terms = bench.terms(duty, reads)
    let action: ConsentAction =
      bench.isConsent(duty) ? .refused : terms.minds.sorted { $0.rawValue < $1.rawValue }.first ?? .objected
    let (method, grace) = terms.grace.shortestWay
    var found: [[ConsentEvent]] = [[]]
    for at in [pace.late(grace.longest), pace.early(grace.longest)] {
      var negative = event(duty, action, at: at)
      negative.method = method
      found.append([negative])
    }
    return found
  }
}

extension ProofBench {
  func isConsent(_ duty: Duty) -> Bool {
    if case .consent = obligations[duty.obligation].control.requirement { true } else { false }
  }

  func terms(_ duty: Duty, _ reads: [AttributeRead]) -> ConsentTerms {
    let obligation = obligations[duty.obligation]
    if case .optOut(let requirement) = obligation.control.requirement { return requirement.terms }
    return obligation.consentTerms(for: obligation.concerned(reads), in: vocabulary) ?? ConsentTerms()
  }
}

extension ConsentTerms.Grace {
  /// The capture method whose grace ends first; nil is any that is not named.
  fileprivate var shortestWay: (method: String?, period: CalendarPeriod) {
    var best: (method: String?, period: CalendarPeriod) = (nil, standard)
    for (method, period) in byMethod.sorted(by: { $0.key < $1.key }) where period.longest < best.period.longest {
      best = (method, period)
    }
    return best
  }
}

extension ConsentTerms {
  /// Makes a grant one that passes every test of these terms, as far as a grant can.
  fileprivate func furnish(_ grant: inout ConsentEvent) {
    if let kinds {
      let order: [ConsentKind] = [.express, .explicit, .authorisation, .softOptIn, .implied]
      grant.kind = order.first { kinds.contains($0) } ?? .express
    }
    let wanted: [ConsentActor] = guardianBelowAge == nil ? [.self, .guardian] : [.guardian, .self]
    grant.actor = (wanted + [.system, .import]).first { actors?.contains($0) ?? true } ?? .self
    if evidence.contains(.method) { grant.method = "form" }
    if evidence.contains(.reference) { grant.evidence = "proof" }
    if let (id, version) = minimumNotice.min(by: { $0.key < $1.key }) {
      grant.notice = ConsentEvent.Notice(id: id, version: version)
    } else if !evidence.isDisjoint(with: [.notice, .noticeVersion, .noticeLanguage]) {
      grant.notice = ConsentEvent.Notice(id: "privacy-notice", version: "1")
    }
    if evidence.contains(.noticeLanguage) { grant.notice?.language = "en" }
  }
}

extension ConsentEvent {
  /// One grant in the place of two; nil where they differ in what each needs.
  fileprivate func joined(with other: ConsentEvent) -> ConsentEvent? {
    guard kind == other.kind, actor == other.actor else { return nil }
    var both = self
    both.method = method ?? other.method
    both.evidence = evidence ?? other.evidence
    if let own = notice, let theirs = other.notice {
      guard own.id == theirs.id, own.version == theirs.version else { return nil }
      both.notice?.language = own.language ?? theirs.language
    } else {
      both.notice = notice ?? other.notice
    }
    return both
  }
}

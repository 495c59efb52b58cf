internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

/// A rule ready to be executed: its segments inlined, all that it reads classified.
struct PreparedRule: Sendable {
  let rule: Rule
  let audience: Predicate
  /// What the rule reads, through segments too, hands on, or writes; in byte order, each once.
  let reads: [(path: AttributePath, read: AttributeRead)]
  /// With its segments inlined.
  let plan: TacticPlan?
  /// An export hands on the whole profile.
  let readsProfile: Bool
  private let asksForConsent: Bool

  init(_ rule: Rule, _ segments: inout SegmentResolver, _ guardian: Guard) {
    self.rule = rule
    audience = segments.resolve(rule.audience).predicate
    var conditions: [Predicate] = []
    plan = rule.plan?.mapConditions { condition in
      let resolved = segments.resolve(condition).predicate
      conditions.append(resolved)
      return resolved
    }
    let paths = rule.reads.map(\.path) + audience.reads + conditions.flatMap(\.reads) + rule.exports.flatMap(\.paths)
    var reads = Dictionary(paths.map { ($0, guardian.classified($0)) }) { first, _ in first }
    for write in rule.writes where reads[write.path] == nil {
      reads[write.path] = guardian.classified(write.path)
      reads[write.path]?.isInferred = true
    }
    self.reads = reads.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    readsProfile = rule.exports.contains(where: \.isWildcard)
    asksForConsent = audience.asksForConsent
  }

  /// True when the audience would hold the person if every consent that it asks for stood.
  func isMeantButForConsent(_ facts: some Facts) -> Bool {
    asksForConsent && audience.evaluate(on: ConsentAssumed(base: facts)) == .true
  }

  /// The act of processing that serving the rule would be.
  func request(_ person: Person, _ use: DataUse, at now: Instant, _ guardian: Guard) -> UseRecord {
    let profile = person.profile
    var reads = reads.map { path, read in
      var read = profile.read(path, classified: read)
      // A history is as old as its last event; that there is none is known now.
      if read.updatedAt == nil, let type = path.eventType {
        read.updatedAt = person.events.latest(type, until: now)?.at ?? now
      }
      return read
    }
    if readsProfile {
      let known = Set(reads.map(\.attribute))
      for path in profile.attributes.keys.sorted() where !known.contains(path.text) {
        reads.append(profile.read(path, classified: guardian.classified(path)))
      }
    }
    return UseRecord(
      subject: profile.subject, use: use, channel: rule.channel, at: Moment(now), rule: rule.id, reads: reads,
      basis: rule.basis, subjectType: rule.subjectType ?? profile.subjectType)
  }
}

/// The same facts of a person who agreed to everything.
private struct ConsentAssumed<Base: Facts>: Facts {
  let base: Base
  var now: Instant { base.now }
  func value(of path: AttributePath) -> Value? { base.value(of: path) }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .true }
  func events(of type: String) -> [Instant]? { base.events(of: type) }
}

extension Predicate {
  fileprivate var asksForConsent: Bool {
    switch self {
    case .consent: true
    case .all(let parts), .any(let parts): parts.contains(where: \.asksForConsent)
    case .not(let part), .isTrue(let part): part.asksForConsent
    default: false
    }
  }
}

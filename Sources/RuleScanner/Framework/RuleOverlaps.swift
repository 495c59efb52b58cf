internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

/// Rules of one set that do the same to people whom another rule reaches already.
struct RuleOverlaps {
  struct Overlap {
    let fault: HygieneRequirement.Fault
    let other: Rule
  }

  /// By the place of the rule in its set.
  private(set) var of: [Int: Overlap] = [:]
  /// Why not all pairs were compared.
  private(set) var limit: String?

  private struct Bucket: Hashable {
    let use: DataUse?
    let channel: Channel?
    let tactic: Tactic?
    let action: String?
    let subject: DataSubject?
  }

  /// What is asked of one rule of a bucket, worked out when another rule needs it.
  private struct Member {
    let place: Int
    let keys: UInt64
    private var clauses: [Clause]??

    init(_ place: Int, _ keys: UInt64) { (self.place, self.keys) = (place, keys) }

    /// The ways not to be in the audience; nil when they are too many.
    mutating func outside(_ rule: RuleCase) -> [Clause]? {
      if let clauses { return clauses }
      let made = Clause.ways(rule.audience, .notHolds)
      clauses = .some(made)
      return made
    }
  }

  /// Pairs of one set that are compared at most.
  private static let most = 2_000_000

  /// Rules that say neither what they are for nor what they do are not compared.
  init(_ cases: [RuleCase]) {
    var buckets: [Bucket: [Int]] = [:]
    for (place, rule) in cases.enumerated() where rule.rule.action != nil || rule.use != nil {
      guard rule.contradiction == nil, rule.conjunction.isPure else { continue }
      buckets[
        Bucket(
          use: rule.use, channel: rule.channel, tactic: rule.rule.tactic, action: rule.rule.action,
          subject: rule.rule.subjectType), default: []
      ].append(place)
    }
    var left = Self.most
    for places in buckets.values where places.count > 1 {
      left -= places.count * (places.count - 1)
      if left < 0 {
        limit = "too many rules do the same to be compared for shadowed and duplicate ones"
        break
      }
      compare(places, cases)
    }
  }

  private mutating func compare(_ places: [Int], _ cases: [RuleCase]) {
    var members = places.map { Member($0, cases[$0].conjunction.keyMask) }
    for narrow in members.indices {
      for wide in members.indices where narrow != wide {
        let (one, two) = (members[narrow], members[wide])
        // Wide may constrain nothing that narrow does not.
        guard two.keys & ~one.keys == 0, outlives(cases[two.place].rule, cases[one.place].rule),
          includes(&members[wide], cases[one.place], cases)
        else { continue }
        let isMutual =
          one.keys == two.keys && outlives(cases[one.place].rule, cases[two.place].rule)
          && includes(&members[narrow], cases[two.place], cases)
        if isMutual, one.place < two.place { continue }
        of[one.place] = Overlap(fault: isMutual ? .duplicate : .shadowed, other: cases[two.place].rule)
        break
      }
    }
  }

  /// Everyone whom `inner` reaches is reached by the member.
  private func includes(_ outer: inout Member, _ inner: RuleCase, _ cases: [RuleCase]) -> Bool {
    outer.outside(cases[outer.place])?.allSatisfy { inner.conjunction.contradicts($0) } == true
  }

  private func outlives(_ outer: Rule, _ inner: Rule) -> Bool {
    guard let end = outer.expires else { return true }
    return inner.expires.map { $0 <= end } ?? false
  }
}

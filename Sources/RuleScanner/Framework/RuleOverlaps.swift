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

  private struct Member {
    let place: Int
    let keys: UInt64
    let clauses: [Clause]?
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
    let members = places.map { place in
      Member(
        place: place, keys: cases[place].conjunction.keyMask, clauses: Clause.ways(cases[place].audience, .notHolds))
    }
    for (narrow, one) in members.enumerated() {
      for (wide, two) in members.enumerated() where narrow != wide {
        // Wide may constrain nothing that narrow does not.
        guard two.keys & ~one.keys == 0, let clauses = two.clauses else { continue }
        let (inner, outer) = (cases[one.place], cases[two.place])
        guard outlives(outer.rule, inner.rule), clauses.allSatisfy({ inner.conjunction.contradicts($0) }) else {
          continue
        }
        let isMutual =
          one.keys == two.keys && outlives(inner.rule, outer.rule)
          && one.clauses?.allSatisfy { outer.conjunction.contradicts($0) } == true
        if isMutual, one.place < two.place { continue }
        of[one.place] = Overlap(fault: isMutual ? .duplicate : .shadowed, other: outer.rule)
        break
      }
    }
  }

  private func outlives(_ outer: Rule, _ inner: Rule) -> Bool {
    guard let end = outer.expires else { return true }
    return inner.expires.map { $0 <= end } ?? false
  }
}

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
    let met: Int
    let tactic: Tactic?
    let action: String?

    init(_ rule: RuleCase) { (met, tactic, action) = (rule.met, rule.rule.tactic, rule.rule.action) }
  }

  /// What is asked of one rule of a bucket, worked out when another rule needs it.
  private struct Member {
    let place: Int
    let keys: UInt64
    private var ways: [[Clause]??]

    init(_ place: Int, _ rule: RuleCase) {
      (self.place, keys) = (place, rule.conjunction.keyMask)
      ways = Array(repeating: nil, count: rule.conjunction.parts.count)
    }

    /// Everyone whom `inner` reaches meets each part of the member's audience.
    mutating func includes(_ inner: RuleCase, _ own: RuleCase) -> Bool {
      own.conjunction.parts.indices.allSatisfy { part in
        let clauses = ways[part] ?? Clause.ways(own.conjunction.parts[part], .notHolds)
        ways[part] = .some(clauses)
        return clauses?.allSatisfy { inner.conjunction.contradicts($0) } == true
      }
    }
  }

  /// Pairs of one set that are compared at most.
  private static let most = 2_000_000

  /// Rules that say neither what they are for nor what they do are not compared.
  init(_ cases: [RuleCase]) {
    // The latest rule of each bucket, and the one before it: most buckets have one rule and need no list.
    var latest: [Bucket: Int] = [:]
    var (before, crowded) = ([Int](repeating: -1, count: cases.count), Set<Int>())
    latest.reserveCapacity(cases.count)
    for place in cases.indices where cases[place].rule.action != nil || cases[place].use != nil {
      guard cases[place].contradiction == nil, cases[place].conjunction.isPure else { continue }
      guard let other = latest.updateValue(place, forKey: Bucket(cases[place])) else { continue }
      before[place] = other
      crowded.remove(other)
      crowded.insert(place)
    }
    var left = Self.most
    for last in crowded.sorted() {
      let places = sequence(first: last) { before[$0] < 0 ? nil : before[$0] }.reversed() as [Int]
      left -= places.count * (places.count - 1)
      if left < 0 {
        limit = "too many rules do the same to be compared for shadowed and duplicate ones"
        break
      }
      compare(places, cases)
    }
  }

  private mutating func compare(_ places: [Int], _ cases: [RuleCase]) {
    var members = places.map { Member($0, cases[$0]) }
    for narrow in members.indices {
      for wide in members.indices where narrow != wide {
        let (one, two) = (members[narrow].place, members[wide].place)
        // Wide may constrain nothing that narrow does not.
        guard members[wide].keys & ~members[narrow].keys == 0, outlives(cases[two].rule, cases[one].rule),
          members[wide].includes(cases[one], cases[two])
        else { continue }
        let isMutual =
          members[narrow].keys == members[wide].keys && outlives(cases[one].rule, cases[two].rule)
          && members[narrow].includes(cases[two], cases[one])
        if isMutual, one < two { continue }
        of[one] = Overlap(fault: isMutual ? .duplicate : .shadowed, other: cases[two].rule)
        break
      }
    }
  }

  private func outlives(_ outer: Rule, _ inner: Rule) -> Bool {
    guard let end = outer.expires else { return true }
    return inner.expires.map { $0 <= end } ?? false
  }
}

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
  }

  /// What is asked of one rule of a bucket, worked out when another rule needs it.
  private struct Member {
    let keys: UInt64
    private var ways: [[Clause]??]

    init(_ rule: RuleCase) {
      keys = rule.conjunction.keyMask
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
  private var left = Self.most

  /// Places of rules that do the same, each list ascending, in the order of their last rules. Rules that say neither what
  /// they are for nor what they do are in none.
  ///
  /// - Parameter met: the number of what a rule meets in the control index.
  static func groups(_ rules: [Rule], met: (borrowing Rule) -> Int) -> [[Int]] {
    // The latest rule of each bucket, and the one before it: most buckets have one rule and need no list.
    var latest: [Bucket: Int] = [:]
    var (before, crowded) = ([Int](repeating: -1, count: rules.count), Set<Int>())
    latest.reserveCapacity(rules.count)
    for place in rules.indices where rules[place].action != nil || rules[place].use != nil {
      let bucket = Bucket(met: met(rules.span[place]), tactic: rules[place].tactic, action: rules[place].action)
      guard let other = latest.updateValue(place, forKey: bucket) else { continue }
      before[place] = other
      crowded.remove(other)
      crowded.insert(place)
    }
    return crowded.sorted().map { last in sequence(first: last) { before[$0] < 0 ? nil : before[$0] }.reversed() }
  }

  /// False when the set has too many pairs of rules that do the same.
  mutating func mayCompare(_ count: Int) -> Bool {
    left -= count * (count - 1)
    if left < 0 { limit = "too many rules do the same to be compared for shadowed and duplicate ones" }
    return left >= 0
  }

  /// Compares the rules of one group with each other; those that never fire, or are no conjunction, are left out.
  mutating func compare(_ group: [RuleCase]) {
    let cases = group.filter { $0.contradiction == nil && $0.conjunction.isPure }
    var members = cases.map { Member($0) }
    for one in cases.indices {
      for two in cases.indices where one != two {
        // Wide may constrain nothing that narrow does not.
        guard members[two].keys & ~members[one].keys == 0, outlives(cases[two].rule, cases[one].rule),
          members[two].includes(cases[one], cases[two])
        else { continue }
        let isMutual =
          members[one].keys == members[two].keys && outlives(cases[one].rule, cases[two].rule)
          && members[one].includes(cases[two], cases[one])
        if isMutual, one < two { continue }
        of[cases[one].place] = Overlap(fault: isMutual ? .duplicate : .shadowed, other: cases[two].rule)
        break
      }
    }
  }

  private func outlives(_ outer: Rule, _ inner: Rule) -> Bool {
    guard let end = outer.expires else { return true }
    return inner.expires.map { $0 <= end } ?? false
  }
}

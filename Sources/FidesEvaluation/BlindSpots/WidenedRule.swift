/// A rule that also knows which keys are so coarse that they hide one of its own.
struct WidenedRule {
  let rule: FidesRule
  let policy: FidesPolicy
  let categories: WidenedMatch
  let uses: WidenedMatch
  let subjects: WidenedMatch

  init(_ rule: FidesRule, of policy: FidesPolicy, _ taxonomy: FidesTaxonomy) {
    (self.rule, self.policy) = (rule, policy)
    categories = WidenedMatch(rule.categories, taxonomy)
    uses = WidenedMatch(rule.uses, taxonomy)
    subjects = WidenedMatch(rule.subjects, taxonomy)
  }
}

/// One dimension of a rule with everything above its keys.
struct WidenedMatch {
  /// How near declared keys come to breaking the rule in one dimension.
  struct Reach {
    /// They do, as Fides sees it.
    let isCertain: Bool
    /// They do, or would with a key below a coarse one, or with each key named once.
    let isPossible: Bool
    let coarse: Set<String>

    /// They would with each key named once, as they are.
    var isDisarmed: Bool { isPossible && !isCertain && coarse.isEmpty }
  }

  private let match: FidesMatch
  private let above: Set<String>

  init(_ match: FidesMatch, _ taxonomy: FidesTaxonomy) {
    self.match = match
    above = match.values.reduce(into: []) { above, value in
      above.formUnion(((try? taxonomy.lineage(of: value)) ?? []).dropFirst())
    }
  }

  func reach(of lineages: [[String]]) -> Reach {
    let isCertain = !match.violating(lineages).isEmpty
    guard match.mode == .any || match.mode == .all else {
      return Reach(isCertain: isCertain, isPossible: isCertain, coarse: [])
    }
    var (coarse, matched, all) = (Set<String>(), Set<String>(), Set<String>())
    for lineage in lineages {
      guard let declared = lineage.first else { continue }
      all.insert(declared)
      if lineage.contains(where: match.values.contains) {
        matched.insert(declared)
      } else if above.contains(declared) {
        coarse.insert(declared)
      }
    }
    let fitting = matched.count + coarse.count
    let isPossible = match.mode == .any ? fitting > 0 : fitting > 0 && fitting == all.count
    return Reach(isCertain: isCertain, isPossible: isPossible, coarse: coarse)
  }
}

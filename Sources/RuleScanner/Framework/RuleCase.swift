internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

/// A rule as the checks see it: segments inlined, use and channel normalised, reads classified.
struct RuleCase {
  /// The rules of the set, shared: a rule is looked at where it lies, never copied.
  let rules: [Rule]
  let place: Int
  var rule: Rule { _read { yield rules[place] } }
  /// The number of what it meets in the control index; rules of equal use, channel and subject type share it.
  let met: Int
  let use: DataUse?
  let channel: Channel?
  let audience: Predicate
  let failures: [SegmentResolver.Failure]
  /// Each attribute once.
  let reads: [ClassifiedRead]
  /// Numbers of their patterns.
  let patterns: [Int]
  /// True when an export hands on the whole profile.
  let hasWildcard: Bool
  let conjunction: Conjunction
  let contradiction: Contradiction?
  let consents: [(use: DataUse, channel: Channel?)]
  /// The rule is judged from the gate's instant through this one.
  let end: Instant
  /// Answers about packs' scopes so far.
  var scopes: [ScopeAnswer?]
  /// Someone in the audience and in the scope of a pack, once looked for.
  var people: [Int: Witness?] = [:]

  /// The audience asks for consent to the rule's own use and channel, and is used as soon as it is evaluated.
  let isSelfConsenting: Bool

  var windows: FreshnessWindows { FreshnessWindows(audience) }

  /// Nothing for a hygiene control to look at, but other rules.
  var isClean: Bool {
    contradiction == nil && failures.isEmpty && rule.dangling.isEmpty && rule.opaque.isEmpty
      && rule.personalLiterals.isEmpty
  }

  /// The value of a key in the file, else the rule itself.
  func part(_ keys: String...) -> RulePart? {
    for key in keys { if let part = rule.spans[key] { return part } }
    return rule.spans["id"]
  }
}

/// Whom of a rule's audience a pack is for.
enum ScopeAnswer {
  /// Certainly nobody.
  case nobody
  /// Someone, or nobody can tell.
  case unclear
}

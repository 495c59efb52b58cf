package import GovernanceModel
package import Predicates
package import RuleSets

/// Whom a change of rules touches.
package enum Reach: Sendable {
  /// Certainly nobody.
  case nobody
  /// Somebody, replayed on the evaluator: before and after differ for this person.
  case somebody(Redacted<Witness>)
  /// `opaque`, `calendar` or `limit`: nobody can tell.
  case undecided(Reason)

  /// The person in one line; what looks personal is covered. Nil where there is none.
  package var example: String? {
    if case .somebody(let person) = self { person.disclosed.text(asking: nil, []) } else { nil }
  }
}

/// How one rule reaches other people than before.
package struct RuleChange: Sendable {
  package enum Kind: String, Sendable, CaseIterable { case added, removed, changed }
  package let set: String
  package let rule: String
  package let kind: Kind
  package let use: DataUse?
  package let channel: Channel?
  /// The audience in the new file, of a removed rule in the old one.
  package let place: RulePart?
  /// Those whom the rule reaches now and did not before.
  package let reached: Reach
  /// Those whom it reached before and does not now.
  package let lost: Reach
}

/// How one use and channel reach other people than before, whichever rule does it.
package struct UseChange: Sendable {
  package let use: DataUse?
  package let channel: Channel?
  /// Those whom some rule reaches now and none did before; with the rule that reaches the example.
  package let reached: Reach
  package let reachedBy: String?
  /// Those whom some rule reached before and none does now.
  package let lost: Reach
  package let lostBy: String?
}

/// Two rule sets side by side. Rules and uses that reach whom they reached are in neither list.
package struct RuleSetComparison: Sendable {
  /// In the order of the new rules, then of the removed ones.
  package let rules: [RuleChange]
  /// In the order in which the uses are first met.
  package let uses: [UseChange]
  /// Defects that the proofs ran into.
  package let faults: [ProofFault]
}

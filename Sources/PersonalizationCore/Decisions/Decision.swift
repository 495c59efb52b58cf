package import GovernanceModel
package import PolicyEngine
package import Predicates

/// What a decision point served to one person at one moment, and why: the shape that the audit reads.
package struct Decision: Hashable, Sendable {
  package enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// The rule was served as it is.
    case allowed
    /// The rule was served on coarser values.
    case generalised
    /// No rule was served; the person sees the experience that is the same for everyone.
    case fallback
  }

  package var subject: String
  package var at: Instant
  package var outcome: Outcome
  package var ruleSet: String
  /// The rule that was served; nil for the fallback.
  package var rule: String?
  package var use: DataUse?
  package var channel: Channel?
  package var basis: LegalBasis?
  /// What the rule read, at the level at which it read it.
  package var reads: [AttributeRead]
  /// Values that were made coarser, by attribute.
  package var generalised: [AttributePath: Value]
  /// Rules that matched and were refused, each with the controls that refused it.
  package var refused: [Refusal]

  /// A rule that the guard did not let pass.
  package struct Refusal: Hashable, Sendable {
    package var rule: String
    package var control: String
    package var verdict: Verdict
    package init(rule: String, control: String, verdict: Verdict) {
      (self.rule, self.control, self.verdict) = (rule, control, verdict)
    }
  }
}

package import GovernanceModel
package import PolicyEngine
package import Predicates
package import RuleSets

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
  package var outcome = Outcome.fallback
  package var ruleSet: String
  /// Digest of the rule set's file: the version of its rules.
  package var version: String?
  /// The rule that was served; nil for the fallback.
  package var rule: String?
  /// The rule whose decision it is, where one decision is served in several channels.
  package var decision: String?
  package var tactic: Tactic?
  package var use: DataUse?
  package var channel: Channel?
  /// The basis that the rule names; the audit judges the use by it.
  package var basis: LegalBasis?
  /// On what the use rests in fact, with the grant where consent was asked.
  package var ground: GuardAnswer.Ground?
  /// What the rule read, at the level at which it read it, with its age.
  package var reads: [AttributeRead] = []
  /// Values that were made coarser, by attribute.
  package var generalised: [AttributePath: Value] = [:]
  /// What is served; for a fallback what everyone gets, if there is such a thing.
  package var offering: Offering?
  /// Rules that matched and were refused, each with the controls that refused it.
  package var refused: [Refusal] = []
  /// Rules that might be served, but not now.
  package var held: [HeldRule] = []

  package init(subject: String, at: Instant, ruleSet: String) {
    (self.subject, self.at, self.ruleSet) = (subject, at, ruleSet)
  }

  /// A rule that the guard did not let pass.
  package struct Refusal: Hashable, Sendable {
    package var rule: String
    /// Nil where the rule itself does not say enough to be judged.
    package var pack: String?
    package var control: String?
    /// Never `compliant`.
    package var verdict: Verdict
    package init(rule: String, pack: String? = nil, control: String? = nil, verdict: Verdict) {
      (self.rule, self.pack, self.control, self.verdict) = (rule, pack, control, verdict)
    }
  }

  /// A rule that waits, is capped, or has nothing for the person.
  package struct HeldRule: Hashable, Sendable {
    package var rule: String
    package var held: Held
    package init(rule: String, held: Held) { (self.rule, self.held) = (rule, held) }
  }

  /// True where policy stood in the way of everything that was meant for the person.
  package var isDenied: Bool { outcome == .fallback && !refused.isEmpty }

  /// What later decisions know of this one; nil for a fallback.
  package var asServed: Served? {
    guard outcome != .fallback, let rule else { return nil }
    return Served(
      ruleSet: ruleSet, rule: rule, decision: decision ?? rule, at: at, channel: channel, offering: offering)
  }
}

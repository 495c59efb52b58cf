package import GovernanceModel
package import PolicyEngine
package import RuleSets
package import SourceDocuments

/// Judges rule sets against policies before they are deployed: no data is needed (semantics sections 5 and 8).
///
/// For example:
/// ```swift
/// let result = Gate(policies: policies, ruleSets: [spring], asOf: today).run()
/// ```
package struct Gate: Sendable {
  package let policies: PolicySet
  package let ruleSets: [RuleSet]
  /// Rules are judged from here to their end, or for a year.
  package let asOf: Instant
  /// What the project says attributes are; of equally specific patterns these win over the vocabulary's.
  package let attributes: [Vocabulary.AttributePattern]
  /// Policy files by path, for excerpts.
  package let policyFiles: [String: SourceFile]

  package init(
    policies: PolicySet, ruleSets: [RuleSet], asOf: Instant, attributes: [Vocabulary.AttributePattern] = [],
    policyFiles: [String: SourceFile] = [:]
  ) {
    (self.policies, self.ruleSets, self.asOf) = (policies, ruleSets, asOf)
    (self.attributes, self.policyFiles) = (attributes, policyFiles)
  }

  /// The same input gives the same result, in the order of rule sets, rules and controls.
  package func run() -> GateResult {
    var run = GateRun(self)
    for set in ruleSets { run.examine(set) }
    return run.finished()
  }
}

/// What the gate saw.
package struct GateResult: Sendable {
  /// Each with its places, help and, where a person would be wronged, an example.
  package var observations: [Observation] = []
  package var examined: [ExaminedRuleSet] = []
  /// Rule sets without rules, policies without a control for rules, rules that no control met.
  package var gaps: [Gap] = []
  /// What limits a proof, such as a latency between evaluation and use.
  package var notes: [Diagnostic] = []
  /// The people behind the examples, in the order of the observations that show one.
  package var counterexamples: [Counterexample] = []
  /// Defects of Proviso that a proof ran into; their verdicts are `unverifiable`.
  package var faults: [ProofFault] = []
}

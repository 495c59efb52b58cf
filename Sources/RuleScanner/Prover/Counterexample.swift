package import ConsentHistory
package import GovernanceModel
package import Predicates

/// Somebody whom a rule wrongs: replayed on the evaluator and on the judge before anyone sees it.
package struct Counterexample: Sendable {
  package let pack: String
  package let control: String
  /// The rule set and the rule.
  package let asset: Asset
  /// Attributes, counted events, and the instant; literals of a rule may be somebody's data.
  package let person: Redacted<Witness>
  /// The consent events of the person, oldest first.
  package let history: [ConsentEvent]
  /// What the judge says of the use at that instant; a violation.
  package let verdict: Verdict
}

/// The solver and the evaluator disagree about a rule: a defect of Proviso, with what reproduces it.
package struct ProofFault: Sendable {
  package let subject: String
  /// The question in SMT-LIB.
  package let reproducer: String
}

internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  /// `eligibility`: the audience implies the condition, for everyone in scope.
  mutating func checkEligibility(
    _ condition: Predicate, _ prepared: PreparedControl, _ rule: inout RuleCase
  ) -> [RuleFinding]? {
    switch reach(prepared.control.appliesTo.categories, rule) {
    case .outside: return nil
    case .unclear(let findings): return findings
    case .within: break
    }
    if rule.contradiction != nil { return [] }
    if let refutations = prepared.refutations {
      if isImplied(refutations, prepared, rule) { return [] }
      if rule.conjunction.isPure {
        let person = someone(rule, under: prepared, alsoOneOf: refutations) { person in
          condition.eligibility(on: person) == .violation(.notEligible)
        }
        if let person, case .wronged(let person, let history, let verdict)? = replay(person, prepared, rule, condition)
        {
          return [notEligible(person, history, verdict, condition, prepared, rule)]
        }
      }
    }
    switch prove(prepared, rule, condition) {
    case .proved: return []
    case .undecided(let reason):
      return [undecided(reason, rule, help: "add `- \(condition.conditionText)` to the audience")]
    case .wronged(let person, let history, let verdict):
      return [notEligible(person, history, verdict, condition, prepared, rule)]
    }
  }

  private mutating func notEligible(
    _ person: Witness, _ history: [ConsentEvent], _ verdict: Verdict, _ condition: Predicate,
    _ prepared: PreparedControl, _ rule: RuleCase
  ) -> RuleFinding {
    note(person, history, verdict, prepared, rule)
    let asked = condition.conditionText
    var finding = RuleFinding(
      .violation(.notEligible), at: rule.part("audience", "use"),
      "audience is not limited to people who meet `\(asked)`", help: "add `- \(asked)` to the audience")
    finding.example = "reached without meeting it: \(person.text(asking: nil, history, condition.reads))"
    return finding
  }

  /// Nobody is in the audience, in scope, and does not meet the condition.
  private func isImplied(_ refutations: [Clause], _ prepared: PreparedControl, _ rule: RuleCase) -> Bool {
    if refutations.allSatisfy({ rule.conjunction.contradicts($0) }) { return true }
    guard scopes[prepared.pack].condition != nil, let ways = scopes[prepared.pack].ways else { return false }
    return ways.allSatisfy { way in
      refutations.allSatisfy { rule.conjunction.contradicts(way.joined(with: $0)) }
    }
  }
}

internal import GovernanceModel
internal import PolicyEngine
internal import Predicates

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
    let asked = condition.conditionText
    let help = "add `- \(asked)` to the audience"
    guard let refutations = prepared.refutations else { return [notConjunctive(rule, help: help)] }
    if isImplied(refutations, prepared, rule) { return [] }
    guard rule.conjunction.isPure else { return [notConjunctive(rule, help: help)] }
    let person = someone(rule, under: prepared, alsoOneOf: refutations) { person in
      condition.eligibility(on: person) == .violation(.notEligible)
    }
    guard let person else {
      // Whoever is found may meet what nobody can evaluate.
      guard condition.hasOpaquePart else { return [notConjunctive(rule, help: help)] }
      return [RuleFinding(.unverifiable(.opaque), at: rule.part("audience"), "nobody can tell who meets `\(asked)`")]
    }
    var finding = RuleFinding(
      .violation(.notEligible), at: rule.part("audience", "use"),
      "audience is not limited to people who meet `\(asked)`", help: help)
    finding.example = "reached without meeting it: \(person.text(asking: nil, condition.reads))"
    return [finding]
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

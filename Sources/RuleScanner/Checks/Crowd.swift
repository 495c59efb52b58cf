internal import GovernanceModel
internal import PolicyEngine
internal import RuleSets

extension GateRun {
  /// `crowd` of the audience: the declared estimate is large enough; a rule without one is left to the audit.
  func checkCrowd(_ requirement: CrowdRequirement, _ rule: RuleCase) -> [RuleFinding]? {
    guard let estimate = rule.rule.estimatedAudience else { return nil }
    guard estimate < requirement.atLeast else { return [] }
    var finding = RuleFinding(
      .violation(.groupTooSmall), at: rule.part("estimatedAudience"), "an audience of about \(estimate)",
      help: "widen the audience to at least \(requirement.atLeast) people")
    finding.parameters = [Parameter("estimated", "\(estimate)")]
    return [finding]
  }
}

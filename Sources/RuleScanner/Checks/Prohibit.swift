internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  /// `prohibit`: no category of the control is read, handed on or inferred for the use, through segments neither.
  func checkProhibit(
    _ requirement: ProhibitRequirement, _ categories: [DataCategory], _ rule: RuleCase
  ) -> [RuleFinding]? {
    var findings: [RuleFinding] = []
    for read in rule.reads {
      switch read.match(categories) {
      case .outside: break
      case .unclear: findings.append(read.unknown(categories))
      case .within(let category):
        let isInferred = read.pattern?.isInferred == true || read.origin == .write
        if isInferred, !requirement.includesInferred { continue }
        findings.append(
          RuleFinding(
            .violation(isInferred ? .inferred : .prohibited), read, category, told(read, category, isInferred),
            help: "drop `\(read.path)` from the rule"))
      }
    }
    if rule.hasWildcard { findings.append(wildcard(rule)) }
    return findings
  }

  private func told(_ read: ClassifiedRead, _ category: DataCategory, _ isInferred: Bool) -> String {
    let through = read.part.text == read.path.text || read.origin != .read ? "" : ", through `\(read.part.text)`"
    switch read.origin {
    case .write: return "writes `\(category)`, derived by the rule"
    case .export: return "hands on `\(category)`"
    case .read:
      return isInferred ? "`\(category)`, derived from other data by profiling\(through)" : "`\(category)`\(through)"
    }
  }
}

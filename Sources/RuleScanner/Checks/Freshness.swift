internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  /// `freshness`: a condition on the age of each attribute, or the rule's look-back, keeps it within the control's limit.
  func checkFreshness(
    _ requirement: FreshnessRequirement, _ categories: [DataCategory], _ rule: RuleCase
  ) -> [RuleFinding]? {
    var findings: [RuleFinding] = []
    for index in rule.reads.indices where rule.reads[index].origin != .write {
      let (path, category) = (rule.reads[index].path, rule.reads[index].pattern?.categories.first)
      let read = rule.reads[index]
      switch read.match(categories) {
      case .outside: continue
      case .unclear where !categories.isEmpty:
        findings.append(read.unknown(categories))
        continue
      case .unclear, .within: break
      }
      var help: String { "add `- {attribute: \(stamp(path)), within: \(requirement.maxAge)}` to the audience" }
      guard let period = rule.windows.period(for: path) ?? rule.rule.lookBack else {
        findings.append(
          RuleFinding(
            .violation(.noFreshnessLimit), read, category, "read however old it is",
            help: help + ", or `lookBack: \(requirement.maxAge)` to the rule"))
        continue
      }
      switch period.isNoLonger(than: requirement.maxAge) {
      case true?: break
      case false?:
        var finding = RuleFinding(.violation(.stale), read, category, "up to \(period) old", help: help)
        finding.parameters = [Parameter("within", "\(period)")]
        findings.append(finding)
      case nil:
        findings.append(
          RuleFinding(
            .unverifiable(.calendar), read, category, "\(period) and \(requirement.maxAge) depend on the calendar",
            help: help))
      }
    }
    return findings
  }

  private func stamp(_ path: AttributePath) -> String { "\(path).updatedAt" }
}

extension CalendarPeriod {
  /// Whether it never exceeds `other`; nil where that depends on the calendar.
  func isNoLonger(than other: CalendarPeriod) -> Bool? {
    if neverExceeds(other) { return true }
    return shortest > other.longest || other.neverExceeds(self) ? false : nil
  }
}

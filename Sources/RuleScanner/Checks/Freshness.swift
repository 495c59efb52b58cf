internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  /// `freshness`: a condition on the age of each attribute, or the rule's look-back, keeps it within the control's limit.
  func checkFreshness(
    _ requirement: FreshnessRequirement, _ number: Int, _ categories: [DataCategory], _ rule: RuleCase
  ) -> [RuleFinding]? {
    var findings: [RuleFinding] = []
    let windows = rule.windows
    for place in rule.reads.indices where rule.reads[place].origin != .write {
      switch touch(number, rule.reads[place].patternID) {
      case .none: continue
      case .unclear where !categories.isEmpty:
        findings.append(rule.reads[place].unknown(categories))
        continue
      case .unclear, .within: break
      }
      let path = rule.reads[place].path
      if let period = windows.period(for: path) ?? rule.rule.lookBack,
        period.isNoLonger(than: requirement.maxAge) == true
      {
        continue
      }
      let (read, category) = (rule.reads[place], rule.reads[place].pattern?.categories.first)
      var help: String { "add `- {attribute: \(stamp(path)), within: \(requirement.maxAge)}` to the audience" }
      guard let period = windows.period(for: path) ?? rule.rule.lookBack else {
        findings.append(
          RuleFinding(
            .violation(.noFreshnessLimit), read, category, "read however old it is",
            help: help + ", or `lookBack: \(requirement.maxAge)` to the rule"))
        continue
      }
      if period.isNoLonger(than: requirement.maxAge) == false {
        var finding = RuleFinding(.violation(.stale), read, category, "up to \(period) old", help: help)
        finding.parameters = [Parameter("within", "\(period)")]
        findings.append(finding)
      } else {
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

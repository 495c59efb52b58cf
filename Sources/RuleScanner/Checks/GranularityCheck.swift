internal import GovernanceModel
internal import PolicyEngine

extension GateRun {
  /// `granularity`: the declared level of each attribute that is read is no finer than the control allows.
  func checkGranularity(
    _ requirement: GranularityRequirement, _ categories: [DataCategory], _ rule: RuleCase
  ) -> [RuleFinding]? {
    var findings: [RuleFinding] = []
    for read in rule.reads {
      guard let pattern = read.pattern, !pattern.categories.isEmpty else {
        findings.append(read.unknown(categories))
        continue
      }
      if case .unclear = read.match(categories) { findings.append(read.unknown(categories)) }
      for category in pattern.categories
      where categories.isEmpty || categories.contains(where: { category.isSameOrBelow($0) }) {
        guard let family = vocabulary.family(of: category), requirement.limits(family) else { continue }
        let verdict = requirement.verdict(declared: pattern.granularity, measured: nil, family: family)
        guard verdict != .compliant else { continue }
        findings.append(finding(verdict, read, category, family, requirement))
        break
      }
    }
    if rule.hasWildcard { findings.append(wildcard(rule)) }
    return findings
  }

  private func finding(
    _ verdict: Verdict, _ read: ClassifiedRead, _ category: DataCategory, _ family: Granularity.Family,
    _ requirement: GranularityRequirement
  ) -> RuleFinding {
    let allowed = requirement.maximum(for: family)?.level ?? "a coarser level"
    guard let level = read.pattern?.granularity else {
      return RuleFinding(
        verdict, read, category, "nobody says how fine `\(category)` is held here",
        help: "declare `granularity:` of `\(read.path)` in the data map or under `attributes:`")
    }
    var finding = RuleFinding(
      verdict, read, category, "`\(category)` at \(level)", help: "read it at `\(allowed)` or coarser")
    finding.parameters = [Parameter("declared", "\(level)")]
    return finding
  }
}

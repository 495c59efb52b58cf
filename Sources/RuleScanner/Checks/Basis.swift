internal import GovernanceModel
internal import PolicyEngine
internal import RuleSets

extension GateRun {
  /// `basis`: each pair of a category that the rule reads and its use has a declared legal basis that is allowed.
  func checkBasis(
    _ requirement: BasisRequirement, _ categories: [DataCategory], _ rule: RuleCase
  ) -> [RuleFinding]? {
    var (findings, judged, isMet) = ([RuleFinding](), Set<DataCategory>(), false)
    for read in rule.reads {
      guard let pattern = read.pattern else {
        // The rule's own basis speaks for whatever it reads; what the project declares speaks for categories.
        if rule.rule.basis == nil || !categories.isEmpty { findings.append(read.unknown(categories)) }
        continue
      }
      for category in pattern.categories {
        if !categories.isEmpty, !categories.contains(where: { category.isSameOrBelow($0) }) {
          if categories.contains(where: { $0.isSameOrBelow(category) }) { findings.append(read.unknown(categories)) }
          continue
        }
        isMet = true
        guard judged.insert(category).inserted else { continue }
        let basis = declaredBasis(of: rule, category)
        if let finding = basisFinding(basis, requirement, category, read, rule) { findings.append(finding) }
      }
    }
    if rule.reads.isEmpty, categories.isEmpty {
      isMet = true
      let basis = declaredBasis(of: rule, nil)
      if let finding = basisFinding(basis, requirement, nil, nil, rule) { findings.append(finding) }
    }
    return isMet || !findings.isEmpty || categories.isEmpty ? findings : nil
  }

  private func basisFinding(
    _ basis: LegalBasis?, _ requirement: BasisRequirement, _ category: DataCategory?, _ read: ClassifiedRead?,
    _ rule: RuleCase
  ) -> RuleFinding? {
    if let basis, requirement.allowed.isEmpty || requirement.allowed.contains(basis) { return nil }
    let use = rule.use.map { "`\($0)`" } ?? "an unnamed use"
    let pair = category.map { "`\($0)` for \(use)" } ?? use
    var finding: RuleFinding
    if let basis {
      let allowed = requirement.allowed.map { "`\($0.rawValue)`" }.joined(separator: " or ")
      finding = RuleFinding(
        .violation(.wrongBasis), at: rule.rule.spans["basis"] ?? read?.part ?? rule.part("use"),
        "\(pair) rests on `\(basis.rawValue)`", help: "this use needs \(allowed)")
      finding.parameters = [Parameter("basis", basis.rawValue)]
    } else {
      finding = RuleFinding(
        .violation(.noBasis), at: read?.part ?? rule.part("use"), "\(pair) has no declared legal basis",
        help: rule.foreignPath == nil
          ? "add `basis:` to the rule, or the pair to `legalBases:` in proviso.yaml"
          : rule.adding("`basis:`") + ", or the pair to `legalBases:`")
    }
    finding.category = category
    return finding
  }

  /// The rule's own basis, else the most specific one that the project declares; nil when there is none.
  func declaredBasis(of rule: RuleCase, _ category: DataCategory?) -> LegalBasis? {
    if let basis = rule.rule.basis { return basis }
    guard let use = rule.use else { return nil }
    var best: (basis: LegalBasis, depth: (Int, Int))?
    for declared in gate.policies.legalBases where use.isCovered(by: declared.use) {
      var depth = 0
      if !declared.categories.isEmpty {
        guard let category, let match = declared.categories.filter({ category.isSameOrBelow($0) }).map(\.depth).max()
        else { continue }
        depth = match
      }
      let rank = (declared.use.depth, depth)
      if best.map({ $0.depth < rank }) != false { best = (declared.basis, rank) }
    }
    return best?.basis
  }
}

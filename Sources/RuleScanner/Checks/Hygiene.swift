internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  /// `hygiene`: the rule can fire, says something of its own, refers to what exists, and holds nobody's data.
  mutating func checkHygiene(
    _ requirement: HygieneRequirement, _ rule: RuleCase, _ overlap: RuleOverlaps.Overlap?, _ set: RuleSet
  ) -> [RuleFinding]? {
    var findings: [RuleFinding] = []
    let contradiction = contradiction(in: rule)
    for fault in HygieneRequirement.Fault.allCases
    where requirement.forbid.isEmpty || requirement.forbid.contains(fault) {
      switch fault {
      case .dead, .contradictory: if let finding = neverFires(fault, contradiction, rule) { findings.append(finding) }
      case .shadowed, .duplicate:
        if let overlap, overlap.fault == fault {
          findings.append(self.overlap(fault, overlap.other, rule))
        }
      case .cyclic: findings += failures(.cyclic, rule, set)
      case .dangling: findings += dangling(rule) + failures(.dangling, rule, set)
      case .personalLiteral: if let finding = personalLiteral(rule) { findings.append(finding) }
      case .opaque: findings += opaque(rule) + failures(.unbounded, rule, set)
      }
    }
    return findings
  }

  /// Parts of the audience that nobody can meet together; where it is no conjunction, the solver's minimal core.
  private func contradiction(in rule: RuleCase) -> [Int]? {
    if let known = rule.contradiction { return known.sources.filter { $0 >= 0 } }
    if rule.conjunction.isPure { return nil }
    return bench.prover.contradiction(among: rule.conjunction.parts, from: gate.asOf, through: rule.end)
  }

  /// Conditions that exclude each other are contradictory; one that nobody can ever meet makes the rule dead.
  private func neverFires(
    _ fault: HygieneRequirement.Fault, _ contradiction: [Int]?, _ rule: RuleCase
  ) -> RuleFinding? {
    guard let contradiction else { return nil }
    let parts = contradiction.map { rule.conjunction.parts[$0] }
    guard (parts.count > 1) == (fault == .contradictory) else { return nil }
    let texts = parts.map { "`\($0.shownText)`" }
    // The second of two is the one that cannot hold beside what stands before it.
    let places = contradiction.map { rule.place(ofPart: $0) }
    var finding = RuleFinding(
      .violation(fault == .dead ? .dead : .contradictory), at: (places.last ?? nil) ?? rule.part("audience"),
      fault == .dead
        ? "nobody can meet \(texts.first ?? "this audience")"
        : "nobody can meet \(texts.count == 2 ? "both " : "")\(texts.joined(separator: " and "))",
      help: "the rule never fires; correct a condition or take the rule out")
    finding.attribute = parts.last?.reads.first?.text
    finding.others = places.dropLast().compactMap { $0 }.filter { $0.span != finding.part?.span }
    return finding
  }

  private func overlap(_ fault: HygieneRequirement.Fault, _ other: Rule, _ rule: RuleCase) -> RuleFinding {
    let isDuplicate = fault == .duplicate
    var finding = RuleFinding(
      .violation(isDuplicate ? .duplicate : .shadowed), at: rule.part("id"),
      isDuplicate
        ? "reaches the same people as `\(other.id)`, for the same"
        : "everyone whom it reaches is reached by `\(other.id)`, for the same",
      help: "take one of the two rules out")
    if let part = other.spans["id"] { finding.others = [part] }
    return finding
  }

  private func failures(
    _ fault: SegmentResolver.Fault, _ rule: RuleCase, _ set: RuleSet
  ) -> [RuleFinding] {
    let told = Set(rule.rule.dangling.map(\.text))
    return rule.failures.filter { $0.fault == fault }.compactMap { failure in
      let name = "segment `\(failure.segment)`"
      if told.contains(where: { $0 == name || $0.hasPrefix(name + ";") }) { return nil }
      let part = rule.rule.references.first { $0.text == failure.segment } ?? rule.rule.references.first
      var finding: RuleFinding
      switch fault {
      case .cyclic:
        finding = RuleFinding(
          .violation(.cyclic), at: part ?? rule.part("audience"), "\(name) is defined by itself",
          help: "break the circle of definitions")
      case .dangling:
        finding = RuleFinding(
          .violation(.dangling), at: part ?? rule.part("audience"), "nothing defines \(name)",
          help: nearestName(to: failure.segment, among: set.segments.keys).map { "did you mean `\($0)`?" }
            ?? "define it under `segments:`")
      case .unbounded:
        finding = RuleFinding(
          .violation(.opaque), at: part ?? rule.part("audience"), "\(name) unfolds without bound",
          help: "write it without repeating other segments")
      }
      finding.attribute = name
      if let definition = set.segmentParts[failure.segment] { finding.others = [definition] }
      return finding
    }
  }

  private func dangling(_ rule: RuleCase) -> [RuleFinding] {
    rule.rule.dangling.map { part in
      let pieces = part.text.split(separator: "; ", maxSplits: 1)
      var finding = RuleFinding(
        .violation(.dangling), at: part, "nothing defines \(pieces.first ?? "it")",
        help: pieces.count > 1 ? String(pieces[1]) : "define it, or take the reference out")
      finding.attribute = pieces.first.map(String.init)
      return finding
    }
  }

  private func opaque(_ rule: RuleCase) -> [RuleFinding] {
    guard let first = rule.rule.opaque.first else { return [] }
    var finding = RuleFinding(
      .violation(.opaque), at: first, "no one but its engine knows what this does",
      help: "write it as conditions on attributes")
    finding.records = rule.rule.opaque.count
    return [finding]
  }

  private func personalLiteral(_ rule: RuleCase) -> RuleFinding? {
    guard let first = rule.rule.personalLiterals.first else { return nil }
    var finding = RuleFinding(
      .violation(.personalLiteral), at: first, "looks like \(first.text)",
      help: "refer to people by a segment; rules are copied, reviewed and kept for years")
    finding.records = rule.rule.personalLiterals.count
    return finding
  }
}

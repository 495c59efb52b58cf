internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  /// `review`: somebody answers for the rule, knows what it is for, looked at it lately, and it ends.
  func checkReview(_ requirement: ReviewRequirement, _ rule: RuleCase) -> [RuleFinding]? {
    var findings: [RuleFinding] = []
    if requirement.owner, rule.rule.owner?.isEmpty != false {
      findings.append(
        RuleFinding(
          .violation(.noOwner), at: rule.part("owner"), "nobody answers for this rule", help: rule.adding("`owner:`")))
    }
    if requirement.purpose, let finding = purpose(rule) { findings.append(finding) }
    if let every = requirement.every, let finding = reviewDate(every, rule) { findings.append(finding) }
    if requirement.end, let finding = end(rule) { findings.append(finding) }
    if let longest = requirement.lookBack, let finding = lookBack(longest, rule) { findings.append(finding) }
    if requirement.cap, !rule.rule.hasFrequencyCap {
      findings.append(
        RuleFinding(
          .violation(.noCap), at: rule.part("cap"), "nothing limits how often a person is reached",
          help: rule.adding("`cap: {atMost: 2, per: P30D}`")))
    }
    if requirement.explicitFields, var finding = rule.hasWildcard ? wildcard(rule) : starred(rule) {
      finding.verdict = .violation(.wildcard)
      findings.append(finding)
    }
    return findings
  }

  private func purpose(_ rule: RuleCase) -> RuleFinding? {
    guard let use = rule.rule.use else {
      return RuleFinding(
        .violation(.noPurpose), at: rule.part("use"), "nobody says what this rule is for",
        help: rule.adding("`use: marketing.communications.email` or the like"))
    }
    if index.isKnown(use) { return nil }
    let near = nearestName(to: use.key, among: vocabulary.uses.keys)
    return RuleFinding(
      .violation(.noPurpose), at: rule.part("use"), "`\(use)` is no data use of the vocabulary",
      help: near.map { "did you mean `\($0)`?" } ?? "use a key of the vocabulary, or add yours under `vocabularies:`")
  }

  private func reviewDate(_ every: CalendarPeriod, _ rule: RuleCase) -> RuleFinding? {
    guard let reviewed = rule.rule.reviewed, reviewed <= gate.asOf else {
      let label = rule.rule.reviewed == nil ? "nobody reviewed this rule" : "the review lies in the future"
      return RuleFinding(
        .violation(.noReviewDate), at: rule.part("reviewed"), label,
        help: "have its owner look at it, and \(rule.adding("`reviewed:` with the date"))")
    }
    guard every.added(to: reviewed) <= gate.asOf else { return nil }
    return RuleFinding(
      .violation(.reviewOverdue), at: rule.part("reviewed"), "last reviewed on \(reviewed.description.prefix(10))",
      help: "have its owner look at it again; a review holds for \(every)")
  }

  private func end(_ rule: RuleCase) -> RuleFinding? {
    guard let expires = rule.rule.expires else {
      return RuleFinding(
        .violation(.noEndDate), at: rule.part("expires"), "the rule never ends",
        help: rule.adding("`expires:` with a date"))
    }
    guard expires <= gate.asOf else { return nil }
    return RuleFinding(
      .violation(.ended), at: rule.part("expires"), "the rule ended and is still there",
      help: "take the rule out, or review it and set a new `expires:`")
  }

  private func lookBack(_ longest: CalendarPeriod, _ rule: RuleCase) -> RuleFinding? {
    guard let own = rule.rule.lookBack else {
      return RuleFinding(
        .violation(.unboundedWindow), at: rule.part("lookBack"), "nothing limits how far the rule looks back",
        help: rule.adding("`lookBack: \(longest)` or less"))
    }
    switch own.isNoLonger(than: longest) {
    case true?: return nil
    case false?:
      return RuleFinding(
        .violation(.windowTooLong), at: rule.part("lookBack"), "looks back \(own)", help: "at most \(longest)")
    case nil:
      return RuleFinding(
        .unverifiable(.calendar), at: rule.part("lookBack"), "\(own) and \(longest) depend on the calendar",
        help: "write the period in the units of the control")
    }
  }

  /// A path with a wildcard reads whatever there is.
  private func starred(_ rule: RuleCase) -> RuleFinding? {
    rule.reads.indices.first { rule.reads[$0].path.text.utf8.contains(UInt8(ascii: "*")) }.map { place in
      RuleFinding(
        .violation(.wildcard), rule.reads[place], nil, "reads whatever there is", help: "name the attributes")
    }
  }
}

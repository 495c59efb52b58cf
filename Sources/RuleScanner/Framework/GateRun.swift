internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

/// The state of one run of the gate.
struct GateRun {
  let gate: Gate
  let vocabulary: Vocabulary
  let scopes: [PreparedScope]
  var index: ControlIndex
  var attributes: AttributeIndex
  var result = GateResult()
  /// By pattern, then control.
  var touches: [Touch] = []
  /// The end of the window of a rule that never ends.
  let yearAhead: Instant
  private var setIDs: Set<String> = []

  init(_ gate: Gate) {
    self.gate = gate
    vocabulary = gate.policies.vocabulary
    scopes = gate.policies.packs.map { PreparedScope($0) }
    index = ControlIndex(gate.policies, asOf: gate.asOf)
    attributes = AttributeIndex(gate.policies.vocabulary.attributes + gate.attributes)
    yearAhead = CalendarPeriod(months: 12).added(to: gate.asOf)
  }

  mutating func examine(_ set: RuleSet) {
    if !setIDs.insert(set.id).inserted {
      gap(
        "rule set \(set.id)", .duplicate,
        "two files define a rule set of this name; their findings cannot be told apart")
    }
    if set.rules.isEmpty { gap("rule set \(set.id)", .notExamined, "`\(set.path)` holds no rules") }
    var resolver = SegmentResolver(set.segments)
    let sources = MaskedLines(set)
    let overlaps = overlaps(set, &resolver)
    if let limit = overlaps.limit { gap("rule set \(set.id)", .limit, limit) }
    var rules: [ExaminedRuleSet.Rule] = []
    rules.reserveCapacity(set.rules.count)
    for place in set.rules.indices {
      var rule = makeCase(place, set, &resolver)
      workTouches()
      rules.append(judge(&rule, overlaps.of[place], set, sources))
    }
    result.examined.append(
      ExaminedRuleSet(id: set.id, format: set.format, path: set.path, digest: set.digest, rules: rules))
  }

  /// Compares the rules that do the same; the others need no second look.
  private mutating func overlaps(_ set: RuleSet, _ resolver: inout SegmentResolver) -> RuleOverlaps {
    guard index.controls.contains(where: { $0.kind == .hygiene }) else { return RuleOverlaps() }
    let groups = RuleOverlaps.groups(set.rules) { index.number(of: $0) }
    var overlaps = RuleOverlaps()
    for group in groups where overlaps.mayCompare(group.count) {
      overlaps.compare(group.map { makeCase($0, set, &resolver) })
    }
    return overlaps
  }

  func finished() -> GateResult {
    var result = result
    if gate.ruleSets.isEmpty {
      result.gaps.append(Gap(subject: "rule sets", reason: .notExamined, detail: "no rule set was given"))
    }
    if index.controls.isEmpty {
      result.gaps.append(
        Gap(subject: "policies", reason: .notExamined, detail: "no control of the policies speaks of rules"))
    }
    return result
  }

  mutating func gap(_ subject: String, _ reason: Reason, _ detail: String) {
    result.gaps.append(Gap(subject: subject, reason: reason, detail: detail))
  }

  /// Every control that meets the rule, judged and counted.
  private mutating func judge(
    _ rule: inout RuleCase, _ overlap: RuleOverlaps.Overlap?, _ set: RuleSet, _ sources: MaskedLines
  ) -> ExaminedRuleSet.Rule {
    let met = index.known[rule.met]
    var (proved, violated, unverifiable) = (0, 0, 0)
    func count(_ verdict: Verdict) {
      switch verdict {
      case .compliant: proved += 1
      case .violation: violated += 1
      case .unverifiable: unverifiable += 1
      }
    }
    for number in met.applies {
      guard let findings = check(number, &rule, overlap, set) else { continue }
      count(findings.reduce(.compliant) { $0.combined(with: $1.verdict) })
      if !findings.isEmpty { report(findings, number, rule, set, sources) }
    }
    let tooCoarse = met.tooCoarse.filter { index.controls[$0].isInForce(from: gate.asOf, through: rule.end) }
    for _ in tooCoarse { count(.unverifiable(.useTooCoarse)) }
    if let fault = unusableUse(rule), !tooCoarse.isEmpty {
      // Said once: a finding for each of the obligations would bury what else is wrong.
      gap(
        "rule \(set.id)/\(rule.rule.id)", .useTooCoarse, "\(fault); \(tooCoarse.count) obligations could not be judged")
    } else {
      for number in tooCoarse { report([self.tooCoarse(rule)], number, rule, set, sources) }
    }
    if proved + violated + unverifiable == 0 {
      gap("rule \(set.id)/\(rule.rule.id)", .notExamined, "no control applies to this rule")
    }
    return ExaminedRuleSet.Rule(
      id: rule.rule.id, proved: proved, violated: violated, unverifiable: unverifiable)
  }

  /// What breaks or cannot be told; empty is proved, nil is outside of the control.
  private mutating func check(
    _ number: Int, _ rule: inout RuleCase, _ overlap: RuleOverlaps.Overlap?, _ set: RuleSet
  ) -> [RuleFinding]? {
    let prepared = index.controls[number]
    guard prepared.isInForce(from: gate.asOf, through: rule.end) else { return nil }
    if case .nobody = scope(of: prepared.pack, &rule) { return [] }
    switch quickAnswer(prepared, number, rule, isOverlapped: overlap != nil) {
    case .proved: return []
    case .outside: return nil
    case .unsettled: break
    }
    let categories = prepared.control.appliesTo.categories
    switch prepared.control.requirement {
    case .basis(let basis): return checkBasis(basis, categories, rule)
    case .consent(let consent): return checkConsent(consent.terms, consent.bases, prepared, &rule)
    case .optOut(let optOut): return checkConsent(optOut.terms, optOut.bases, prepared, &rule)
    case .eligibility(let condition): return checkEligibility(condition, prepared, &rule)
    case .prohibit(let prohibit): return checkProhibit(prohibit, categories, rule)
    case .granularity(let granularity): return checkGranularity(granularity, categories, rule)
    case .freshness(let freshness): return checkFreshness(freshness, number, categories, rule)
    case .declared: return checkDeclared(rule)
    case .review(let review): return checkReview(review, rule)
    case .hygiene(let hygiene): return checkHygiene(hygiene, rule, overlap, set)
    case .disclosure(let disclosure): return checkDisclosure(disclosure, categories, rule)
    case .crowd(let crowd): return checkCrowd(crowd, rule)
    case .retention, .evidence, .reask, .reconcile, .erasure, .deadline: return nil
    }
  }
}

internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import RuleScanner
internal import RuleSets
internal import SourceDocuments

/// Judges the rule of a control's example on the gate, under that control alone.
struct RuleExampleRunner {
  let policies: PolicySet

  init(_ policies: PolicySet) { self.policies = policies }

  func outcome(of example: ExampleRunner.RuleExample) -> ExampleOutcome {
    let rules = try? ruleSet(example.rule)
    let rule = rules?.rules.first
    let use = rule?.use.map { ChannelUses(policies.vocabulary.channelUses).normalised($0, rule?.channel).use }
    return example.outcome(rules.flatMap { verdict(on: example, $0) }, use: use)
  }

  /// The gravest verdict of the control on the rule; nil when it does not apply to it.
  private func verdict(on example: ExampleRunner.RuleExample, _ rules: RuleSet) -> Verdict? {
    guard let pack = policies.packs.first(where: { $0.id == example.pack }) else { return nil }
    var single = pack
    single.controls = [example.control]
    var alone = policies
    alone.packs = [single]
    let result = Gate(policies: alone, ruleSets: [rules], asOf: instant(of: example)).run()
    let verdicts = result.observations.filter { $0.control == example.control.id }.map(\.verdict)
    let gravest = verdicts.dropFirst().reduce(verdicts.first) { $0?.combined(with: $1) }
    let isJudged = result.examined.contains { set in set.rules.contains { $0.proved > 0 } }
    return gravest ?? (isJudged ? .compliant : nil)
  }

  /// The example's own instant, else the day on which the law came into force, else the start of 2026.
  private func instant(of example: ExampleRunner.RuleExample) -> Instant {
    example.example.asOf ?? example.control.law.inForce ?? Instant(microseconds: 1_767_225_600_000_000)
  }

  /// A native rule, or under `document` a whole file of any format that is JSON: a decision table, for example.
  private func ruleSet(_ rule: String) throws(InputError) -> RuleSet {
    let node = try Node.json(SourceFile(path: "example.json", bytes: Array(rule.utf8)))
    if let document = node["document"] {
      return try RuleSet.load(path: "example.json", bytes: Array(document.jsonText.utf8))
    }
    return try RuleSet.load(path: "example.json", bytes: Array(#"{"ruleset": "example", "rules": [\#(rule)]}"#.utf8))
  }
}

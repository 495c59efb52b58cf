internal import ConsentHistory
package import GovernanceModel
internal import Predicates

/// Runs the examples of packs: uses on the judge, records on the functions that the audit's checks call.
///
/// Examples with a native rule are for RuleScanner: ``ruleExamples``.
package struct ExampleRunner {
  /// An example that only the gate can run: a native rule as JSON.
  package struct RuleExample: Sendable {
    package let pack: String
    package let control: Control
    /// Counted from one, in the order of the control.
    package let number: Int
    package let rule: String
    package let example: ControlExample

    /// The outcome, once the gate has judged the rule; nil: the control does not apply to it.
    ///
    /// - Parameter use: the rule's.
    package func outcome(_ actual: Verdict?, use: DataUse?) -> ExampleOutcome {
      // A rule is judged by the obligations over its use or above it; one without a use by all.
      let uses = control.appliesTo.uses.filter { asked in use.map { $0.isSameOrBelow(asked) } ?? true }
      return ExampleOutcome(
        pack: pack, control: control.id, number: number, expected: .init(example), actual: actual, span: example.span,
        uses: control.appliesTo.uses.isEmpty || control.appliesTo.uses.contains(.every) ? nil : uses)
    }
  }

  private let policies: PolicySet
  private let context: JudgeContext

  package init(_ policies: PolicySet) {
    self.policies = policies
    context = JudgeContext(policies, isOptOutSourceComplete: true)
  }

  /// Outcomes in the order of packs, controls and examples, but for ``ruleExamples``.
  package func run() -> [ExampleOutcome] {
    policies.packs.flatMap { pack in pack.controls.flatMap { outcomes(of: $0, in: pack) } }
  }

  package var ruleExamples: [RuleExample] {
    policies.packs.flatMap { pack in
      pack.controls.flatMap { control in
        control.examples.enumerated().compactMap { index, example in
          guard case .rule(let rule) = example.situation else { return nil }
          return RuleExample(pack: pack.id, control: control, number: index + 1, rule: rule, example: example)
        }
      }
    }
  }

  private func outcomes(of control: Control, in pack: Pack) -> [ExampleOutcome] {
    var single = pack
    single.controls = [control]
    let obligations = PolicySet(vocabulary: policies.vocabulary, packs: [single]).obligations()
    return control.examples.enumerated().compactMap { index, example in
      var actual: Verdict?
      var uses: [DataUse?]?
      switch example.situation {
      case .rule: return nil
      case .use(let use, let events, let attributes):
        let answers = judge(use, events, attributes, example.asOf, obligations)
        actual = answers.dropFirst().reduce(answers.first?.verdict) { $0?.combined(with: $1.verdict) }
        uses = answers.map(\.use)
        let kept = actual == nil ? keepingProhibition(use, control, obligations) : []
        if !kept.isEmpty { (actual, uses) = (.compliant, kept) }
      case .record(let values, let events):
        actual = RecordExample(values: values, events: events, asOf: example.asOf)
          .verdict(of: control, in: policies)
      }
      return ExampleOutcome(
        pack: pack.id, control: control.id, number: index + 1, expected: .init(example), actual: actual,
        span: example.span, uses: uses)
    }
  }

  /// The uses of a prohibition that the example keeps by reading nothing that is prohibited: the judge has nothing to say then.
  private func keepingProhibition(_ use: UseRecord, _ control: Control, _ obligations: [Obligation]) -> [DataUse?] {
    guard case .prohibit = control.requirement, !use.reads.isEmpty else { return [] }
    return obligations.filter { obligation in
      obligation.applies(to: use.use, channel: use.channel, subjectType: use.subjectType, in: context) == .yes
    }.map(\.use)
  }

  /// The answers of the control's obligations, each with its data use.
  private func judge(
    _ use: UseRecord, _ events: [ConsentEvent], _ attributes: [String: Value], _ asOf: Instant?,
    _ obligations: [Obligation]
  ) -> [(use: DataUse?, verdict: Verdict)] {
    let history = ConsentTimeline(events, channelUses: policies.vocabulary.channelUses)
    let facts = GuardedFacts(
      ExampleFacts(values: attributes, now: asOf ?? use.at.start), history: history,
      obligations: policies.obligations(), context: context)
    return obligations.compactMap { obligation in
      obligation.judge(use, history: history, facts: facts, context: context).map { (obligation.use, $0) }
    }
  }
}

/// The attributes of an example; it knows no events but those of consent.
private struct ExampleFacts: Facts {
  let values: [String: Value]
  let now: Instant

  func value(of path: AttributePath) -> Value? { values[path.text] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}

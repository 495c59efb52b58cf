internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

/// What a proof came to.
enum Proof {
  case proved
  /// Replayed.
  case wronged(Witness, [ConsentEvent], Verdict)
  /// The verdict is `unverifiable`, with the reason.
  case undecided(Reason)
}

extension GateRun {
  /// Proves one obligation for a rule, or finds somebody who is wronged (semantics section 8).
  ///
  /// - Parameter condition: what is asked of the person, for eligibility; nil asks for the consent itself.
  mutating func prove(_ prepared: PreparedControl, _ rule: RuleCase, _ condition: Predicate?) -> Proof {
    guard let trial = Trial(self, prepared, rule, condition) else { return .undecided(.useTooCoarse) }
    let answer = bench.prover.answer(trial.question(rule, condition)) { candidate in
      trial.history(of: candidate.person, met: candidate.duties) != nil
    }
    switch answer {
    case .nobody: return .proved
    case .opaque: return .undecided(.opaque)
    case .undecided(let reason): return .undecided(reason)
    case .somebody(let candidate):
      guard let (history, verdict) = trial.history(of: candidate.person, met: candidate.duties) else {
        return .undecided(.limit)
      }
      return .wronged(candidate.person, history, verdict)
    case .fault(let reproducer):
      result.faults.append(
        ProofFault(subject: "rule \(rule.rule.id), control \(prepared.control.id)", reproducer: reproducer))
      return .undecided(.limit)
    }
  }

  /// The same for a person that the conjunction procedure found; nil where no history makes it one who is wronged.
  mutating func replay(
    _ person: Witness, _ prepared: PreparedControl, _ rule: RuleCase, _ condition: Predicate?
  ) -> Proof? {
    guard let trial = Trial(self, prepared, rule, condition) else { return nil }
    return trial.history(of: person, met: trial.duties(of: person)).map { .wronged(person, $0.events, $0.verdict) }
  }

  /// Keeps a counterexample for those who need more than its text.
  mutating func note(
    _ person: Witness, _ history: [ConsentEvent], _ verdict: Verdict, _ prepared: PreparedControl, _ rule: RuleCase
  ) {
    result.counterexamples.append(
      Counterexample(
        pack: gate.policies.packs[prepared.pack].id, control: prepared.control.id,
        asset: .rule(set: rule.set, rule: rule.rule.id), person: Redacted(person), history: history, verdict: verdict))
  }
}

/// One rule under one obligation: the question for the solver, and the replay of whom it finds.
struct Trial {
  private let bench: ProofBench
  private let obligation: Int
  private let duty: Duty?
  private let rule: RuleCase
  private let reads: [AttributeRead]
  private let use: UseRecord
  private let index: DutyIndex
  private let from: Instant
  private let through: Instant
  private let hasConsents: Bool

  /// Nil when the control lays no obligation on the rule's use.
  init?(_ run: GateRun, _ prepared: PreparedControl, _ rule: RuleCase, _ condition: Predicate?) {
    guard let dataUse = rule.use else { return nil }
    (bench, self.rule) = (run.bench, rule)
    reads = rule.reads.map(\.attributeRead)
    let asked = prepared.control.appliesTo.subjects
    let type = rule.rule.subjectType.map { own in asked.first { $0.isSameOrBelow(own) } ?? own }
    let isKnown = type.map { run.vocabulary.subjects.isEmpty || run.vocabulary.subjects[$0.key] != nil } ?? false
    use = UseRecord(
      subject: "", use: dataUse, channel: rule.channel, at: Moment(run.gate.asOf), rule: rule.rule.id, reads: reads,
      basis: rule.rule.basis, subjectType: isKnown ? type : nil)
    let pack = run.gate.policies.packs[prepared.pack].id
    guard let number = bench.number(pack: pack, control: prepared.control.id, use) else { return nil }
    obligation = number
    duty = condition == nil ? bench.duty(number, dataUse, rule.channel) : nil
    let conditions = [rule.audience] + (condition.map { [$0] } ?? [])
    hasConsents = conditions.contains(where: \.asksConsent)
    index = bench.duties(conditions, reads, also: bench.duty(number, dataUse, rule.channel))
    let law = prepared.control.law
    from = max(run.gate.asOf, law.inForce ?? .distantPast)
    through = min(rule.end, law.until?.advanced(byMicroseconds: -1) ?? .distantFuture)
  }

  func question(_ rule: RuleCase, _ condition: Predicate?) -> Question {
    var goals: [Question.Goal] = [.condition(rule.audience, .holds)]
    if let duty { goals.append(.unmet(duty)) }
    if let condition {
      let owner = bench.obligations[obligation]
      if let scope = owner.scope { goals.append(.condition(scope, owner.appliesWhenUnknown ? .notFails : .holds)) }
      goals.append(.condition(condition, .notHolds))
    }
    return Question(goals, from: from, through: through, duties: index)
  }

  /// What the consents of a person from elsewhere say of duties.
  func duties(of person: Witness) -> [(duty: Duty, isMet: Bool)] {
    var found: [(duty: Duty, isMet: Bool)] = []
    for consent in person.consents {
      for asked in index.asked[Leaves.Consent(use: consent.use, channel: consent.channel)] ?? [] {
        found.append((asked.duty, consent.truth == .true))
      }
    }
    return found
  }

  // MARK: Replay

  /// A history with which the rule fires for the person and the judge finds the violation, and its words.
  func history(
    of person: Witness, met: [(duty: Duty, isMet: Bool)]
  ) -> (events: [ConsentEvent], verdict: Verdict)? {
    var use = use
    use.at = Moment(person.now)
    var found: Verdict?
    let judge = { (events: [ConsentEvent]) in
      guard let verdict = verdict(on: use, person, events) else { return false }
      found = verdict
      return true
    }
    let events: [ConsentEvent]?
    if let duty, !hasConsents {
      events = bench.plainHistory(duty, use, judge)
      // The history was found before, for another person.
      if let events, found == nil { found = verdict(on: use, person, events) }
    } else {
      events = HistorySearch(
        bench, at: person.now, met: met.filter(\.isMet).map(\.duty), unmet: met.filter { !$0.isMet }.map(\.duty),
        broken: duty, reads
      ).first(where: judge)
    }
    guard let events, let found else { return nil }
    return (events, found)
  }

  /// The judge's violation; nil when it finds none, or the rule does not fire.
  private func verdict(on use: UseRecord, _ person: Witness, _ events: [ConsentEvent]) -> Verdict? {
    let history = ConsentTimeline(events, channelUses: bench.vocabulary.channelUses)
    let facts = GuardedFacts(
      person, history: history, obligations: hasConsents ? bench.consentObligations : [], context: bench.context,
      reads: reads)
    guard rule.audience.evaluate(on: facts) == .true else { return nil }
    let verdict = bench.obligations[obligation].judge(use, history: history, facts: facts, context: bench.context)
    guard case .violation = verdict else { return nil }
    return verdict
  }
}

extension ClassifiedRead {
  /// As the judge sees it.
  var attributeRead: AttributeRead {
    AttributeRead(
      attribute: path.text, categories: pattern?.categories ?? [], granularity: pattern?.granularity,
      isInferred: pattern?.isInferred ?? false)
  }
}

extension Predicate {
  /// Some part asks for a consent.
  var asksConsent: Bool {
    var found = false
    forEachPart { if case .consent = $0 { found = true } }
    return found
  }
}

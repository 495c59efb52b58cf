package import ConsentHistory
package import GovernanceModel
package import PolicyEngine
internal import Predicates
package import RuleSets

/// Serves the first rule whose audience holds the person and which the guard lets pass; else the fallback, never an error.
package struct DecisionPoint: Sendable {
  private let ruleSet: RuleSet
  private let gatekeeper: Guard
  /// Audiences with their segments inlined, in the order of the rules.
  private let audiences: [Predicate]

  package init(ruleSet: RuleSet, guard gatekeeper: Guard) {
    (self.ruleSet, self.gatekeeper) = (ruleSet, gatekeeper)
    var segments = SegmentResolver(ruleSet.segments)
    audiences = ruleSet.rules.map { segments.resolve($0.audience).predicate }
  }

  /// Decides for one person at one instant; `tactic` restricts to rules of one kind.
  package func decide(
    for profile: Profile, history: ConsentTimeline, at now: Instant, tactic: Tactic? = nil
  ) -> Decision {
    var decision = Decision(
      subject: profile.subject, at: now, outcome: .fallback, ruleSet: ruleSet.id, reads: [], generalised: [:],
      refused: [])
    let facts = gatekeeper.facts(ProfileFacts(profile: profile, now: now), history: history)
    for (rule, audience) in zip(ruleSet.rules, audiences) where tactic == nil || rule.tactic == tactic {
      guard let use = rule.use, audience.evaluate(on: facts) == .true else { continue }
      let request = request(rule, use: use, profile: profile, at: now)
      let answer = gatekeeper.decide(request, history: history, facts: facts)
      if answer.isAllowed, serve(rule, request, answer, profile, in: &decision) { return decision }
      decision.refused += answer.refusals.map { refusal in
        Decision.Refusal(rule: rule.id, control: refusal.control, verdict: refusal.verdict)
      }
    }
    return decision
  }

  private func request(_ rule: Rule, use: DataUse, profile: Profile, at now: Instant) -> UseRecord {
    let paths = Set(rule.reads.map(\.path)).sorted()
    return UseRecord(
      subject: profile.subject, use: use, channel: rule.channel, at: Moment(now), rule: rule.id,
      reads: profile.reads(paths), basis: rule.basis, subjectType: rule.subjectType ?? profile.subjectType)
  }

  /// Fills in what is served; false when a value cannot be made as coarse as asked, so that the rule is refused.
  private func serve(
    _ rule: Rule, _ request: UseRecord, _ answer: GuardAnswer, _ profile: Profile, in decision: inout Decision
  ) -> Bool {
    var generalised: [AttributePath: Value] = [:]
    var reads = request.reads
    for (index, read) in reads.enumerated() {
      guard let level = answer.generalisations[read.attribute] else { continue }
      let path = AttributePath(read.attribute)
      guard let value = profile[path]?.value, let coarser = Generalisation.generalise(value, to: level) else {
        let control = answer.generalisedBy[read.attribute] ?? ""
        decision.refused.append(Decision.Refusal(rule: rule.id, control: control, verdict: .violation(.tooFine)))
        return false
      }
      generalised[path] = coarser
      reads[index].granularity = level
    }
    decision.outcome = generalised.isEmpty ? .allowed : .generalised
    (decision.rule, decision.use, decision.channel) = (rule.id, request.use, request.channel)
    (decision.basis, decision.reads, decision.generalised) = (answer.basis, reads, generalised)
    return true
  }
}

/// What a profile knows of a person at an instant.
struct ProfileFacts: Facts {
  let profile: Profile
  let now: Instant

  func value(of path: AttributePath) -> Value? { profile[path]?.value }
  /// Consent is the guard's to answer.
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}

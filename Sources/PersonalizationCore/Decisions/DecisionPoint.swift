internal import ConsentHistory
package import GovernanceModel
package import PolicyEngine
internal import Predicates
package import RuleSets

/// Serves the first rule whose audience holds the person, which the guard lets pass and whose tactic has something for them
/// now; else the fallback, never an error.
package struct DecisionPoint: Sendable {
  private let ruleSet: RuleSet
  let rules: [PreparedRule]
  private let segments: [String: Predicate]
  let guardian: Guard
  private let assets: TacticAssets

  package init(ruleSet: RuleSet, guard guardian: Guard, assets: TacticAssets = TacticAssets()) {
    var segments = SegmentResolver(ruleSet.segments)
    rules = ruleSet.rules.map { PreparedRule($0, &segments, guardian) }
    self.segments = ruleSet.segments.mapValues { segments.resolve($0).predicate }
    (self.ruleSet, self.guardian) = (ruleSet, guardian)
    var assets = assets
    assets.programme = assets.programme ?? ruleSet.loyalty
    self.assets = assets
  }

  /// Decides for one person at one instant; `tactic` restricts to rules of one kind.
  package func decide(for person: Person, at now: Instant, tactic: Tactic? = nil) -> Decision {
    decide(for: person, DecisionRequest(at: now, tactic: tactic))
  }

  /// Decides for one person.
  ///
  /// A rule that has ended serves nobody. Where the guard asks for coarser values, the audience is asked again on these: a
  /// rule that holds only on finer ones is refused.
  package func decide(for person: Person, _ request: DecisionRequest) -> Decision {
    var decision = Decision(subject: person.profile.subject, at: request.at, ruleSet: ruleSet.id)
    decision.version = ruleSet.digest
    for prepared in rules where request.asks(for: prepared.rule) {
      if serve(prepared, person, request, in: &decision) { return decision }
    }
    decision.offering = fallback(request, decision)
    return decision
  }

  /// True when the guard lets the rule be used for the person now, be it on coarser values, whatever its audience and tactic
  /// say: who may be learnt from.
  package func mayUse(_ rule: String, for person: Person, at now: Instant) -> Bool {
    guard let prepared = rules.first(where: { $0.rule.id == rule }), let use = prepared.rule.use else { return false }
    let request = prepared.request(person, use, at: now, guardian)
    let facts = facts(of: person, at: now, reads: request.reads)
    return guardian.decide(request, history: person.consents, facts: facts).isAllowed
  }

  /// True when the person is in the rule's audience.
  package func isMeant(_ rule: String, for person: Person, at now: Instant) -> Bool {
    guard let prepared = rules.first(where: { $0.rule.id == rule }), let use = prepared.rule.use else { return false }
    let reads = prepared.request(person, use, at: now, guardian).reads
    return prepared.audience.evaluate(on: facts(of: person, at: now, reads: reads)) == .true
  }

  package func isMember(_ person: Person, of segment: String, at now: Instant) -> Bool {
    segments[segment]?.evaluate(on: facts(of: person, at: now, reads: nil)) == .true
  }

  private func facts(of person: Person, at now: Instant, reads: [AttributeRead]?) -> GuardedFacts<ProfileFacts> {
    guardian.facts(
      ProfileFacts(profile: person.profile, history: person.events, now: now), history: person.consents, reads: reads)
  }

  /// Fills in what is served; false when the person is not in the audience, or with why the rule is not served.
  private func serve(
    _ prepared: PreparedRule, _ person: Person, _ asked: DecisionRequest, in decision: inout Decision
  ) -> Bool {
    let id = prepared.rule.id
    let plain = ProfileFacts(profile: person.profile, history: person.events, now: decision.at)
    guard let use = prepared.rule.use else {
      if prepared.audience.evaluate(on: guardian.facts(plain, history: person.consents)) == .true {
        decision.refused.append(.init(rule: id, verdict: .unverifiable(.useTooCoarse)))
      }
      return false
    }
    var request = prepared.request(person, use, at: decision.at, guardian)
    let facts = guardian.facts(plain, history: person.consents, reads: request.reads)
    let isMeant = prepared.audience.evaluate(on: facts) == .true
    // Who is left out by a consent condition alone is refused by policy, and is told so.
    guard isMeant || prepared.isMeantButForConsent(facts) else { return false }
    let answer = guardian.decide(request, history: person.consents, facts: facts)
    guard isMeant, answer.isAllowed else {
      decision.refused += answer.refusals.map {
        .init(rule: id, pack: $0.pack, control: $0.control, verdict: $0.verdict)
      }
      return false
    }
    let coarse = Coarsening(answer.generalisations, of: person, until: decision.at)
    if let refused = coarse.withheld {
      decision.refuse(id, refused)
      return false
    }
    let coarseFacts = guardian.facts(
      ProfileFacts(
        profile: person.profile, history: coarse.events ?? person.events, now: decision.at, coarse: coarse.values),
      history: person.consents, reads: request.reads)
    if let first = coarse.first, prepared.audience.evaluate(on: coarseFacts) != .true {
      decision.refuse(id, first)
      return false
    }
    var allowed = person
    allowed.events = coarse.events ?? person.events
    let context = TacticContext(
      person: allowed, now: decision.at, rule: prepared.rule, ruleSet: ruleSet.id, assets: assets, item: asked.item,
      holds: { $0.evaluate(on: coarseFacts) == .true })
    switch context.outcome(prepared.plan) {
    case .hold(let held):
      decision.held.append(.init(rule: id, held: held))
      return false
    case .serve(let offering): decision.offering = offering
    case nil: break
    }
    for index in request.reads.indices {
      if let asked = answer.generalisations[request.reads[index].attribute] {
        request.reads[index].granularity = asked.level
      }
    }
    decision.fill(request, answer, coarse, prepared.rule)
    return true
  }

  /// What everyone gets in place of the first tactic that was asked for: the best known items for lists, nothing else.
  private func fallback(_ request: DecisionRequest, _ decision: Decision) -> Offering? {
    let refused = Set(decision.refused.map(\.rule) + decision.held.map(\.rule))
    let first = rules.first { refused.contains($0.rule.id) && $0.plan?.model != nil }
    guard let prepared = first ?? rules.first(where: { request.asks(for: $0.rule) && $0.plan?.model != nil }),
      let plan = prepared.plan, let lists = plan.model.flatMap({ assets.models[$0.name] })
    else { return nil }
    let items = lists.popular.filter { assets.catalogue[$0]?.isForMembers != true }.prefix(plan.listLength)
    guard !items.isEmpty else { return nil }
    return Offering(
      plan.tactic, items: items.map { .init(id: $0, title: assets.catalogue[$0]?.title) },
      because: "what is chosen most, the same for everyone")
  }
}

extension TacticContext {
  /// Nil for a rule without a plan: it is served as it is.
  fileprivate func outcome(_ plan: TacticPlan?) -> TacticOutcome? {
    let own = person.served.filter { $0.ruleSet == ruleSet && $0.rule == rule.id }.map(\.at)
    if let end = rule.cap?.end(after: own, at: now) { return .hold(Held(.capped, until: end)) }
    if let hold = rule.hold, let begun = served.last(beginning: hold), let offering = begun.offering,
      now < hold.added(to: begun.at)
    {
      return .serve(offering)
    }
    return plan?.outcome(self)
  }
}

extension TacticPlan {
  /// How many items its lists have.
  fileprivate var listLength: Int {
    switch self {
    case .recommendation(let plan): plan.count
    case .discovery(let plan): plan.count
    case .journey, .onboarding, .service, .offer, .feedback: 0
    }
  }
}

extension Decision {
  fileprivate mutating func refuse(_ rule: String, _ asked: GuardAnswer.Generalisation) {
    refused.append(.init(rule: rule, pack: asked.pack, control: asked.control, verdict: .violation(.tooFine)))
  }

  fileprivate mutating func fill(_ request: UseRecord, _ answer: GuardAnswer, _ coarse: Coarsening, _ rule: Rule) {
    outcome = coarse.first == nil ? .allowed : .generalised
    (self.rule, decision, tactic) = (request.rule, rule.sameAs ?? rule.id, rule.tactic)
    (use, channel) = (request.use, request.channel)
    (basis, ground) = (request.basis, answer.ground)
    (reads, generalised) = (request.reads, coarse.values)
  }
}

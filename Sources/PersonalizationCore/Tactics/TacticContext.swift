internal import GovernanceModel
internal import Predicates
internal import RuleSets

/// What a tactic decides on: one person at one instant, for one rule that the guard has let pass.
struct TacticContext {
  let person: Person
  let now: Instant
  let rule: Rule
  /// The rule set's id and the rule whose decision is asked for.
  let ruleSet: String
  let assets: TacticAssets
  /// What is looked at, for items that are like it.
  let item: String?
  /// A condition on what the rule may read, at the level at which it may read it.
  let holds: (Predicate) -> Bool

  /// Events of some types that the rule may look back to.
  func events(_ types: [String]) -> [PersonEvent] {
    person.events.events(of: types, until: now, within: rule.lookBack)
  }

  /// What this decision served before.
  var served: [Served] {
    let decision = rule.sameAs ?? rule.id
    return person.served.filter { $0.ruleSet == ruleSet && $0.decision == decision && $0.at <= now }
  }
}

/// What comes of a tactic.
enum TacticOutcome {
  case serve(Offering)
  case hold(Held)
}

extension TacticPlan {
  /// What the plan has for the person now.
  func outcome(_ context: TacticContext) -> TacticOutcome {
    switch self {
    case .recommendation(let plan): plan.outcome(context)
    case .discovery(let plan): plan.outcome(context)
    case .journey(let plan): plan.outcome(context)
    case .onboarding(let plan): plan.outcome(context)
    case .service(let plan): plan.outcome(context)
    case .offer(let plan): plan.outcome(context)
    case .feedback(let plan): plan.outcome(context)
    }
  }
}

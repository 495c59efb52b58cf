package import GovernanceModel
package import Predicates

/// How a rule's tactic goes about it: the mapping under the tactic's own name, such as `journey: {steps: [...]}`.
package enum TacticPlan: Sendable, Hashable {
  case recommendation(RecommendationPlan)
  case discovery(DiscoveryPlan)
  case journey(JourneyPlan)
  case onboarding(OnboardingPlan)
  case service(ServicePlan)
  case offer(OfferPlan)
  case feedback(FeedbackPlan)

  package var tactic: Tactic {
    switch self {
    case .recommendation: .recommendation
    case .discovery: .discovery
    case .journey: .journey
    case .onboarding: .onboarding
    case .service: .service
    case .offer: .offer
    case .feedback: .feedback
    }
  }

  /// What it reads, beyond its conditions: a history of events of a type is `events.<type>`.
  package var paths: [AttributePath] {
    switch self {
    case .recommendation(let plan): Self.histories(plan.from)
    case .discovery(let plan): Self.histories(plan.from)
    case .journey(let plan): Self.histories([plan.start, plan.goal].compactMap { $0 })
    case .onboarding(let plan): Self.histories([plan.start, plan.goal] + plan.steps.map(\.until))
    case .service(let plan): Self.histories([plan.contact])
    case .offer(let plan): plan.paths
    case .feedback(let plan): Self.histories([plan.after])
    }
  }

  private static func histories(_ types: [String]) -> [AttributePath] { types.map { AttributePath("events.\($0)") } }

  /// The same with every condition replaced, such as by one with its segments inlined.
  package func mapConditions(_ change: (Predicate) -> Predicate) -> TacticPlan {
    switch self {
    case .journey(var plan):
      plan.exit = plan.exit.map(change)
      for index in plan.steps.indices { plan.steps[index].when = plan.steps[index].when.map(change) }
      return .journey(plan)
    case .service(var plan):
      let repeated = plan.onRepeat?.when.map(change)
      plan.onRepeat?.when = repeated
      for index in plan.plays.indices { plan.plays[index].when = plan.plays[index].when.map(change) }
      return .service(plan)
    case .recommendation, .discovery, .onboarding, .offer, .feedback: return self
    }
  }
}

/// How likeness of items is measured.
package enum LikenessMeasure: String, CaseIterable, Sendable, Hashable {
  case cosine, tfidf, bm25
}

/// Products for a person, from what others chose together.
package struct RecommendationPlan: Sendable, Hashable {
  package enum Kind: String, CaseIterable, Sendable, Hashable {
    /// From all that the person chose.
    case forYou
    /// What goes with what the person chose last.
    case alsoBought
    /// What is like the item that is looked at.
    case similarItems
  }

  package var kind = Kind.forYou
  /// Types of events that are a choice.
  package var from: [String]
  package var measure = LikenessMeasure.cosine
  /// Neighbours an item.
  package var neighbours = 20
  package var count = 10
  /// Items that the person chose already may come again.
  package var repeats = false
}

/// A list that comes anew each period, with what is not known to everybody, and not all of one kind.
package struct DiscoveryPlan: Sendable, Hashable {
  package var from: [String]
  package var measure = LikenessMeasure.cosine
  package var neighbours = 20
  package var count = 30
  package var every: CalendarPeriod
  /// At most so many items of one category.
  package var perCategory: Int?
  /// At least this share of the list lies outside the best known items, from 0 to 1.
  package var novelty = 0.0
}

/// Messages one after the other, with waits between them.
package struct JourneyPlan: Sendable, Hashable {
  package struct Step: Sendable, Hashable {
    package var id: String
    /// The message.
    package var send: String
    /// After the step before; for the first one, after the event that starts the journey.
    package var wait: CalendarPeriod
    /// Without it, whoever is on the journey; a person of whom it is not true passes over the step.
    package var when: Predicate?
  }

  /// The latest event of this type begins it anew; without it, a person goes through it once.
  package var start: String?
  package var steps: [Step]
  /// Who meets it leaves.
  package var exit: Predicate?
  /// Events of this type after the first step end it: the goal is reached.
  package var goal: String?
  package var quietHours: QuietHours?
}

/// Hours of the day at which nobody is disturbed, in minutes since midnight; they may go over midnight.
package struct QuietHours: Sendable, Hashable {
  package var from: Int
  package var until: Int
  /// Of the time zone database, such as `Europe/Paris`.
  package var zone: String
}

/// What a new customer sees, by what they have done already.
package struct OnboardingPlan: Sendable, Hashable {
  package struct Step: Sendable, Hashable {
    package var id: String
    package var show: String
    /// Done when such an event has happened since the start.
    package var until: String
  }

  /// The type of event that begins it.
  package var start: String
  /// The type of event at which a person is activated.
  package var goal: String
  /// From the start; who needs longer is shown nothing more.
  package var within: CalendarPeriod
  package var steps: [Step]
}

/// What an agent does next for somebody who made contact.
package struct ServicePlan: Sendable, Hashable {
  package struct Play: Sendable, Hashable {
    package var id: String
    package var advise: String
    package var when: Predicate?
  }

  /// The type of event that is a contact.
  package var contact: String
  /// A contact on the same topic within this period is a repeat.
  package var repeatWithin: CalendarPeriod
  /// The play for a repeat.
  package var onRepeat: Play?
  /// The first that holds.
  package var plays: [Play]
}

/// What a person is offered, perhaps for points or to members only.
package struct OfferPlan: Sendable, Hashable {
  /// Of the programme's rewards; or a text of one's own.
  package var reward: String?
  package var offer: String?
  /// The lowest tier that may have it.
  package var tier: String?
  package var isForMembers = false

  /// The standing in the programme that it asks for.
  var paths: [AttributePath] {
    var names: [String] = []
    if reward != nil || tier != nil || isForMembers { names.append("loyalty.isMember") }
    if reward != nil { names.append("loyalty.points") }
    if reward != nil || tier != nil { names.append("loyalty.tier") }
    return names.map { AttributePath($0) }
  }
}

/// A short question after something happened.
package struct FeedbackPlan: Sendable, Hashable {
  package enum Survey: String, CaseIterable, Sendable, Hashable {
    /// One to five.
    case csat
    /// Nought to ten.
    case nps
  }

  package var ask: Survey
  /// The type of event that is asked about.
  package var after: String
  /// How long after it the question still makes sense.
  package var within: CalendarPeriod
  /// Nobody is asked again, by any rule, before this is over.
  package var every: CalendarPeriod
}

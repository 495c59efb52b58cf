package import ConsentHistory
package import GovernanceModel

/// What is known of one person: the profile, the history of consents, what they did, and what they were served.
package struct Person: Sendable {
  package var profile: Profile
  package var consents: ConsentTimeline
  package var events: EventHistory
  /// By time.
  package var served: [Served]

  package init(
    _ profile: Profile, consents: ConsentTimeline, events: EventHistory = EventHistory(), served: [Served] = []
  ) {
    (self.profile, self.consents, self.events, self.served) = (profile, consents, events, served)
  }

  /// Two people who turn out to be one, under the first one's key.
  ///
  /// A merge never brings back a consent that was withdrawn in either part (semantics section 3, rule 7): only the person's
  /// own later yes does.
  package func merging(_ other: Person, at instant: Instant) -> Person {
    Person(
      profile.merging(other.profile),
      consents: .merging(consents, other.consents, at: instant, subject: profile.subject),
      events: events.merging(other.events),
      served: (served + other.served).sorted { $0.at < $1.at })
  }
}

/// What a person was served before: caps, waits and held decisions count from it.
package struct Served: Hashable, Sendable {
  /// The rule's id within its rule set.
  package var ruleSet: String
  package var rule: String
  /// The rule whose decision it was: the rule itself, or the one of its `sameAs`.
  package var decision: String
  package var at: Instant
  package var channel: Channel?
  package var offering: Offering?

  package init(
    ruleSet: String, rule: String, decision: String, at: Instant, channel: Channel? = nil, offering: Offering? = nil
  ) {
    (self.ruleSet, self.rule, self.decision) = (ruleSet, rule, decision)
    (self.at, self.channel, self.offering) = (at, channel, offering)
  }
}

extension Sequence<Served> {
  /// Of servings of one decision by time, the one that began the last period of a hold: each period begins with the first
  /// serving after the one before has ended, and is not made longer by what is served within it.
  func last(beginning hold: CalendarPeriod) -> Served? {
    reduce(nil) { begun, serving in
      guard let begun, serving.at < hold.added(to: begun.at) else { return serving }
      return begun
    }
  }
}

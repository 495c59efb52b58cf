package import ConsentHistory
package import GovernanceModel

/// What is known of one person: the profile, and the history of consents.
package struct Person: Sendable {
  package var profile: Profile
  package var consents: ConsentTimeline

  package init(_ profile: Profile, consents: ConsentTimeline) { (self.profile, self.consents) = (profile, consents) }

  /// Two people who turn out to be one, under the first one's key.
  ///
  /// A merge never brings back a consent that was withdrawn in either part (semantics section 3, rule 7): only the person's
  /// own later yes does.
  package func merging(_ other: Person, at instant: Instant) -> Person {
    Person(
      profile.merging(other.profile),
      consents: .merging(consents, other.consents, at: instant, subject: profile.subject))
  }
}

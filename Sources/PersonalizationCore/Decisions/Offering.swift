package import GovernanceModel
package import RuleSets

/// What is shown, sent or advised.
package struct Offering: Hashable, Sendable {
  /// An item of a list.
  package struct Item: Hashable, Sendable {
    package var id: String
    package var title: String?
    /// The items of the person's own history that led to it; for the person's eyes, never logged.
    package var because: [String]

    package init(id: String, title: String? = nil, because: [String] = []) {
      (self.id, self.title, self.because) = (id, title, because)
    }
  }

  package var tactic: Tactic
  /// The message, reward, play, survey or text.
  package var content: String?
  /// The step of a journey or onboarding, or the play.
  package var step: String?
  package var items: [Item]
  /// Why it is this one, in words that name no value of the person.
  package var because: String

  package init(_ tactic: Tactic, content: String? = nil, step: String? = nil, items: [Item] = [], because: String) {
    (self.tactic, self.content, self.step, self.items) = (tactic, content, step, items)
    self.because = because
  }

  /// The same to whoever sees it: explanations aside.
  package func isAlike(_ other: Offering) -> Bool {
    tactic == other.tactic && content == other.content && step == other.step && items.map(\.id) == other.items.map(\.id)
  }
}

/// Why a rule that may be served is not served now.
package struct Held: Hashable, Sendable {
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The rule's frequency cap is reached.
    case capped
    /// It is the quiet time of day.
    case quiet
    /// The next step is not due yet.
    case waiting
    /// The journey or onboarding is over: all steps were served, its goal is reached, or its time has run out.
    case finished
    /// The person left the journey by its exit.
    case exited
    /// What would begin it has not happened.
    case notBegun
    /// There is nothing to offer, such as no item that is new to the person.
    case nothing
    /// It is for members.
    case notMember
    case tierTooLow
    case tooFewPoints
    /// The person was asked for feedback not long ago.
    case askedRecently
    /// No play fits.
    case noPlay
  }

  package var reason: Reason
  /// From when on it may be served, where that can be told.
  package var until: Instant?

  package init(_ reason: Reason, until: Instant? = nil) { (self.reason, self.until) = (reason, until) }
}

package import GovernanceModel
package import RuleSets

/// What is asked of a decision point: for when, and perhaps for what.
package struct DecisionRequest: Hashable, Sendable {
  package var at: Instant
  /// Rules of this tactic only.
  package var tactic: Tactic?
  /// Rules of this channel only.
  package var channel: Channel?
  /// This rule only.
  package var rule: String?
  /// The item that is looked at.
  package var item: String?

  package init(
    at: Instant, tactic: Tactic? = nil, channel: Channel? = nil, rule: String? = nil, item: String? = nil
  ) {
    (self.at, self.tactic, self.channel) = (at, tactic, channel)
    (self.rule, self.item) = (rule, item)
  }

  func asks(for rule: Rule) -> Bool {
    if let end = rule.expires, end <= at { return false }
    return (tactic == nil || rule.tactic == tactic) && (channel == nil || rule.channel == channel)
      && (self.rule == nil || rule.id == self.rule)
  }
}

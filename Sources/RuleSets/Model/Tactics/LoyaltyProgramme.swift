package import GovernanceModel

/// Points, tiers and rewards of a rule set: the same for all its offers.
package struct LoyaltyProgramme: Sendable, Hashable {
  package struct Tier: Sendable, Hashable {
    package var id: String
    /// Points collected within the programme's period.
    package var from: Int
  }

  package struct Reward: Sendable, Hashable {
    package var id: String
    /// Points that it costs.
    package var points: Int
    package var tier: String?
  }

  /// The type of event that earns points.
  package var event: String
  /// Points for one unit of the event's amount; a return takes them back.
  package var pointsPerUnit: Double
  /// Points count for so long.
  package var within: CalendarPeriod
  /// The type of event that makes a member.
  package var join: String
  /// From the lowest.
  package var tiers: [Tier]
  package var rewards: [Reward]
}

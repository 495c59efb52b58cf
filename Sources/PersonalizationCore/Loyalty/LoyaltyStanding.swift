package import GovernanceModel
package import RuleSets

/// Where a person stands in a loyalty programme at an instant.
package struct LoyaltyStanding: Hashable, Sendable {
  package typealias Programme = LoyaltyProgramme

  package let isMember: Bool
  /// Points earned within the programme's period; tiers go by them.
  package let earned: Int
  /// Earned less spent.
  package let balance: Int
  /// Nil below the lowest.
  package let tier: String?
  /// When it last changed.
  package let lastAt: Instant?

  /// Points are for members only, from the day they joined. A return takes points back; a balance is never below nought.
  package init(_ programme: Programme, _ history: EventHistory, at now: Instant) {
    guard let joined = history.instants(of: programme.join, until: now).first else {
      (isMember, earned, balance, tier, lastAt) = (false, 0, 0, nil, nil)
      return
    }
    let earning = history.events(of: [programme.event], until: now, within: programme.within).filter { $0.at >= joined }
    let points = earning.reduce(0.0) { $0 + ($1.amount ?? 0) * programme.pointsPerUnit }
    let earned = points >= 1e9 ? 1_000_000_000 : max(0, Int(points.rounded(.down)))
    let costs = Dictionary(programme.rewards.map { ($0.id, $0.points) }) { first, _ in first }
    let spending = history.events(of: ["redeem"], until: now, within: programme.within)
    let spent = spending.reduce(0) { $0 + ($1.item.flatMap { costs[$0] } ?? 0) }
    (isMember, self.earned, balance) = (true, earned, max(0, earned - spent))
    tier = programme.tiers.last { $0.from <= earned }?.id
    lastAt = [joined, earning.last?.at, spending.last?.at].compactMap { $0 }.max()
  }
}

extension LoyaltyProgramme {
  /// True when `tier` is at least `asked`; nil is below all.
  package func isTier(_ tier: String?, atLeast asked: String) -> Bool {
    guard let tier, let own = tiers.firstIndex(where: { $0.id == tier }),
      let needed = tiers.firstIndex(where: { $0.id == asked })
    else { return false }
    return own >= needed
  }
}

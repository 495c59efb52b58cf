internal import GovernanceModel
internal import RuleSets

extension OfferPlan {
  /// The reward or offer, for whom the programme says.
  func outcome(_ context: TacticContext) -> TacticOutcome {
    let programme = context.assets.programme
    let standing = programme.map { LoyaltyStanding($0, context.person.events, at: context.now) }
    let known = reward.flatMap { id in programme?.rewards.first { $0.id == id } }
    if isForMembers || reward != nil || tier != nil, standing?.isMember != true { return .hold(Held(.notMember)) }
    for asked in [tier, known?.tier].compactMap({ $0 }) where programme?.isTier(standing?.tier, atLeast: asked) != true
    {
      return .hold(Held(.tierTooLow))
    }
    if let known, (standing?.balance ?? 0) < known.points { return .hold(Held(.tooFewPoints)) }
    let because =
      known.map { "a reward for \($0.points) points" } ?? (isForMembers ? "for members" : "for who is in the audience")
    return .serve(Offering(.offer, content: reward ?? offer, because: because))
  }
}

internal import GovernanceModel
internal import RuleSets

extension FeedbackPlan {
  /// Asks once about the last thing that happened, and nobody too often, whichever rule asked before.
  func outcome(_ context: TacticContext) -> TacticOutcome {
    guard let event = context.events([after]).last else { return .hold(Held(.notBegun)) }
    guard context.now < within.added(to: event.at) else { return .hold(Held(.finished)) }
    let asked = context.person.served.last { $0.offering?.tactic == .feedback && $0.at <= context.now }
    if let asked, context.now < every.added(to: asked.at) {
      return .hold(Held(.askedRecently, until: every.added(to: asked.at)))
    }
    return .serve(Offering(.feedback, content: ask.rawValue, because: "asked once after `\(after)`"))
  }
}

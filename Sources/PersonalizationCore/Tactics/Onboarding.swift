package import GovernanceModel
package import RuleSets

extension OnboardingPlan {
  /// The first step that the person has not done since the start.
  func outcome(_ context: TacticContext) -> TacticOutcome {
    guard let begun = context.events([start]).last?.at else { return .hold(Held(.notBegun)) }
    func isDone(_ type: String) -> Bool {
      context.person.events.latest(type, until: context.now).map { $0.at >= begun } ?? false
    }
    if isDone(goal) || context.now >= within.added(to: begun) { return .hold(Held(.finished)) }
    guard let index = steps.firstIndex(where: { !isDone($0.until) }) else { return .hold(Held(.finished)) }
    return .serve(
      Offering(
        .onboarding, content: steps[index].show, step: steps[index].id,
        because: "\(index) of \(steps.count) steps done since the start, goal not reached"))
  }

  /// From the start to the goal, in microseconds; nil while it is not reached within the plan's time.
  package func timeToValue(of history: EventHistory, until now: Instant) -> Int64? {
    guard let begun = history.latest(start, until: now)?.at,
      let reached = history.instants(of: goal, until: now).first(where: { $0 >= begun }),
      reached < within.added(to: begun)
    else { return nil }
    return reached.microseconds - begun.microseconds
  }
}

package import ConsentHistory
package import GovernanceModel

extension ReaskRequirement {
  /// Judges the prompts of one subject; the gravest verdict, the first of equals.
  package func verdict(of history: [ConsentEvent], zone: ZoneRules = .utc) -> Verdict {
    history.reduce(.compliant) { $0.combined(with: verdict(prompt: $1, in: history, zone: zone)) }
  }

  /// Was this prompt (`requested`, `deferred`) shown too soon after an answer of the same subject? Other events comply.
  ///
  /// An answer counts when its purpose lies on one line with the prompt's, channel and controller are the same or open,
  /// and no later yes of the person lifted it (semantics 3.2). Order within one day: `unverifiable(sameDay)`.
  package func verdict(prompt: ConsentEvent, in history: [ConsentEvent], zone: ZoneRules = .utc) -> Verdict {
    guard prompt.action == .requested || prompt.action == .deferred else { return .compliant }
    var verdict = Verdict.compliant
    for answer in history where startsPeriod(answer) && concerns(answer, prompt) {
      if answer == prompt || isLifted(answer, before: prompt, in: history) { continue }
      if answer.at.mayCoincide(with: prompt.at) {
        verdict = verdict.combined(with: .unverifiable(.sameDay))
      } else if answer.at.start <= prompt.at.start, prompt.at.start < after.added(to: answer.at.start, zone: zone) {
        return .violation(.askedAgain)
      }
    }
    return verdict
  }

  private func startsPeriod(_ event: ConsentEvent) -> Bool {
    following.isEmpty ? event.action.isNegative : following.contains(event.action)
  }

  private func concerns(_ answer: ConsentEvent, _ prompt: ConsentEvent) -> Bool {
    guard prompt.purpose.isCovered(by: answer.purpose) || answer.purpose.isCovered(by: prompt.purpose) else {
      return false
    }
    return isOpenOrEqual(answer.channel, prompt.channel) && isOpenOrEqual(answer.controller, prompt.controller)
  }

  private func isOpenOrEqual<Scope: Equatable>(_ left: Scope?, _ right: Scope?) -> Bool {
    left == nil || right == nil || left == right
  }

  private func isLifted(_ answer: ConsentEvent, before prompt: ConsentEvent, in history: [ConsentEvent]) -> Bool {
    history.contains { grant in
      grant.action == .given && (grant.actor == .self || grant.actor == .guardian)
        && grant.kind != .implied && grant.kind != .softOptIn
        && grant.at.end > answer.at.end && !grant.at.mayCoincide(with: answer.at)
        && grant.at.end <= prompt.at.start
        && grant.purpose.isCovered(by: answer.purpose) && (answer.channel == nil || answer.channel == grant.channel)
    }
  }
}

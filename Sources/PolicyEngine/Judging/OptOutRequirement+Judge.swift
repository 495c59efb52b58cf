internal import ConsentHistory
internal import GovernanceModel

extension OptOutRequirement {
  /// Compliant unless a minded negative is in force; and only if everything that can hold one was read.
  func verdict(on use: UseRecord, _ history: ConsentTimeline, _ context: JudgeContext) -> Verdict {
    let question = ConsentQuestion(use: use.use, channel: use.channel, controller: use.controller, at: use.at)
    let verdict = history.optOutState(of: question, under: terms).verdict
    return verdict == .compliant && !context.isOptOutSourceComplete ? .unverifiable(.noOptOutSource) : verdict
  }
}

internal import ConsentHistory
internal import GovernanceModel
internal import Predicates

/// Obligations over uses, found by data use: those that cannot be about a use cost nothing when it is judged.
struct ObligationIndex: Sendable {
  private struct Entry: Sendable {
    let obligation: Int
    let covering: Applies
  }

  let obligations: [Obligation]
  private let byUse: [DataUse: [Entry]]

  /// - Parameter uses: the normalised uses to prepare; any other is looked up when it is asked for.
  init(_ obligations: [Obligation], uses: [DataUse], in context: JudgeContext) {
    let asked = obligations.filter { $0.control.requirement.kind.isAskedOfUses }
    self.obligations = asked
    byUse = Dictionary(uses.map { ($0, Self.entries(asked, $0, context)) }) { first, _ in first }
  }

  /// Every obligation that applies to the use, with what it says, in the order of the policy set.
  func forEachVerdict(
    on use: UseRecord, history: ConsentTimeline, facts: some Facts, context: JudgeContext,
    _ body: (Obligation, Verdict) -> Void
  ) {
    let key = context.channelUses.normalised(use.use, use.channel)
    let implied = context.channelUses.normalised(key.use, nil).channel
    for entry in byUse[key.use] ?? Self.entries(obligations, key.use, context) {
      let obligation = obligations[entry.obligation]
      let applies = obligation.applies(
        entry.covering, channel: key.channel, implied: implied, subjectType: use.subjectType)
      let verdict = obligation.judge(use, applies, history: history, facts: facts, context: context)
      if let verdict { body(obligation, verdict) }
    }
  }

  private static func entries(_ obligations: [Obligation], _ use: DataUse, _ context: JudgeContext) -> [Entry] {
    obligations.enumerated().compactMap { index, obligation in
      let covering = obligation.covering(use, in: context)
      return covering == .no ? nil : Entry(obligation: index, covering: covering)
    }
  }
}

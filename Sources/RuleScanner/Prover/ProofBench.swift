internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import Predicates

/// What proofs need of the policies, made when the first rule needs it.
final class ProofBench {
  let vocabulary: Vocabulary
  let context: JudgeContext
  let obligations: [Obligation]
  /// Those that the atom `consent(use, channel)` asks, by number.
  private let consents: [Int]
  private let channelUses: ChannelUses
  let prover = RuleProver()
  /// Verdicts on plain histories, see ``plainHistory(_:_:at:)``.
  private var plain: [PlainKey: [ConsentEvent]?] = [:]

  private struct PlainKey: Hashable {
    let duty: Duty
    let now: Instant
  }

  init(_ policies: PolicySet) {
    vocabulary = policies.vocabulary
    context = JudgeContext(policies, isOptOutSourceComplete: true)
    obligations = policies.obligations()
    consents = obligations.indices.filter { [obligations] in obligations[$0].isAboutConsent }
    channelUses = ChannelUses(policies.vocabulary.channelUses)
  }

  var consentObligations: [Obligation] { consents.map { obligations[$0] } }

  /// The obligation that a control lays on a use; nil when it lays none.
  func number(pack: String, control: String, _ use: UseRecord) -> Int? {
    let own = obligations.indices.filter { obligations[$0].pack == pack && obligations[$0].control.id == control }
    func applies(_ number: Int) -> Applies {
      obligations[number].applies(to: use.use, channel: use.channel, subjectType: use.subjectType, in: context)
    }
    return own.first { applies($0) == .yes } ?? own.first { applies($0) == .tooCoarse }
  }

  func duty(_ obligation: Int, _ use: DataUse, _ channel: Channel?) -> Duty {
    let key = channelUses.normalised(use, channel)
    return Duty(obligation: obligation, use: key.use, channel: key.channel)
  }

  /// What every consent that these conditions ask for asks, of somebody whose data `reads` are read.
  func duties(_ conditions: [Predicate], _ reads: [AttributeRead], also own: Duty?) -> DutyIndex {
    var index = DutyIndex()
    if let own { index.bindings[own.obligation] = binding(own.obligation, isTooCoarse: false) }
    for condition in conditions {
      condition.forEachPart { part in
        guard case .consent(let use, let channel) = part else { return }
        let leaf = Leaves.Consent(use: use, channel: channel)
        if index.asked[leaf] == nil { index.asked[leaf] = asked(use, channel, reads) }
      }
    }
    for asked in index.asked.values.joined() { index.bindings[asked.duty.obligation] = asked.binding }
    index.implied = implied(index.asked.values.flatMap { $0.map(\.duty) } + (own.map { [$0] } ?? []))
    return index
  }

  private func binding(_ number: Int, isTooCoarse: Bool) -> DutyIndex.Binding {
    let obligation = obligations[number]
    return DutyIndex.Binding(
      scope: obligation.scope, appliesWhenUnknown: obligation.appliesWhenUnknown,
      from: obligation.control.law.inForce ?? .distantPast, until: obligation.control.law.until ?? .distantFuture,
      isTooCoarse: isTooCoarse)
  }

  private func asked(_ use: DataUse, _ channel: Channel?, _ reads: [AttributeRead]) -> [DutyIndex.Asked] {
    consents.compactMap { number in
      let obligation = obligations[number]
      let applies = obligation.applies(to: use, channel: channel, subjectType: nil, in: context)
      guard applies != .no else { return nil }
      let isOutside =
        !obligation.control.appliesTo.categories.isEmpty && obligation.concerned(reads).isEmpty
        && !obligation.readsUnclassified(reads)
      if isOutside { return nil }
      return DutyIndex.Asked(
        duty: duty(number, use, channel), binding: binding(number, isTooCoarse: applies == .tooCoarse))
    }
  }

  /// Under an opt-out regime, who opted out on no channel did not opt out on this one: without a channel, a no to any
  /// channel leaves the answer open (semantics section 4).
  private func implied(_ duties: [Duty]) -> [(Duty, Duty)] {
    var found: [(Duty, Duty)] = []
    for one in duties where one.channel == nil {
      guard case .optOut = obligations[one.obligation].control.requirement else { continue }
      for other in duties where other.obligation == one.obligation && other.channel != nil {
        let key = channelUses.normalised(one.use, other.channel)
        if key.use == other.use, key.channel == other.channel { found.append((one, other)) }
      }
    }
    return found
  }

  /// The plainest history under which a duty is broken, nothing else being asked; nil when none of those that are tried
  /// does it. The judge was asked, once for each duty and instant.
  func plainHistory(_ duty: Duty, _ use: UseRecord, _ judge: ([ConsentEvent]) -> Bool) -> [ConsentEvent]? {
    let key = PlainKey(duty: duty, now: use.at.start)
    if let known = plain[key] { return known }
    let found = HistorySearch(self, at: use.at.start, met: [], unmet: [], broken: duty, use.reads).first(where: judge)
    plain[key] = .some(found)
    return found
  }
}

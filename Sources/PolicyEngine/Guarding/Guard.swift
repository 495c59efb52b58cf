public import ConsentHistory
internal import GovernanceModel
public import Predicates

/// Decides in process whether a use of personal data may take place, from the very obligations that the audit counts.
///
/// A guard is compiled once, from policies, and asked once a use. It asks the judge that the audit asks, so that what it
/// allows is what the audit finds clean (semantics section 10.1): with the same policies, events, attributes and instant.
/// For example:
/// ```swift
/// let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
/// let answer = guardian.decide(use, history: timeline, facts: facts)
/// guard answer.isAllowed else { return fallback }
/// ```
public struct Guard: Sendable {
  private let obligations: ObligationIndex
  /// Those of them that the atom `consent(use, channel)` asks.
  private let consents: ObligationIndex
  private let classifier: AttributeClassifier
  private let context: JudgeContext

  /// Compiles the obligations that can be judged one use at a time.
  ///
  /// - Parameter context: `isOptOutSourceComplete` says whether everything that can hold an opt-out is reachable; where it
  ///   is not, opt-out controls refuse with `noOptOutSource`. Its `zone` takes the place of `zone: local`.
  public init(_ policies: PolicySet, context: JudgeContext) {
    let all = policies.localised(in: context.zone).obligations()
    let uses = context.vocabulary.uses.keys.map { DataUse($0) }
    obligations = ObligationIndex(all, uses: uses, in: context)
    consents = ObligationIndex(all.filter(\.isAboutConsent), uses: uses, in: context)
    classifier = AttributeClassifier(context.vocabulary.attributes)
    self.context = context
  }

  /// What the obligations that apply say of a use: allow, deny, or allow on coarser values.
  ///
  /// Whatever cannot be told is refused, with the reason. Only `granularity` is answered by coarser values instead, where
  /// a level exists at which every such control is met.
  ///
  /// - Parameters:
  ///   - history: the consent events of the person.
  ///   - facts: attributes of the person and the moment; their `now` is the use's instant. See
  ///     ``facts(_:history:reads:)`` for policies whose conditions ask for consent.
  public func decide(_ use: UseRecord, history: ConsentTimeline, facts: some Facts) -> GuardAnswer {
    var answer = GuardAnswer()
    var granted: Obligation?
    obligations.forEachVerdict(on: use, history: history, facts: facts, context: context) { obligation, verdict in
      answer.judged += 1
      if verdict == .compliant {
        if granted == nil, case .consent = obligation.control.requirement { granted = obligation }
      } else if verdict != .violation(.tooFine)
        || !answer.generalise(obligation.concerned(use.reads), obligation, context.vocabulary)
      {
        answer.refusals.append(.init(pack: obligation.pack, control: obligation.control.id, verdict: verdict))
      }
    }
    if answer.isAllowed { answer.ground = ground(of: use, granted, history, facts) }
    return answer
  }

  /// Attributes joined with a consent history, so that a condition can ask `consent(use, channel)`.
  ///
  /// - Parameter reads: what is read by whoever asks; nil where nobody knows.
  public func facts<Base: Facts>(
    _ base: Base, history: ConsentTimeline, reads: [AttributeRead]? = nil
  ) -> GuardedFacts<Base> {
    GuardedFacts(base, history: history, consents, context, reads)
  }

  /// What the vocabulary says an attribute is; without categories where it says nothing.
  public func classified(_ path: AttributePath) -> AttributeRead {
    let pattern = classifier.pattern(for: path.text)
    return AttributeRead(
      attribute: path.text, categories: pattern?.categories ?? [], granularity: pattern?.granularity,
      isInferred: pattern?.isInferred ?? false)
  }

  /// The recorded basis, else consent where a consent control was met, else the one that the project declares.
  private func ground(
    of use: UseRecord, _ granted: Obligation?, _ history: ConsentTimeline, _ facts: some Facts
  ) -> GuardAnswer.Ground {
    var ground = GuardAnswer.Ground(basis: use.basis)
    if let granted, let terms = granted.consentTerms(for: granted.concerned(use.reads), in: context.vocabulary) {
      ground.basis = ground.basis ?? .consent
      ground.consent = history.decisiveEvent(for: terms.question(on: use, facts), under: terms)
    }
    ground.basis = ground.basis ?? context.declaredBasis(of: use)
    return ground
  }
}

extension JudgeContext {
  /// The basis that all pairs of the use's categories agree on; nil where they do not, or one has none.
  fileprivate func declaredBasis(of use: UseRecord) -> LegalBasis? {
    let categories: [DataCategory?] = use.reads.isEmpty ? [nil] : Set(use.reads.flatMap(\.categories)).sorted()
    let found = categories.map { category in
      legalBases.filter { pair in
        use.use.isCovered(by: pair.use)
          && (pair.categories.isEmpty || pair.categories.contains { category?.isSameOrBelow($0) ?? false })
      }.max { $0.use.depth < $1.use.depth }?.basis
    }
    return Set(found).count == 1 ? found.first ?? nil : nil
  }
}

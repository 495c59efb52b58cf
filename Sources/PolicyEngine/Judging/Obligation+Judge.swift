public import ConsentHistory
public import GovernanceModel
public import Predicates

extension Obligation {
  /// The one judge: what an obligation says of a use, for the guard and the audit alike.
  ///
  /// - Parameters:
  ///   - history: the consent events of the person.
  ///   - facts: attributes of the person and the moment, for scope, eligibility and age.
  /// - Returns: Nil where the obligation is not about the use, or is of a kind that is not asked of uses.
  public func judge(
    _ use: UseRecord, history: ConsentTimeline, facts: some Facts, context: JudgeContext
  ) -> Verdict? {
    guard control.requirement.kind.isAskedOfUses else { return nil }
    let applies = applies(to: use.use, channel: use.channel, subjectType: use.subjectType, in: context)
    return judge(use, applies, history: history, facts: facts, context: context)
  }

  /// The same where it is known whether the obligation is about the use, its channel and its subject type.
  func judge(
    _ use: UseRecord, _ applies: Applies, history: ConsentTimeline, facts: some Facts, context: JudgeContext
  ) -> Verdict? {
    guard applies != .no, isInForce(at: use.at), admits(use.basis),
      isInScope(facts, profileChanged: context.isProfileChangedSince)
    else { return nil }
    let reads = concerned(use.reads)
    let isAboutReads = !control.appliesTo.categories.isEmpty || control.requirement.kind.isAskedOfReads
    if isAboutReads, reads.isEmpty, context.areReadsKnown, !readsUnclassified(use.reads) { return nil }
    if applies == .tooCoarse { return .unverifiable(.useTooCoarse) }
    if isAboutReads, reads.isEmpty { return withoutReads(use, history, facts, context) }
    let verdict = requirementVerdict(use, reads, history, facts, context)
    let isOpen = control.requirement.kind.isAskedOfReads && readsUnclassified(use.reads)
    return isOpen ? verdict.combined(with: .unverifiable(.unknownAttribute)) : verdict
  }

  /// Nobody recorded what was read: only what holds whatever was read is known to hold.
  private func withoutReads(
    _ use: UseRecord, _ history: ConsentTimeline, _ facts: some Facts, _ context: JudgeContext
  ) -> Verdict {
    guard !control.requirement.kind.isAskedOfReads else { return .unverifiable(.unknownAttribute) }
    let verdict = requirementVerdict(use, [], history, facts, context)
    if case .violation = verdict { return .unverifiable(.unknownAttribute) }
    return verdict
  }

  private func requirementVerdict(
    _ use: UseRecord, _ reads: [AttributeRead], _ history: ConsentTimeline, _ facts: some Facts,
    _ context: JudgeContext
  ) -> Verdict {
    switch control.requirement {
    case .consent(let requirement):
      (consentTerms(for: reads, in: context.vocabulary) ?? requirement.terms).verdict(on: use, history, facts)
    case .optOut(let requirement): requirement.verdict(on: use, history, context)
    case .eligibility(let condition): condition.eligibility(on: facts, profileChanged: context.isProfileChangedSince)
    case .basis(let requirement): requirement.verdict(on: use, reads, control.appliesTo.categories, context)
    case .prohibit(let requirement): requirement.verdict(on: reads)
    case .granularity(let requirement): requirement.verdict(on: reads, context.vocabulary)
    case .freshness(let requirement): requirement.verdict(on: reads, usedAt: use.at)
    default: .compliant
    }
  }
}

extension RequirementKind {
  /// Asked of single uses, at their instant; the others are asked of records, stores or rules.
  public var isAskedOfUses: Bool {
    switch self {
    case .basis, .consent, .optOut, .eligibility, .prohibit, .granularity, .freshness: true
    default: false
    }
  }

  /// About attributes that a use reads, so that a use which reads none of them is outside.
  public var isAskedOfReads: Bool {
    switch self {
    case .prohibit, .granularity, .freshness: true
    default: false
    }
  }
}

public import ConsentHistory
public import GovernanceModel
public import Predicates

/// Decides in process whether a use may take place, from the very obligations that the audit counts.
///
/// For example:
/// ```swift
/// let answer = Guard(policies).decide(use, history: timeline, facts: facts)
/// guard answer.isAllowed else { return fallback }
/// ```
public struct Guard: Sendable {
  private let obligations: [Obligation]
  private let context: JudgeContext

  /// Compiles the obligations that can be judged one use at a time.
  public init(_ policies: PolicySet, context: JudgeContext) {
    obligations = policies.obligations()
    self.context = context
  }

  /// What every applicable obligation says of a use; whatever cannot be told is refused.
  public func decide(_ use: UseRecord, history: ConsentTimeline, facts: some Facts) -> GuardAnswer {
    var answer = GuardAnswer(basis: use.basis)
    for obligation in obligations {
      guard let verdict = obligation.judge(use, history: history, facts: facts, context: context) else { continue }
      answer.judged += 1
      guard verdict != .compliant else { continue }
      if case .granularity(let requirement) = obligation.control.requirement,
        answer.generalise(use.reads, requirement, obligation.control, context.vocabulary)
      {
        continue
      }
      answer.refusals.append(.init(pack: obligation.pack, control: obligation.control.id, verdict: verdict))
    }
    return answer
  }

  /// Attributes joined with a consent history, so that an audience can ask `consent(use, channel)`.
  public func facts<Base: Facts>(_ base: Base, history: ConsentTimeline) -> GuardedFacts<Base> {
    GuardedFacts(base, history: history, obligations: obligations, context: context)
  }
}

/// The guard's answer to one use.
public struct GuardAnswer: Sendable {
  init(basis: LegalBasis?) { self.basis = basis }

  public struct Refusal: Hashable, Sendable {
    public var pack: String
    public var control: String
    public var verdict: Verdict
  }

  /// Obligations that applied.
  public internal(set) var judged = 0
  public internal(set) var refusals: [Refusal] = []
  /// Attributes that may be read at this level only.
  public internal(set) var generalisations: [String: Granularity] = [:]
  /// The control that asks for each of them.
  public internal(set) var generalisedBy: [String: String] = [:]
  /// The ground on which the use would rest.
  public internal(set) var basis: LegalBasis?

  public var isAllowed: Bool { refusals.isEmpty }

  /// Asks for coarser levels instead of refusing; false when a read has no level in a family that the control limits, so
  /// that nothing could be made coarser.
  mutating func generalise(
    _ reads: [AttributeRead], _ requirement: GranularityRequirement, _ control: Control, _ vocabulary: Vocabulary
  ) -> Bool {
    var asked: [String: Granularity] = [:]
    for read in reads where control.appliesTo.covers(read) {
      guard let held = read.granularity, let maximum = requirement.maximum(for: held.family) else { return false }
      if held.isFiner(than: maximum) { asked[read.attribute] = maximum }
    }
    guard !asked.isEmpty else { return false }
    for (attribute, level) in asked {
      if let known = generalisations[attribute], !known.isFiner(than: level) { continue }
      generalisations[attribute] = level
      generalisedBy[attribute] = control.id
    }
    return true
  }
}

extension Applicability {
  /// True when one of the read's categories is one that the control is about.
  func covers(_ read: AttributeRead) -> Bool {
    categories.isEmpty || read.categories.contains { category in categories.contains { category.isSameOrBelow($0) } }
  }
}

public import ConsentHistory
public import GovernanceModel
public import Predicates

/// Attributes joined with a consent history, so that a condition can ask `consent(use, channel)`.
///
/// The atom is true iff the judge answers compliant to every consent and opt-out obligation that applies (semantics 7).
public struct GuardedFacts<Base: Facts>: Facts {
  private let base: Base
  private let history: ConsentTimeline
  private let obligations: ObligationIndex
  private let context: JudgeContext
  private let reads: [AttributeRead]

  /// - Parameter reads: what is read by whoever asks, so that controls on other categories are not asked; nil where nobody
  ///   knows: a control on categories then must be met, or the answer is unknown.
  public init(
    _ base: Base, history: ConsentTimeline, obligations: [Obligation], context: JudgeContext,
    reads: [AttributeRead]? = nil
  ) {
    let asked = ObligationIndex(obligations.filter(\.isAboutConsent), uses: [], in: context)
    self.init(base, history: history, asked, context, reads)
  }

  init(
    _ base: Base, history: ConsentTimeline, _ obligations: ObligationIndex, _ context: JudgeContext,
    _ reads: [AttributeRead]?
  ) {
    (self.base, self.history, self.obligations) = (base, history, obligations)
    var context = context
    if reads == nil { context.areReadsKnown = false }
    (self.context, self.reads) = (context, reads ?? [])
  }

  public func value(of path: AttributePath) -> Value? { base.value(of: path) }
  public func events(of type: String) -> [Instant]? { base.events(of: type) }
  public var now: Instant { base.now }

  public func consent(_ use: DataUse, channel: Channel?) -> Truth {
    let record = UseRecord(subject: "", use: use, channel: channel, at: Moment(now), reads: reads)
    var answer = Truth.true
    obligations.forEachVerdict(on: record, history: history, facts: base, context: context) { _, verdict in
      switch verdict {
      case .violation: answer = .false
      case .unverifiable: if answer == .true { answer = .unknown }
      case .compliant: break
      }
    }
    return answer
  }
}

extension Obligation {
  /// One that the atom `consent(use, channel)` asks.
  package var isAboutConsent: Bool {
    switch control.requirement {
    case .consent, .optOut: true
    default: false
    }
  }
}

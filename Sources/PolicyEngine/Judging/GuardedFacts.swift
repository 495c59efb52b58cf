public import ConsentHistory
public import GovernanceModel
public import Predicates

/// Attributes joined with a consent history, so that a condition can ask `consent(use, channel)`.
///
/// The atom is true iff the judge answers compliant to every consent and opt-out obligation that applies (semantics 7).
public struct GuardedFacts<Base: Facts>: Facts {
  private let base: Base
  private let history: ConsentTimeline
  private let obligations: [Obligation]
  private let context: JudgeContext

  public init(_ base: Base, history: ConsentTimeline, obligations: [Obligation], context: JudgeContext) {
    (self.base, self.history, self.context) = (base, history, context)
    self.obligations = obligations.filter { [.consent, .optOut].contains($0.control.requirement.kind) }
  }

  public func value(of path: AttributePath) -> Value? { base.value(of: path) }
  public func events(of type: String) -> [Instant]? { base.events(of: type) }
  public var now: Instant { base.now }

  public func consent(_ use: DataUse, channel: Channel?) -> Truth {
    let record = UseRecord(subject: "", use: use, channel: channel, at: Moment(now))
    var answer = Truth.true
    for obligation in obligations {
      switch obligation.judge(record, history: history, facts: base, context: context) {
      case .violation?: return .false
      case .unverifiable?: answer = .unknown
      case .compliant?, nil: break
      }
    }
    return answer
  }
}

public import GovernanceModel

/// Whether a person agrees to a use at an instant, and why not.
public enum ConsentState: Hashable, Sendable {
  case valid
  /// A negative is in force, or no grant passes.
  case invalid(Reason)
  /// The record does not say: order within a day, age, or a use that is too coarse.
  case unverifiable(Reason)

  public var verdict: Verdict {
    switch self {
    case .valid: .compliant
    case .invalid(let reason): .violation(reason)
    case .unverifiable(let reason): .unverifiable(reason)
    }
  }

  /// True when both are valid, both invalid or both unverifiable, whatever the reasons.
  package func isSameVerdict(as other: ConsentState) -> Bool {
    switch (self, other) {
    case (.valid, .valid), (.invalid, .invalid), (.unverifiable, .unverifiable): true
    default: false
    }
  }
}

/// A state with the event that decided it.
package struct ConsentDecision: Hashable, Sendable {
  package var state: ConsentState
  /// Index among the events that were asked: the negative in force, the grant that passes, or the latest live grant.
  package var decisive: Int?
  package init(_ state: ConsentState, decisive: Int? = nil) { (self.state, self.decisive) = (state, decisive) }
}

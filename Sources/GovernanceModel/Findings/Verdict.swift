/// What was found about a use, record or rule. Missing knowledge is never `compliant` (semantics section 1).
public enum Verdict: Hashable, Sendable {
  case compliant
  case violation(Reason)
  case unverifiable(Reason)

  public var reason: Reason? {
    switch self {
    case .compliant: nil
    case .violation(let reason), .unverifiable(let reason): reason
    }
  }

  /// `compliant`, `violation` or `unverifiable`.
  public var name: String {
    switch self {
    case .compliant: "compliant"
    case .violation: "violation"
    case .unverifiable: "unverifiable"
    }
  }

  /// The graver of the two: violation before unverifiable before compliant; the first of equals.
  public func combined(with other: Verdict) -> Verdict { other.rank > rank ? other : self }

  private var rank: Int {
    switch self {
    case .compliant: 0
    case .unverifiable: 1
    case .violation: 2
    }
  }
}

/// SQL's three truth values.
public enum Truth: Hashable, Sendable {
  case `true`, `false`, unknown

  public init(_ value: Bool) { self = value ? .true : .false }

  /// Kleene's negation.
  public var negated: Truth {
    switch self {
    case .true: .false
    case .false: .true
    case .unknown: .unknown
    }
  }
}

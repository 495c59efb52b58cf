/// SQL's three truth values.
public enum Truth: Hashable, Sendable {
  case `true`, `false`, unknown

  public init(_ value: Bool) { self = value ? .true : .false }
}

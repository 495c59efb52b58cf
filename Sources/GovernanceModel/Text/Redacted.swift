/// A personal value that no description, log or report shows.
public struct Redacted<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The value itself; name it only where it is pseudonymised, matched or, on request, disclosed.
  public let disclosed: Value

  public init(_ value: Value) { disclosed = value }

  public var description: String { "‹redacted›" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}

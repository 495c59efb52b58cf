/// The way by which a person is reached or served, such as `email`, `sms`, `app`, `web`, `store`.
public struct Channel: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public var description: String { name }
  public static func < (left: Channel, right: Channel) -> Bool {
    left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}

/// The way by which a person is reached or served, such as `email`, `sms`, `app`, `web`, `store`.
public struct Channel: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  /// The channels that need no vocabulary. `mail` is none of them: it may be a letter or an e-mail.
  public static let common: [Channel] = [
    "app", "chat", "display", "email", "fax", "kiosk", "letter", "phone", "post", "push", "sms", "social", "store",
    "tv",
    "web", "whatsapp",
  ].map { Channel($0) }
  public var description: String { name }
  public static func < (left: Channel, right: Channel) -> Bool {
    left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}

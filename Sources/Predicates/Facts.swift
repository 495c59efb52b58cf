public import GovernanceModel

/// A dotted path to an attribute of the person or the moment, such as `subject.country` or `affinity.bakery`.
public struct AttributePath: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let text: String
  public init(_ text: String) { self.text = text }

  /// Whatever there is: what code reads that nobody understands. No map says what it is.
  public static let anything = AttributePath("*")

  public var description: String { text }
  public static func < (left: AttributePath, right: AttributePath) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

/// What a condition is evaluated on.
public protocol Facts {
  /// Nil when missing.
  func value(of path: AttributePath) -> Value?
  /// The answer of the guard to (use, channel); unknown where nobody can say.
  func consent(_ use: DataUse, channel: Channel?) -> Truth
  /// The evaluation instant.
  var now: Instant { get }
  /// Events for counts in a window, newest last; nil where no history is at hand.
  func events(of type: String) -> [Instant]?
}

/// When something happened, as exactly as it was recorded: an instant, or the interval `[start, end)` that a date names.
///
/// Semantics section 2: a positive consent event and an expiry count from `end`, a negative event and a use from `start`.
public struct Moment: Hashable, Sendable {
  public let start: Instant
  public let end: Instant

  public init(_ instant: Instant) { (start, end) = (instant, instant) }

  /// The interval `[start, end)`; `end` is never before `start`.
  public init(from start: Instant, until end: Instant) {
    self.start = start
    self.end = max(start, end)
  }

  public var isExact: Bool { start == end }

  /// True when both may name the same instant, and at least one of them is an interval.
  public func mayCoincide(with other: Moment) -> Bool {
    switch (isExact, other.isExact) {
    case (true, true): false
    case (true, false): other.start <= start && start < other.end
    case (false, true): start <= other.start && other.start < end
    case (false, false): start < other.end && other.start < end
    }
  }
}

extension Moment: CustomStringConvertible {
  public var description: String {
    guard !isExact else { return start.description }
    return start.timeOfDay == 0 ? String(start.description.prefix(10)) : start.description
  }
}

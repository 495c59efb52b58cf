/// A type whose values have an order, a first value and successors.
protocol Discrete: Comparable, Sendable {
  static var first: Self { get }
  /// The least value above this one; nil at the last.
  var successor: Self? { get }
}

/// A set of values as sorted, disjoint, half-open intervals `[low, high)`; exact, since every value has a successor.
struct IntervalSet<Bound: Discrete>: Sendable {
  struct Interval: Sendable {
    var low: Bound
    /// Nil: no upper end.
    var high: Bound?
  }

  private(set) var intervals: [Interval]

  static var empty: IntervalSet { IntervalSet(intervals: []) }
  static var all: IntervalSet { IntervalSet(intervals: [Interval(low: .first, high: nil)]) }
  static func only(_ value: Bound) -> IntervalSet {
    IntervalSet(intervals: [Interval(low: value, high: value.successor)])
  }
  /// `low ≤ x < high`.
  static func from(_ low: Bound, until high: Bound?) -> IntervalSet {
    if let high, high <= low { return .empty }
    return IntervalSet(intervals: [Interval(low: low, high: high)])
  }
  static func below(_ high: Bound) -> IntervalSet { from(.first, until: high) }
  static func atMost(_ high: Bound) -> IntervalSet { from(.first, until: high.successor) }
  static func atLeast(_ low: Bound) -> IntervalSet { from(low, until: nil) }
  static func above(_ low: Bound) -> IntervalSet { low.successor.map { from($0, until: nil) } ?? .empty }

  var isEmpty: Bool { intervals.isEmpty }
  var isAll: Bool { intervals.count == 1 && intervals[0].high == nil && intervals[0].low == .first }

  func contains(_ value: Bound) -> Bool {
    var (low, high) = (0, intervals.count)
    while low < high {
      let middle = (low + high) / 2
      if intervals[middle].low <= value { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return false }
    return intervals[low - 1].high.map { value < $0 } ?? true
  }

  /// Some member is not below a value.
  func reaches(from low: Bound) -> Bool { intervals.last.map { $0.high.map { low < $0 } ?? true } ?? false }
  /// Some member is not above a value.
  func reaches(to high: Bound) -> Bool { intervals.first.map { $0.low <= high } ?? false }

  /// The members when each interval holds one value.
  var points: [Bound]? {
    var found: [Bound] = []
    for interval in intervals {
      guard let high = interval.high, interval.low.successor == high else { return nil }
      found.append(interval.low)
    }
    return found
  }

  func intersection(_ other: IntervalSet) -> IntervalSet {
    if isAll { return other }
    if other.isAll { return self }
    var (result, left, right) = ([Interval](), 0, 0)
    while left < intervals.count, right < other.intervals.count {
      let (one, two) = (intervals[left], other.intervals[right])
      let low = max(one.low, two.low)
      let high = Self.earlier(one.high, two.high)
      if high.map({ low < $0 }) != false { result.append(Interval(low: low, high: high)) }
      if Self.endsFirst(one.high, two.high) { left += 1 } else { right += 1 }
    }
    return IntervalSet(intervals: result)
  }

  func union(_ other: IntervalSet) -> IntervalSet {
    if isEmpty || other.isAll { return other }
    if other.isEmpty || isAll { return self }
    var result: [Interval] = []
    for interval in (intervals + other.intervals).sorted(by: { $0.low < $1.low }) {
      if let last = result.last, last.high.map({ interval.low <= $0 }) != false {
        if Self.endsFirst(last.high, interval.high) { result[result.count - 1].high = interval.high }
      } else {
        result.append(interval)
      }
    }
    return IntervalSet(intervals: result)
  }

  var complement: IntervalSet {
    var (result, low) = ([Interval](), Bound?.some(.first))
    for interval in intervals {
      if let start = low, start < interval.low { result.append(Interval(low: start, high: interval.low)) }
      low = interval.high
      if low == nil { return IntervalSet(intervals: result) }
    }
    if let low { result.append(Interval(low: low, high: nil)) }
    return IntervalSet(intervals: result)
  }

  private static func earlier(_ left: Bound?, _ right: Bound?) -> Bound? {
    guard let left else { return right }
    return right.map { min(left, $0) } ?? left
  }

  private static func endsFirst(_ left: Bound?, _ right: Bound?) -> Bool {
    guard let left else { return false }
    return right.map { left < $0 } ?? true
  }
}

/// A point of time in UTC, in microseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Sendable, Comparable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// The start of a day in UTC.
  public init(_ date: CivilDate) { microseconds = Int64(date.daysSinceEpoch) * Self.microsecondsPerDay }

  public static let microsecondsPerSecond: Int64 = 1_000_000
  public static let microsecondsPerDay: Int64 = 86_400_000_000

  /// Earlier and later than every instant that data can hold.
  public static let distantPast = Instant(microseconds: .min)
  public static let distantFuture = Instant(microseconds: .max)

  /// The day in UTC.
  public var date: CivilDate { CivilDate(daysSinceEpoch: Int(day)) }

  /// Microseconds since midnight UTC.
  public var timeOfDay: Int64 {
    let rest = microseconds % Self.microsecondsPerDay
    return rest < 0 ? rest + Self.microsecondsPerDay : rest
  }

  private var day: Int64 {
    let quotient = microseconds / Self.microsecondsPerDay
    return microseconds % Self.microsecondsPerDay < 0 ? quotient - 1 : quotient
  }

  public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  /// The instant some microseconds later, held to the distant past and future on overflow.
  public func advanced(byMicroseconds amount: Int64) -> Instant {
    let (sum, overflow) = microseconds.addingReportingOverflow(amount)
    guard overflow else { return Instant(microseconds: sum) }
    return amount < 0 ? .distantPast : .distantFuture
  }
}

extension Instant: CustomStringConvertible {
  /// ISO 8601 in UTC: `2018-01-01T04:01:20Z`, with six decimals only when they are not zero.
  public var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let (day, time) = (date, timeOfDay)
    let seconds = Int(time / Self.microsecondsPerSecond)
    let fraction = Int(time % Self.microsecondsPerSecond)
    let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    let tail = fraction == 0 ? "" : "." + padded(fraction, 6)
    return "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))T\(clock)\(tail)Z"
  }
}

internal import GovernanceModel

/// Writes what Arrow keeps as numbers and SQLite as text: ISO 8601 dates and times, the digits of numbers.
enum ArrowText {
  /// `2026-01-15`.
  static func append(date days: Int64, to bytes: inout [UInt8]) {
    let date = CivilDate(daysSinceEpoch: Int(min(max(days, -daysAtMost), daysAtMost)))
    if (0...9999).contains(date.year) {
      append(two: UInt32(date.year) / 100, to: &bytes)
      append(two: UInt32(date.year) % 100, to: &bytes)
    } else {
      bytes += Array("\(date.year)".utf8)
    }
    bytes.append(0x2D)
    append(two: UInt32(date.month), to: &bytes)
    bytes.append(0x2D)
    append(two: UInt32(date.day), to: &bytes)
  }

  /// `2026-01-15T08:30:00`, with three or six decimals where the value has them, and `Z` where it is an instant.
  ///
  /// PostgreSQL's `infinity` and `-infinity` are the ends of the range, and told by these words.
  static func append(_ value: Int64, _ unit: ArrowType.TimeUnit, isZoned: Bool, to bytes: inout [UInt8]) {
    if value == .max || value == Int64.max &+ fromYear2000 {
      bytes += Array("infinity".utf8)
      return
    }
    if value == .min || value == -.max || value == Int64.min + fromYear2000 {
      bytes += Array("-infinity".utf8)
      return
    }
    let (seconds, rest) = floorDivide(value, unit.perSecond)
    let (days, second) = floorDivide(seconds, 86_400)
    append(date: days, to: &bytes)
    bytes.append(0x54)
    append(timeOfDay: second, microseconds: rest * 1_000_000 / unit.perSecond, to: &bytes)
    if isZoned { bytes.append(0x5A) }
  }

  /// `08:30:00`, with decimals as above.
  static func append(timeOfDay second: Int64, microseconds: Int64, to bytes: inout [UInt8]) {
    let second = UInt32(truncatingIfNeeded: second)
    append(two: second / 3600 % 100, to: &bytes)
    bytes.append(0x3A)
    append(two: second / 60 % 60, to: &bytes)
    bytes.append(0x3A)
    append(two: second % 60, to: &bytes)
    guard microseconds > 0 else { return }
    var fraction = UInt32(truncatingIfNeeded: microseconds)
    bytes.append(0x2E)
    append(two: fraction / 10_000, to: &bytes)
    bytes.append(0x30 + UInt8(fraction / 1000 % 10))
    fraction %= 1000
    guard fraction > 0 else { return }
    bytes.append(0x30 + UInt8(fraction / 100))
    append(two: fraction % 100, to: &bytes)
  }

  /// A byte as two hexadecimal digits.
  static func append(hexadecimal byte: UInt8, to bytes: inout [UInt8]) {
    let digits: StaticString = "0123456789abcdef"
    for nibble in [byte >> 4, byte & 15] {
      bytes.append(unsafe digits.utf8Start[Int(nibble)])
    }
  }

  private static func append(two number: UInt32, to bytes: inout [UInt8]) {
    bytes.append(0x30 + UInt8(truncatingIfNeeded: number / 10))
    bytes.append(0x30 + UInt8(truncatingIfNeeded: number % 10))
  }

  /// PostgreSQL counts from the year 2000, and its driver adds what lies before that to the ends of the range, too.
  private static let fromYear2000: Int64 = 946_684_800_000_000

  /// More days than any engine's calendar has.
  private static let daysAtMost: Int64 = 4_000_000_000

  static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, rest: Int64) {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }
}

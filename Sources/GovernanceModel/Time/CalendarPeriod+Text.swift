extension CalendarPeriod {
  /// Reads `P1Y6M`, `P2W`, `P90D`, `PT72H`, `P1DT12H30M` (whole numbers, no sign) or `15 business days`; nil for else.
  public init?(text: some StringProtocol) {
    var text = String(text)
    let period = text.withUTF8 { bytes in Self.parse(unsafe Span(_unsafeElements: bytes)) }
    guard let period else { return nil }
    self = period
  }

  /// The same over bytes.
  static func parse(_ bytes: Span<UInt8>) -> CalendarPeriod? {
    guard bytes.count >= 3 else { return nil }
    guard bytes[0] == UInt8(ascii: "P") else { return businessDays(bytes) }
    var scanner = PeriodScanner()
    guard let (years, months, weeks, days) = scanner.dates(bytes) else { return nil }
    var seconds = 0
    if scanner.position < bytes.count {
      guard let time = scanner.times(bytes) else { return nil }
      seconds = time
    }
    let (allMonths, allDays) = (years * 12 + months, weeks * 7 + days)
    guard allMonths <= 120_000, allDays <= 3_660_000, seconds <= 316_224_000_000 else { return nil }
    return CalendarPeriod(
      months: allMonths, days: allDays, microseconds: Int64(seconds) * Instant.microsecondsPerSecond)
  }

  /// `1 business day`, `15 business days`, with any number of blanks between the words.
  private static func businessDays(_ bytes: Span<UInt8>) -> CalendarPeriod? {
    var words = [""]
    for index in bytes.indices {
      if bytes[index] != UInt8(ascii: " ") {
        words[words.count - 1].unicodeScalars.append(Unicode.Scalar(bytes[index]))
      } else if words[words.count - 1] != "" {
        words.append("")
      }
    }
    if words.last == "" { words.removeLast() }
    guard words.count == 3, words[1] == "business", words[2] == "days" || words[2] == "day", let count = Int(words[0]),
      (1...3660).contains(count)
    else { return nil }
    return CalendarPeriod(businessDays: count)
  }
}

/// Reads pairs of number and unit, each unit at most once and in its order.
private struct PeriodScanner {
  /// Behind the `P`.
  private(set) var position = 1

  /// Years, months, weeks, days; stops at the end or at a `T`.
  mutating func dates(_ bytes: Span<UInt8>) -> (Int, Int, Int, Int)? {
    var (years, months, weeks, days, last) = (0, 0, 0, 0, 0)
    while position < bytes.count, bytes[position] != UInt8(ascii: "T") {
      guard let (count, unit) = pair(bytes) else { return nil }
      let rank: Int
      switch unit {
      case UInt8(ascii: "Y"): (rank, years) = (1, count)
      case UInt8(ascii: "M"): (rank, months) = (2, count)
      case UInt8(ascii: "W"): (rank, weeks) = (3, count)
      case UInt8(ascii: "D"): (rank, days) = (4, count)
      default: return nil
      }
      guard rank > last else { return nil }
      last = rank
    }
    return (years, months, weeks, days)
  }

  /// Seconds behind a `T`, at least one pair.
  mutating func times(_ bytes: Span<UInt8>) -> Int? {
    position += 1
    var (seconds, last) = (0, 0)
    while position < bytes.count {
      guard let (count, unit) = pair(bytes) else { return nil }
      let rank: Int
      switch unit {
      case UInt8(ascii: "H"): (rank, seconds) = (1, seconds + count * 3600)
      case UInt8(ascii: "M"): (rank, seconds) = (2, seconds + count * 60)
      case UInt8(ascii: "S"): (rank, seconds) = (3, seconds + count)
      default: return nil
      }
      guard rank > last else { return nil }
      last = rank
    }
    return last > 0 ? seconds : nil
  }

  /// At least one digit, at most 2^48, and a unit.
  private mutating func pair(_ bytes: Span<UInt8>) -> (count: Int, unit: UInt8)? {
    var (count, start) = (0, position)
    while position < bytes.count, bytes[position] &- 48 < 10 {
      count = count * 10 + Int(bytes[position] - 48)
      guard count <= 1 << 48 else { return nil }
      position += 1
    }
    guard position > start, position < bytes.count else { return nil }
    start = position
    position += 1
    return (count, bytes[start])
  }
}

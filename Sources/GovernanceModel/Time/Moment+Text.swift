extension Moment {
  /// Reads ISO 8601 text: `2018`, `2018-01`, `2018-01-31`, `2018-01-31T10:20`, with seconds, decimals and an offset
  /// (`Z`, `+01:00`, `+0100`), a blank instead of `T`. A date names its whole day (month, year) in `zone`; a time without an
  /// offset is local to `zone`. Decimals beyond microseconds are cut. Nil for anything else.
  public init?(iso8601 text: some StringProtocol, zone: ZoneRules = .utc) {
    let text = String(text)
    guard let parsed = Self.parse(text.utf8Span.span, zone: zone) else { return nil }
    self = parsed
  }

  /// The same over bytes, for scans.
  public static func parse(_ bytes: Span<UInt8>, zone: ZoneRules) -> Moment? {
    var scanner = DigitScanner()
    guard let year = scanner.number(digits: 4, bytes) else { return nil }
    if scanner.position == bytes.count {
      guard let first = CivilDate(year: year, month: 1, day: 1) else { return nil }
      return named(from: first, until: first.adding(months: 12), zone)
    }
    guard scanner.take("-", bytes), let month = scanner.number(digits: 2, bytes) else { return nil }
    if scanner.position == bytes.count {
      guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
      return named(from: first, until: first.adding(months: 1), zone)
    }
    guard scanner.take("-", bytes), let day = scanner.number(digits: 2, bytes),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    if scanner.position == bytes.count {
      return named(from: date, until: CivilDate(daysSinceEpoch: date.daysSinceEpoch + 1), zone)
    }
    guard scanner.take("T", bytes) || scanner.take(" ", bytes) || scanner.take("t", bytes),
      let time = scanner.time(bytes)
    else { return nil }
    let local = Instant(date).advanced(byMicroseconds: time)
    if scanner.position == bytes.count { return Moment(zone.instant(ofLocal: local)) }
    guard let offset = scanner.offset(bytes), scanner.position == bytes.count else { return nil }
    return Moment(local.advanced(byMicroseconds: -offset))
  }

  private static func named(from first: CivilDate, until last: CivilDate, _ zone: ZoneRules) -> Moment {
    Moment(from: zone.instant(ofLocal: Instant(first)), until: zone.instant(ofLocal: Instant(last)))
  }
}

extension Instant {
  /// Reads the forms of ``Moment/init(iso8601:zone:)`` and takes the start of what they name.
  public init?(iso8601 text: some StringProtocol) {
    guard let moment = Moment(iso8601: text) else { return nil }
    self = moment.start
  }
}

/// Reads fixed-width digits from `bytes`, moving `position` past what it took.
private struct DigitScanner {
  private(set) var position = 0

  mutating func take(_ character: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func number(digits: Int, _ bytes: Span<UInt8>) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var value = 0
    for index in position..<(position + digits) {
      let digit = bytes[index] &- 48
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    position += digits
    return value
  }

  /// `hh:mm[:ss[.decimals]]` in microseconds.
  mutating func time(_ bytes: Span<UInt8>) -> Int64? {
    guard let hour = number(digits: 2, bytes), hour < 24, take(":", bytes), let minute = number(digits: 2, bytes),
      minute < 60
    else { return nil }
    var total = Int64(hour * 3600 + minute * 60) * Instant.microsecondsPerSecond
    guard take(":", bytes) else { return total }
    guard let second = number(digits: 2, bytes), second <= 60 else { return nil }
    total += Int64(second) * Instant.microsecondsPerSecond
    guard take(".", bytes) || take(",", bytes) else { return total }
    var unit: Int64 = 100_000
    var digits = 0
    while let digit = number(digits: 1, bytes) {
      total += Int64(digit) * unit
      unit /= 10
      digits += 1
    }
    return digits > 0 ? total : nil
  }

  /// `Z`, ` UTC`, `±hh`, `±hhmm` or `±hh:mm` in microseconds east of UTC.
  mutating func offset(_ bytes: Span<UInt8>) -> Int64? {
    if take("Z", bytes) || take("z", bytes) { return 0 }
    if take(" ", bytes) { return take("U", bytes) && take("T", bytes) && take("C", bytes) ? 0 : nil }
    let sign: Int64
    if take("+", bytes) { sign = 1 } else if take("-", bytes) { sign = -1 } else { return nil }
    guard let hours = number(digits: 2, bytes), hours < 24 else { return nil }
    _ = take(":", bytes)
    let minutes = position == bytes.count ? 0 : number(digits: 2, bytes)
    guard let minutes, minutes < 60 else { return nil }
    return sign * Int64(hours * 3600 + minutes * 60) * Instant.microsecondsPerSecond
  }
}

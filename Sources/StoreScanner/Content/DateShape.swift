import GovernanceModel

/// What a text that names a day, a month, a year or a time looks like, read from its bytes.
struct DateShape: Equatable {
  enum Unit: Equatable { case year, month, day, week, quarter, decade, monthDay, minute, second, fraction }

  /// The unit down to which it is written.
  var unit: Unit
  /// Microseconds since midnight on the clock that is written.
  var timeOfDay: Int64 = 0

  /// Reads ISO 8601 (`2020`, `2020-01`, `2020-W05`, `2020-Q1`, `2020-01-31`, `20200131`, `--01-31`, with a time of day and
  /// an offset), `2020s`, and days as `31/12/2019` or `31.12.2019`. Nil for anything else.
  static func read(_ text: Span<UInt8>) -> DateShape? {
    var cursor = ByteCursor(text.count)
    if cursor.takes("--", text) { return monthDay(&cursor, text) }
    guard let year = cursor.number(text, digits: 4) else { return numericDay(text) }
    if cursor.isAtEnd { return (1...9999).contains(year) ? DateShape(unit: .year) : nil }
    if cursor.takes("s", text) { return cursor.isAtEnd && year % 10 == 0 ? DateShape(unit: .decade) : nil }
    if let next = cursor.peek(text), next >= 48, next <= 57 { return compactDay(year, &cursor, text) }
    guard cursor.takes("-", text) || cursor.takes("/", text) else { return numericDay(text) }
    if cursor.takes("W", text) { return part(.week, 1...53, &cursor, text) }
    if cursor.takes("Q", text) {
      guard let quarter = cursor.number(text, digits: 1), cursor.isAtEnd else { return nil }
      return (1...4).contains(quarter) ? DateShape(unit: .quarter) : nil
    }
    guard let month = cursor.number(text, digits: 2), (1...12).contains(month) else { return nil }
    if cursor.isAtEnd { return DateShape(unit: .month) }
    guard cursor.takes("-", text) || cursor.takes("/", text), let day = cursor.number(text, digits: 2),
      CivilDate(year: year, month: month, day: day) != nil
    else { return nil }
    return cursor.isAtEnd ? DateShape(unit: .day) : time(&cursor, text)
  }

  private static func part(
    _ unit: Unit, _ range: ClosedRange<Int>, _ cursor: inout ByteCursor, _ text: Span<UInt8>
  ) -> DateShape? {
    guard let number = cursor.number(text, digits: 2), cursor.isAtEnd, range.contains(number) else { return nil }
    return DateShape(unit: unit)
  }

  private static func monthDay(_ cursor: inout ByteCursor, _ text: Span<UInt8>) -> DateShape? {
    guard let month = cursor.number(text, digits: 2) else { return nil }
    _ = cursor.takes("-", text)
    guard let day = cursor.number(text, digits: 2), cursor.isAtEnd,
      CivilDate(year: 2000, month: month, day: day) != nil
    else { return nil }
    return DateShape(unit: .monthDay)
  }

  /// `20200131`.
  private static func compactDay(_ year: Int, _ cursor: inout ByteCursor, _ text: Span<UInt8>) -> DateShape? {
    guard let month = cursor.number(text, digits: 2), let day = cursor.number(text, digits: 2), cursor.isAtEnd,
      CivilDate(year: year, month: month, day: day) != nil
    else { return nil }
    return DateShape(unit: .day)
  }

  /// `31/12/2019`, `12/31/2019`, `31.12.2019`, `1.2.1980`.
  private static func numericDay(_ text: Span<UInt8>) -> DateShape? {
    var cursor = ByteCursor(text.count)
    guard let first = cursor.number(text, upTo: 2), let separator = cursor.peek(text),
      separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".") || separator == UInt8(ascii: "-")
    else { return nil }
    cursor.skip()
    guard let second = cursor.number(text, upTo: 2), cursor.peek(text) == separator else { return nil }
    cursor.skip()
    guard let year = cursor.number(text, digits: 4), cursor.isAtEnd else { return nil }
    let isDay = CivilDate(year: year, month: second, day: first) != nil
    return isDay || CivilDate(year: year, month: first, day: second) != nil ? DateShape(unit: .day) : nil
  }

  /// `T10:20`, with seconds, decimals and an offset.
  private static func time(_ cursor: inout ByteCursor, _ text: Span<UInt8>) -> DateShape? {
    guard cursor.takes("T", text) || cursor.takes(" ", text) || cursor.takes("t", text),
      let hour = cursor.number(text, digits: 2), hour < 24, cursor.takes(":", text),
      let minute = cursor.number(text, digits: 2), minute < 60
    else { return nil }
    var shape = DateShape(unit: .minute, timeOfDay: Int64(hour * 3600 + minute * 60) * 1_000_000)
    if cursor.takes(":", text) {
      guard let second = cursor.number(text, digits: 2), second <= 60 else { return nil }
      shape.unit = .second
      shape.timeOfDay += Int64(second) * 1_000_000
      if cursor.takes(".", text) || cursor.takes(",", text) {
        guard let fraction = cursor.microseconds(text) else { return nil }
        shape.unit = .fraction
        shape.timeOfDay += fraction
      }
    }
    return cursor.takesOffset(text) && cursor.isAtEnd ? shape : nil
  }
}

internal import GovernanceModel

/// Dates, times and durations of FEEL (DMN 1.5, 10.3.2.3): reading, members and arithmetic. What is undefined is null.
enum FEELTemporal {
  /// The value of `@"…"`: whichever of the types the text has the form of.
  static func literal(_ text: String) -> FormulaValue {
    for value in [date(text), dateTime(text), time(text), duration(text)] where value != .null { return value }
    return .null
  }

  static func date(_ text: String) -> FormulaValue { CivilDate(isoText: text).map { .date($0) } ?? .null }

  static func time(_ text: String) -> FormulaValue {
    let text = text.hasPrefix("T") ? String(text.dropFirst()) : text
    return CivilTime(text: text).map { .time($0) } ?? .null
  }

  static func dateTime(_ text: String) -> FormulaValue {
    let parts = text.split(separator: "T", maxSplits: 1)
    guard let first = parts.first, let date = CivilDate(isoText: first) else { return .null }
    guard parts.count == 2 else { return .dateTime(date, CivilTime(microseconds: 0)) }
    return CivilTime(text: parts[1]).map { .dateTime(date, $0) } ?? .null
  }

  /// `P1Y2M` or `P3DT4H`; years and months do not mix with days and time.
  static func duration(_ text: String) -> FormulaValue {
    let isNegative = text.hasPrefix("-")
    let positive = isNegative ? String(text.dropFirst()) : text
    guard positive.hasPrefix("P"), !positive.contains("W"), let period = CalendarPeriod(text: positive) else {
      return .null
    }
    let date = positive.prefix { $0 != "T" }
    let sign = isNegative ? -1 : 1
    if date.contains("Y") || date.contains("M") {
      guard period.days == 0, period.microseconds == 0 else { return .null }
      return .months(sign * period.months)
    }
    return .microseconds(sign * (period.days * CivilTime.microsecondsPerDay + Int(period.microseconds)))
  }

  /// Microseconds since 1970; a time without an offset counts as if in UTC.
  static func position(_ date: CivilDate, _ time: CivilTime) -> Int {
    date.daysSinceEpoch * CivilTime.microsecondsPerDay + time.microseconds - (time.offset ?? 0) * 1_000_000
  }

  static func member(_ value: FormulaValue, _ key: String) -> FormulaValue {
    switch value {
    case .date(let date):
      member(date, key) ?? (key == "time offset" ? .null : clock(CivilTime(microseconds: 0, offset: 0), key))
    case .dateTime(let date, let time): member(date, key) ?? clock(time, key)
    case .time(let time): clock(time, key)
    case .months(let months):
      switch key {
      case "years": .number(DecimalNumber(months / 12))
      case "months": .number(DecimalNumber(months % 12))
      default: .null
      }
    case .microseconds(let value):
      switch key {
      case "days": .number(DecimalNumber(value / CivilTime.microsecondsPerDay))
      case "hours": .number(DecimalNumber(value / 3_600_000_000 % 24))
      case "minutes": .number(DecimalNumber(value / 60_000_000 % 60))
      case "seconds": .number(DecimalNumber(coefficient: Int128(value % 60_000_000), exponent: -6))
      default: .null
      }
    default: .null
    }
  }

  private static func member(_ date: CivilDate, _ key: String) -> FormulaValue? {
    switch key {
    case "year": .number(DecimalNumber(date.year))
    case "month": .number(DecimalNumber(date.month))
    case "day": .number(DecimalNumber(date.day))
    case "weekday": .number(DecimalNumber(date.weekday))
    default: nil
    }
  }

  private static func clock(_ time: CivilTime, _ key: String) -> FormulaValue {
    switch key {
    case "hour": .number(DecimalNumber(time.hour))
    case "minute": .number(DecimalNumber(time.minute))
    case "second": .number(DecimalNumber(coefficient: Int128(time.microseconds % 60_000_000), exponent: -6))
    case "time offset": time.offset.map { .microseconds($0 * 1_000_000) } ?? .null
    case "timezone": time.zone.map { .text($0) } ?? .null
    default: .null
    }
  }

  // MARK: - Arithmetic

  /// The sum; null where the types have none.
  static func sum(_ left: FormulaValue, _ right: FormulaValue) -> FormulaValue {
    switch (left, right) {
    case (.months(let first), .months(let second)): .months(first + second)
    case (.microseconds(let first), .microseconds(let second)): .microseconds(first + second)
    case (.date(let date), .months(let months)), (.months(let months), .date(let date)):
      .date(date.adding(months: months))
    case (.date(let date), .microseconds(let value)), (.microseconds(let value), .date(let date)):
      .date(moved(date, CivilTime(microseconds: 0), by: value).0)
    case (.dateTime(let date, let time), .months(let months)), (.months(let months), .dateTime(let date, let time)):
      .dateTime(date.adding(months: months), time)
    case (.dateTime(let date, let time), .microseconds(let value)),
      (.microseconds(let value), .dateTime(let date, let time)):
      { .dateTime($0.0, $0.1) }(moved(date, time, by: value))
    case (.time(let time), .microseconds(let value)), (.microseconds(let value), .time(let time)):
      .time(moved(CivilDate(daysSinceEpoch: 0), time, by: value).1)
    default: .null
    }
  }

  private static func moved(_ date: CivilDate, _ time: CivilTime, by value: Int) -> (CivilDate, CivilTime) {
    let total = time.microseconds + value
    let days = Int((Double(total) / Double(CivilTime.microsecondsPerDay)).rounded(.down))
    var moved = time
    moved.microseconds = total - days * CivilTime.microsecondsPerDay
    return (date.adding(days: days), moved)
  }

  static func difference(_ left: FormulaValue, _ right: FormulaValue) -> FormulaValue {
    switch (left, right) {
    case (.time(let first), .time(let second)):
      .microseconds(
        first.microseconds - (first.offset ?? 0) * 1_000_000 - second.microseconds + (second.offset ?? 0) * 1_000_000)
    case (.date, .date), (.date, .dateTime), (.dateTime, .date), (.dateTime, .dateTime):
      .microseconds((instant(left) ?? 0) - (instant(right) ?? 0))
    case (_, .months(let months)): sum(left, .months(-months))
    case (_, .microseconds(let value)): sum(left, .microseconds(-value))
    default: .null
    }
  }

  /// Microseconds since 1970 of a date or date and time.
  static func instant(_ value: FormulaValue) -> Int? {
    switch value {
    case .date(let date): position(date, CivilTime(microseconds: 0))
    case .dateTime(let date, let time): position(date, time)
    default: nil
    }
  }

  static func product(_ duration: FormulaValue, _ factor: DecimalNumber) -> FormulaValue {
    switch duration {
    case .months(let months):
      (DecimalNumber(months) * factor).rounded(.towardZero).integerValue.map { .months($0) } ?? .null
    case .microseconds(let value):
      (DecimalNumber(value) * factor).rounded(.towardZero).integerValue.map { .microseconds($0) } ?? .null
    default: .null
    }
  }

  /// Whole months between two dates, towards zero.
  static func months(from left: FormulaValue, to right: FormulaValue) -> FormulaValue {
    guard let start = day(left), let end = day(right) else { return .null }
    if end.0 < start.0 || (end.0 == start.0 && end.1 < start.1) {
      if case .months(let months) = months(from: right, to: left) { return .months(-months) }
      return .null
    }
    var months = (end.0.year - start.0.year) * 12 + end.0.month - start.0.month
    if end.0.day < start.0.day || (end.0.day == start.0.day && end.1 < start.1) { months -= 1 }
    return .months(months)
  }

  private static func day(_ value: FormulaValue) -> (CivilDate, Int)? {
    switch value {
    case .date(let date): (date, 0)
    case .dateTime(let date, let time): (date, time.microseconds)
    default: nil
    }
  }
}

internal import GovernanceModel

/// The date functions of ZEN on texts and Unix seconds; date objects (`d()`) are not carried.
enum ZENDates {
  static func call(_ name: String, _ arguments: [FormulaValue], now: Instant) throws(ZENFailure) -> FormulaValue {
    switch name {
    case "duration":
      guard case .text(let text) = arguments.first, let seconds = seconds(ofDuration: text) else {
        throw .types("`duration` takes a text such as `1h 30m`")
      }
      return .number(DecimalNumber(seconds))
    case "time": return try time(arguments)
    case "date", "year", "month", "dayOfMonth", "dayOfWeek", "dayOfYear", "weekOfYear", "monthString", "dateString",
      "weekdayString", "startOf", "endOf":
      let instant = try instant(arguments.first ?? .null, now: now)
      return try part(name, instant, arguments)
    default: throw .unsupported("function `\(name)`")
    }
  }

  private static func instant(_ value: FormulaValue, now: Instant) throws(ZENFailure) -> Instant {
    switch value {
    case .text("now"):
      // The engine counts whole seconds.
      return Instant(microseconds: now.microseconds - (now.microseconds % 1_000_000 + 1_000_000) % 1_000_000)
    case .number(let seconds):
      guard let value = seconds.rounded(.towardZero).integerValue, abs(value) < 1 << 42 else { break }
      return Instant(microseconds: Int64(value) * 1_000_000)
    case .text(let text):
      let form = text.utf8.count == 16 && text.contains(" ") ? text + ":00" : text
      if let instant = Instant(iso8601: form) ?? Instant(iso8601: form.replacing(" ", with: "T")) { return instant }
    default: break
    }
    throw .types("no date")
  }

  private static func part(
    _ name: String, _ instant: Instant, _ arguments: [FormulaValue]
  ) throws(ZENFailure) -> FormulaValue {
    let date = instant.date
    switch name {
    case "date": return .number(seconds(instant))
    case "year": return .number(DecimalNumber(date.year))
    case "month": return .number(DecimalNumber(date.month))
    case "dayOfMonth": return .number(DecimalNumber(date.day))
    case "dayOfWeek": return .number(DecimalNumber(date.weekday))
    case "dayOfYear": return .number(DecimalNumber(date.dayOfYear))
    case "weekOfYear": return .number(DecimalNumber(date.weekOfYear))
    case "monthString":
      return .text(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][date.month - 1])
    case "weekdayString": return .text(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][date.weekday - 1])
    case "dateString":
      let time = CivilTime(microseconds: Int(instant.timeOfDay) / 1_000_000 * 1_000_000)
      return .text(date.isoText + " " + time.text)
    default: return .number(try boundary(name, instant, arguments))
    }
  }

  /// `startOf(date, unit)` and `endOf(date, unit)`, the latter one second before the next unit.
  private static func boundary(
    _ name: String, _ instant: Instant, _ arguments: [FormulaValue]
  ) throws(ZENFailure) -> DecimalNumber {
    guard arguments.count == 2, case .text(let unit) = arguments[1] else { throw .types("`\(name)` takes a unit") }
    let (date, time) = (instant.date, instant.timeOfDay)
    let units: [String: Int64] = ["s": 1, "second": 1, "m": 60, "minute": 60, "h": 3_600, "hour": 3_600]
    if let length = units[unit.hasSuffix("s") && unit.utf8.count > 1 ? String(unit.dropLast()) : unit] {
      let start = Instant(microseconds: instant.microseconds - time % (length * 1_000_000))
      let offset = name == "startOf" ? 0 : (length - 1) * 1_000_000
      return seconds(start.advanced(byMicroseconds: offset))
    }
    let (first, next): (CivilDate, CivilDate)
    switch unit {
    case "d", "day", "days": (first, next) = (date, date.adding(days: 1))
    case "w", "week", "weeks":
      let monday = date.adding(days: 1 - date.weekday)
      (first, next) = (monday, monday.adding(days: 7))
    case "M", "month", "months":
      let start = date.adding(days: 1 - date.day)
      (first, next) = (start, start.adding(months: 1))
    case "y", "year", "years":
      let start = date.adding(days: 1 - date.dayOfYear)
      (first, next) = (start, start.adding(months: 12))
    default: throw .types("`\(name)` does not know the unit")
    }
    return name == "startOf"
      ? seconds(Instant(first)) : seconds(Instant(next).advanced(byMicroseconds: -Instant.microsecondsPerSecond))
  }

  private static func seconds(_ instant: Instant) -> DecimalNumber {
    DecimalNumber(coefficient: Int128(instant.microseconds), exponent: -6).rounded(.down)
  }

  private static func time(_ arguments: [FormulaValue]) throws(ZENFailure) -> FormulaValue {
    switch arguments.first {
    case .number(let seconds): return .number(seconds)
    case .text(let text):
      let clock = text.pieces(separatedBy: text.contains("T") ? "T" : " ").last ?? text
      guard let time = CivilTime(text: clock) else { break }
      return .number(DecimalNumber(time.microseconds / 1_000_000))
    default: break
    }
    throw .types("`time` takes a time of day")
  }

  /// `24h`, `1d 2h`, `1 year 3 days`.
  private static func seconds(ofDuration text: String) -> Int? {
    let units = [
      "s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3_600, "hr": 3_600, "hour": 3_600,
      "d": 86_400, "day": 86_400, "w": 604_800, "week": 604_800, "M": 2_630_016, "month": 2_630_016,
      "y": 31_557_600, "year": 31_557_600,
    ]
    var scanner = FormulaScanner(text)
    var total = 0
    repeat {
      scanner.skipSpace()
      guard let count = scanner.number()?.integerValue, abs(count) < 1 << 40 else { return nil }
      scanner.skipSpace()
      guard let unit = scanner.word() else { return nil }
      let singular = unit.utf8.count > 1 && unit.hasSuffix("s") ? String(unit.dropLast()) : unit
      guard let length = units[singular] else { return nil }
      total += count * length
      scanner.skipSpace()
    } while !scanner.isAtEnd
    return total
  }
}

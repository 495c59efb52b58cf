internal import GovernanceModel

/// Instants and ISO 8601 texts. Down to the day they stay instants; what is coarser is a text that names it (`2026-03`,
/// `2026-W10`, `2026-Q1`), since the instant at its start would name a day.
enum TimeCoarsening {
  static func coarse(_ value: Value, _ level: String) -> Value? {
    switch value {
    case .instant(let instant): return coarse(instant, level)
    case .text(let text):
      guard let moment = Moment(iso8601: text), moment.isExact || isNoFiner(text, than: level) else {
        return Moment(iso8601: text).flatMap { named(text, $0.start.date, level) }
      }
      return moment.isExact ? coarse(moment.start, level) : value
    default: return nil
    }
  }

  private static func coarse(_ instant: Instant, _ level: String) -> Value? {
    let second: Int64 = 1_000_000
    let unit: Int64? =
      switch level {
      case "instant": 1
      case "second": second
      case "minute": 60 * second
      case "hour": 3600 * second
      case "day": 86_400 * second
      default: nil
      }
    if let unit {
      return Generalisation.floor(instant.microseconds, unit).map { .instant(Instant(microseconds: $0)) }
    }
    return name(of: instant.date, level).map { .text($0) }
  }

  /// A text that names a day, month or year is as fine as it is long.
  private static func isNoFiner(_ text: String, than level: String) -> Bool {
    let length = text.utf8.count
    return switch level {
    case "instant", "second", "minute", "hour", "day": length <= 10
    // A month lies in no one week, but says less than it.
    case "week", "month": length <= 7
    case "quarter", "year": length <= 4
    default: false
    }
  }

  /// A text that names more than is allowed. A month cannot be told to a week, nor need it be.
  private static func named(_ text: String, _ day: CivilDate, _ level: String) -> Value? {
    name(of: day, level).map { .text($0) }
  }

  private static func name(of day: CivilDate, _ level: String) -> String? {
    guard (1...9999).contains(day.year) else { return nil }
    let year = Generalisation.padded(day.year, 4)
    switch level {
    case "week":
      // ISO 8601: the week belongs to the year of its Thursday.
      let thursday = CivilDate(daysSinceEpoch: day.daysSinceEpoch - day.weekday + 4)
      guard (1...9999).contains(thursday.year), let first = CivilDate(year: thursday.year, month: 1, day: 1) else {
        return nil
      }
      let week = (thursday.daysSinceEpoch - first.daysSinceEpoch) / 7 + 1
      return "\(Generalisation.padded(thursday.year, 4))-W\(Generalisation.padded(week, 2))"
    case "month": return "\(year)-\(Generalisation.padded(day.month, 2))"
    case "quarter": return "\(year)-Q\((day.month - 1) / 3 + 1)"
    case "year": return year
    case "decade": return "\(Generalisation.padded(day.year / 10 * 10, 4))s"
    default: return nil
    }
  }
}

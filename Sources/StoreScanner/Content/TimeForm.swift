import DataStores
import GovernanceModel

/// How the values of a time column are written.
struct TimeForm: Hashable, Sendable {
  /// Of numbers; nil is told by their size: four digits are years, six and eight a month and a day of the calendar, others
  /// seconds, milliseconds (from 10^11) or microseconds (from 10^14) since 1970.
  var unit: InstantColumn.Unit?
  /// What the map says that the values are exact to.
  var precision: InstantColumn.Precision?
  var zone = ZoneRules.utc

  func level(integer: Int64) -> ValueLevel? {
    switch unit {
    case .seconds: return level(microseconds: integer, scale: 1_000_000, written: .second)
    case .milliseconds: return level(microseconds: integer, scale: 1000, written: .instant)
    case .microseconds: return level(microseconds: integer, scale: 1, written: .instant)
    case .iso8601: return nil
    case nil: break
    }
    if let calendar = Self.calendarLevel(integer) { return held(ValueLevel(calendar.rawValue)) }
    switch integer.magnitude {
    case ..<100_000_000_000: return level(microseconds: integer, scale: 1_000_000, written: .second)
    case ..<100_000_000_000_000: return level(microseconds: integer, scale: 1000, written: .instant)
    default: return level(microseconds: integer, scale: 1, written: .instant)
    }
  }

  func level(real: Double) -> ValueLevel? {
    if let integer = Int64(exactly: real) { return level(integer: integer) }
    guard real.isFinite else { return nil }
    return held(ValueLevel(TimeLevel.instant.rawValue))
  }

  func level(text: Span<UInt8>) -> ValueLevel? {
    guard let shape = DateShape.read(text) else { return digits(text).flatMap(level(integer:)) }
    switch shape.unit {
    case .decade: return held(.decade)
    case .year: return held(.year)
    case .quarter: return held(.quarter)
    case .month: return held(.month)
    case .week: return held(.week)
    case .day: return held(.day)
    case .monthDay: return nil
    case .minute: return level(timeOfDay: shape.timeOfDay, written: .minute)
    case .second: return level(timeOfDay: shape.timeOfDay, written: .second)
    case .fraction: return level(timeOfDay: shape.timeOfDay, written: .instant)
    }
  }

  /// Years 1900 to 2100 as `2020`, `202001` or `20200131`.
  static func calendarLevel(_ integer: Int64) -> TimeLevel? {
    switch integer {
    case 1900...2100: .year
    case 190_001...210_012: (1...12).contains(integer % 100) ? .month : nil
    case 19_000_101...21_001_231:
      CivilDate(year: Int(integer / 10_000), month: Int(integer / 100 % 100), day: Int(integer % 100)) == nil
        ? nil : .day
    default: nil
    }
  }

  private func level(microseconds number: Int64, scale: Int64, written: TimeLevel) -> ValueLevel? {
    let (microseconds, overflow) = number.multipliedReportingOverflow(by: scale)
    guard !overflow else { return nil }
    return level(timeOfDay: zone.local(Instant(microseconds: microseconds)).timeOfDay, written: written)
  }

  private func level(timeOfDay: Int64, written: TimeLevel) -> ValueLevel {
    let content: TimeLevel =
      if timeOfDay % 1_000_000 != 0 {
        .instant
      } else if timeOfDay % 60_000_000 != 0 {
        .second
      } else if timeOfDay % 3_600_000_000 != 0 {
        .minute
      } else {
        timeOfDay == 0 ? .day : .hour
      }
    return held(ValueLevel(written: written.rawValue, content: max(written.rawValue, content.rawValue)))
  }

  private func held(_ level: TimeLevel) -> ValueLevel { held(ValueLevel(level.rawValue)) }

  /// No finer than the precision that the map names.
  private func held(_ level: ValueLevel) -> ValueLevel {
    let limit: TimeLevel =
      switch precision {
      case nil, .exact: .instant
      case .second: .second
      case .day: .day
      case .month: .month
      }
    return ValueLevel(written: max(level.written, limit.rawValue), content: max(level.content, limit.rawValue))
  }

  /// The digits of a number, with or without a sign.
  private func digits(_ text: Span<UInt8>) -> Int64? {
    guard text.count > 4 else { return nil }
    return SubjectKey.integer(text)
  }
}

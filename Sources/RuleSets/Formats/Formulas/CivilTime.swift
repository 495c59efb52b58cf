internal import GovernanceModel

/// A time of day, with the zone that it was written with, if any (`@` zones by name count as no offset).
struct CivilTime: Hashable, Sendable {
  /// Since midnight.
  var microseconds: Int
  /// Seconds east of Greenwich; nil for a local time.
  var offset: Int?
  var zone: String?

  static let microsecondsPerDay = 86_400_000_000

  /// `10:15:00`, `10:15:00.5`, `10:15:00Z`, `10:15:00+02:00`, `10:15:00@Europe/Paris`.
  init?(text: some StringProtocol) {
    var text = Substring(text)
    if let at = text.firstIndex(of: "@") {
      zone = String(text[text.index(after: at)...])
      text = text[..<at]
      guard zone?.isEmpty == false else { return nil }
    } else if text.hasSuffix("Z") || text.hasSuffix("z") {
      offset = 0
      text = text.dropLast()
    } else if let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      let parts = text[text.index(after: sign)...].split(separator: ":").compactMap { Int($0) }
      guard (2...3).contains(parts.count), parts[0] <= 18, parts[1] < 60 else { return nil }
      let seconds = parts[0] * 3_600 + parts[1] * 60 + (parts.count == 3 ? parts[2] : 0)
      offset = text[sign] == "-" ? -seconds : seconds
      text = text[..<sign]
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3 || parts.count == 2, parts.allSatisfy({ $0.utf8.prefix(2).allSatisfy { $0 &- 48 < 10 } }),
      parts[0].utf8.count == 2, parts[1].utf8.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
      hour < 24, minute < 60
    else { return nil }
    guard let seconds = parts.count == 3 ? DecimalNumber(text: String(parts[2])) : .zero,
      parts.count == 2 || parts[2].utf8.prefix(while: { $0 != UInt8(ascii: ".") }).count == 2,
      seconds < DecimalNumber(60),
      let fraction = (seconds * DecimalNumber(1_000_000)).rounded(.towardZero).integerValue
    else { return nil }
    microseconds = (hour * 3_600 + minute * 60) * 1_000_000 + fraction
  }

  init(microseconds: Int, offset: Int? = nil, zone: String? = nil) {
    (self.microseconds, self.offset, self.zone) = (microseconds, offset, zone)
  }

  var hour: Int { microseconds / 3_600_000_000 }
  var minute: Int { microseconds / 60_000_000 % 60 }
  var second: Int { microseconds / 1_000_000 % 60 }

  var text: String {
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    var text = "\(padded(hour)):\(padded(minute)):\(padded(second))"
    let fraction = microseconds % 1_000_000
    if fraction > 0 { text += DecimalNumber(coefficient: Int128(fraction), exponent: -6).text.dropFirst() }
    if let zone { return text + "@" + zone }
    guard let offset else { return text }
    if offset == 0 { return text + "Z" }
    return text + (offset < 0 ? "-" : "+") + padded(abs(offset) / 3_600) + ":" + padded(abs(offset) / 60 % 60)
  }
}

extension CivilDate {
  /// `2024-02-29`, and nothing after it.
  init?(isoText text: some StringProtocol) {
    let isNegative = text.first == "-"
    let parts = text.drop { $0 == "-" }.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, (4...9).contains(parts[0].utf8.count), parts[1].utf8.count == 2, parts[2].utf8.count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { $0 &- 48 < 10 } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: isNegative ? -year : year, month: month, day: day)
  }

  var isoText: String {
    func padded(_ value: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(value.magnitude).utf8.count)) + String(value.magnitude)
    }
    return (year < 0 ? "-" : "") + padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
  }

  func adding(days: Int) -> CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch + days) }

  var dayOfYear: Int { daysSinceEpoch - (CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch ?? 0) + 1 }

  /// ISO 8601: the week that holds the year's first Thursday is week 1.
  var weekOfYear: Int { (adding(days: 4 - weekday).dayOfYear - 1) / 7 + 1 }
}

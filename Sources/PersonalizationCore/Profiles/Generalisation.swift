package import GovernanceModel

/// Makes a value coarser, so that a use may read it at the level that its control allows (semantics section 6).
package enum Generalisation {
  /// The value at `level`; nil when it cannot be made that coarse, so that the attribute must be withheld.
  package static func generalise(_ value: Value, to level: Granularity) -> Value? {
    switch (level.family, value) {
    case (_, _) where level.level == "none": nil
    case (.time, .instant(let instant)): time(instant, level.level)
    case (.birth, .text(let text)): birth(text, level.level)
    case (.place, .text(let text)): coordinates(text, level.level)
    case (.network, .text(let text)): address(text, level.level)
    case (.contact, .text(let text)): level.level == "domain" ? domain(text) : nil
    case (.money, .integer(let amount)):
      level.level == "exact" ? value : .integer(amount - amount.quotientRemainder(10))
    case (.money, .decimal(let amount)): level.level == "exact" ? value : .decimal((amount / 10).rounded(.down) * 10)
    default: nil
    }
  }

  private static func time(_ instant: Instant, _ level: String) -> Value? {
    let units: [String: Int64] = ["instant": 1, "second": 1_000_000, "minute": 60_000_000, "hour": 3_600_000_000]
    if let unit = units[level] {
      let excess = instant.microseconds % unit
      return .instant(Instant(microseconds: instant.microseconds - (excess < 0 ? excess + unit : excess)))
    }
    let day = instant.date
    let start: CivilDate? =
      switch level {
      case "day": day
      case "week": CivilDate(daysSinceEpoch: day.daysSinceEpoch - day.weekday + 1)
      case "month": CivilDate(year: day.year, month: day.month, day: 1)
      case "quarter": CivilDate(year: day.year, month: (day.month - 1) / 3 * 3 + 1, day: 1)
      case "year": CivilDate(year: day.year, month: 1, day: 1)
      case "decade": CivilDate(year: day.year / 10 * 10, month: 1, day: 1)
      default: nil
      }
    return start.map { .instant(Instant($0)) }
  }

  /// From `1984-05-17`: `1984-05`, `1984`. Bands and `adult` need the age at an instant and are made by whoever knows it.
  private static func birth(_ text: String, _ level: String) -> Value? {
    guard let moment = Moment(iso8601: text) else { return nil }
    switch level {
    case "date": return .text(text)
    case "month": return text.utf8.count >= 7 ? .text(String(text.prefix(7))) : nil
    case "year": return .integer(Int64(moment.start.date.year))
    default: return nil
    }
  }

  /// `48.8583701,2.2944813` with fewer decimals.
  private static func coordinates(_ text: String, _ level: String) -> Value? {
    guard level.hasPrefix("coordinates"), let digits = Int(level.dropFirst("coordinates".count)) else { return nil }
    let parts = text.split(separator: ",").map { cut(String($0.drop { $0 == " " }), decimals: digits) }
    guard parts.count == 2, let first = parts[0], let second = parts[1] else { return nil }
    return .text("\(first),\(second)")
  }

  private static func cut(_ number: String, decimals: Int) -> String? {
    guard Double(number) != nil, !number.contains(where: { "eEnN".contains($0) }) else { return nil }
    guard let point = number.firstIndex(of: ".") else { return number }
    return String(number[...point]) + String(number[number.index(after: point)...].prefix(decimals))
  }

  /// The first octets of an IPv4 address; IPv6 is left to the caller, who withholds it.
  private static func address(_ text: String, _ level: String) -> Value? {
    let octets = text.split(separator: ".", omittingEmptySubsequences: false)
    guard octets.count == 4, octets.allSatisfy({ UInt8($0) != nil }) else { return nil }
    switch level {
    case "full": return .text(text)
    case "prefix24": return .text("\(octets[0]).\(octets[1]).\(octets[2]).0")
    case "prefix16": return .text("\(octets[0]).\(octets[1]).0.0")
    default: return nil
    }
  }

  private static func domain(_ text: String) -> Value? {
    text.lastIndex(of: "@").map { .text(String(text[text.index(after: $0)...])) }
  }
}

extension Int64 {
  /// The distance to the multiple of `unit` at or below.
  fileprivate func quotientRemainder(_ unit: Int64) -> Int64 {
    let excess = self % unit
    return excess < 0 ? excess + unit : excess
  }
}

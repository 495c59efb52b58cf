import DataStores
import GovernanceModel

/// How fine a birth date or an age is held.
enum BirthForm {
  /// A year of birth or an age in years is `year`; a calendar day and seconds since 1970 are `date`.
  static func level(integer: Int64) -> ValueLevel? {
    switch integer {
    case 0...130, 1850...2100: ValueLevel(BirthLevel.year.rawValue)
    case 185_001...210_012: (1...12).contains(integer % 100) ? ValueLevel(BirthLevel.month.rawValue) : nil
    case 18_500_101...21_001_231:
      CivilDate(year: Int(integer / 10_000), month: Int(integer / 100 % 100), day: Int(integer % 100)) == nil
        ? nil : ValueLevel(BirthLevel.date.rawValue)
    default: integer.magnitude > 3_000_000 ? ValueLevel(BirthLevel.date.rawValue) : nil
    }
  }

  static func level(text: Span<UInt8>) -> ValueLevel? {
    if let shape = DateShape.read(text) { return level(of: shape.unit) }
    if let integer = SubjectKey.integer(text) { return level(integer: integer) }
    return band(text)
  }

  private static func level(of unit: DateShape.Unit) -> ValueLevel? {
    switch unit {
    case .day, .minute, .second, .fraction: ValueLevel(BirthLevel.date.rawValue)
    case .week, .month, .quarter: ValueLevel(BirthLevel.month.rawValue)
    case .monthDay: ValueLevel(BirthLevel.monthDay.rawValue)
    case .year: ValueLevel(BirthLevel.year.rawValue)
    case .decade: ValueLevel(BirthLevel.band10.rawValue)
    }
  }

  /// `25-34`, `1980-1989`, `19 to 24`, `65+`, `under 18`, `<35`: the widest level that is no coarser than the band.
  ///
  /// A band that starts below 20 is cut at adulthood, so that `18-24` and `19-24` are the first of bands of ten years.
  private static func band(_ text: Span<UInt8>) -> ValueLevel? {
    var cursor = ByteCursor(text.count)
    for prefix: StaticString in ["under ", "over ", "<=", ">=", "<", ">"] where cursor.takes(prefix, text) {
      guard cursor.number(text, upTo: 4) != nil, cursor.isAtEnd else { return nil }
      return ValueLevel(BirthLevel.band10.rawValue)
    }
    guard let low = cursor.number(text, upTo: 4) else { return nil }
    if cursor.takes("+", text) {
      guard cursor.isAtEnd else { return nil }
      return ValueLevel((low == 18 || low == 21 ? BirthLevel.adult : .band10).rawValue)
    }
    guard cursor.takes("-", text) || cursor.takes(" to ", text) || cursor.takes(" - ", text) || cursor.takes("–", text),
      let high = cursor.number(text, upTo: 4), cursor.isAtEnd, high >= low
    else { return nil }
    let width = high - low + 1
    if width >= 10 || (low < 20 && width >= 6) { return ValueLevel(BirthLevel.band10.rawValue) }
    return ValueLevel((width >= 5 ? BirthLevel.band5 : .year).rawValue)
  }
}

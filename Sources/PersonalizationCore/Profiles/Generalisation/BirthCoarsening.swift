internal import GovernanceModel

/// Birth dates (instants, ISO 8601 texts, years from 1850 to 2100) and ages in whole years (0 to 130).
///
/// Whether somebody is an adult needs an instant and is told by whoever knows the age; a date alone is withheld.
enum BirthCoarsening {
  static func coarse(_ value: Value, _ level: String) -> Value? {
    switch value {
    case .instant(let instant): return coarse(instant.date, digits: 10, value, level)
    case .text(let text):
      guard let moment = Moment(iso8601: text) else { return nil }
      return coarse(moment.start.date, digits: text.utf8.count, value, level)
    case .integer(let number) where (1850...2100).contains(number):
      return CivilDate(year: Int(number), month: 1, day: 1).flatMap { coarse($0, digits: 4, value, level) }
    case .integer(let age) where (0...130).contains(age): return coarse(age: Int(age), level)
    default: return nil
    }
  }

  /// - Parameter digits: how much of the date is known: 4 the year, 7 the month, 10 the day or more.
  private static func coarse(_ date: CivilDate, digits: Int, _ value: Value, _ level: String) -> Value? {
    guard (1...9999).contains(date.year) else { return nil }
    let year = Generalisation.padded(date.year, 4)
    let month = Generalisation.padded(date.month, 2)
    switch level {
    case "date": return value
    case "month": return digits < 7 ? value : .text("\(year)-\(month)")
    case "monthDay": return digits < 10 ? nil : .text("--\(month)-\(Generalisation.padded(date.day, 2))")
    case "year": return digits < 7 ? value : .text(year)
    case "band5": return .text(band(date.year, width: 5))
    case "band10": return .text(band(date.year, width: 10))
    default: return nil
    }
  }

  private static func coarse(age: Int, _ level: String) -> Value? {
    switch level {
    case "date", "month", "year": .integer(Int64(age))
    case "band5": .text(band(age, width: 5))
    case "band10": .text(band(age, width: 10))
    // Adults only: that somebody is a child says more than this level may.
    case "adult": age >= 18 ? .text("18+") : nil
    default: nil
    }
  }

  private static func band(_ number: Int, width: Int) -> String {
    let low = number / width * width
    return "\(low)-\(low + width - 1)"
  }
}

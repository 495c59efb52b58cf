internal import GovernanceModel
internal import Measurement

/// The fields of one record, by their place among the columns of the kind.
struct MeasurementFields {
  let texts: [String?]

  subscript(place: Int) -> String? { texts[place] }

  /// nil for what is no number.
  func number(_ place: Int) -> Double? { texts[place].flatMap { Double($0) } }

  func whole(_ place: Int) -> Int? { number(place).flatMap { Int(exactly: $0) } }

  /// A date or an instant of ISO 8601.
  func instant(_ place: Int) -> Instant? { texts[place].flatMap { Instant(iso8601: $0) } }

  /// Whether something is so: a yes, a number other than 0, or the instant at which it came about; no field is a no. nil for
  /// anything else.
  func flag(_ place: Int) -> Bool? {
    guard let text = texts[place]?.lowercased() else { return false }
    switch text {
    case "true", "t", "yes", "y": return true
    case "false", "f", "no", "n": return false
    default: return Double(text).map { $0 != 0 } ?? (Instant(iso8601: text.uppercased()) == nil ? nil : true)
    }
  }
}

/// Numbers for names, in the order in which they come.
struct NameNumbers {
  private var numbers: [String: Int] = [:]
  private(set) var names: [String] = []

  mutating func number(of name: String) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}

import DataStores
import GovernanceModel
import Predicates

/// How the policies read an attribute, and so what a stored value of it means: stores hold dates as texts or numbers, truth
/// values as 0 and 1, sets as lists in a text.
struct AttributeReading {
  private(set) var isInstant = false
  private(set) var isBoolean = false
  private(set) var isSet = false

  /// The readings of all attributes of some conditions, by path.
  static func readings(of predicates: [Predicate]) -> [String: AttributeReading] {
    var readings: [String: AttributeReading] = [:]
    for predicate in predicates {
      predicate.forEachPart { part in
        switch part {
        case .within(let path, _), .olderThan(let path, _): readings[path.text, default: .init()].isInstant = true
        case .set(let path, _, _): readings[path.text, default: .init()].isSet = true
        case .compare(let path, _, let literal): readings[path.text, default: .init()].note(literal)
        case .isIn(let path, let literals):
          for literal in literals { readings[path.text, default: .init()].note(literal) }
        case .between(let path, let low, let high):
          readings[path.text, default: .init()].note(low)
          readings[path.text, default: .init()].note(high)
        default: break
        }
      }
    }
    return readings
  }

  private mutating func note(_ literal: Value) {
    switch literal {
    case .instant: isInstant = true
    case .boolean: isBoolean = true
    case .set: isSet = true
    case .integer, .decimal, .text: break
    }
  }

  /// The value that a stored one means.
  func value(_ stored: Value?, zone: ZoneRules) -> Value? {
    guard let stored else { return nil }
    if isInstant, let instant = instant(stored, zone) { return .instant(instant) }
    if isBoolean, let boolean = boolean(stored) { return .boolean(boolean) }
    if isSet, case .text(let text) = stored { return .set(Self.elements(of: text).map { .text($0) }) }
    return stored
  }

  /// ISO 8601 in texts, seconds since 1970 in numbers; the start of what a date names.
  private func instant(_ stored: Value, _ zone: ZoneRules) -> Instant? {
    let decoder = InstantDecoder(InstantColumn(column: ""), zone: zone)
    let decoded: StoredInstant
    switch stored {
    case .text(let text): decoded = decoder.moment(text: Array(text.utf8).span)
    case .integer(let integer): decoded = decoder.moment(integer: integer)
    case .decimal(let real): decoded = decoder.moment(real: real)
    case .boolean, .instant, .set: return nil
    }
    if case .moment(let moment) = decoded { return moment.start }
    return nil
  }

  private func boolean(_ stored: Value) -> Bool? {
    switch stored {
    case .integer(0), .text("false"): false
    case .integer(1), .text("true"): true
    default: nil
    }
  }

  /// The words of a JSON list of texts, or words set apart by blanks or commas.
  static func elements(of text: String) -> [String] {
    text.split { " ,[]\"\t\n".contains($0) }.map(String.init)
  }
}

internal import GovernanceModel
internal import Predicates

/// Names and literals in SQL; whatever they hold, they end where they end.
enum SQLText {
  static func quoted(name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  /// The bytes of a text; a text with a NUL cannot be written as one.
  static func blob(_ text: String) -> String {
    "x'" + text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "'"
  }

  static func text(_ text: String) -> String {
    text.utf8.contains(0) ? "CAST(\(blob(text)) AS TEXT)" : "'" + text.replacing("'", with: "''") + "'"
  }

  /// In microseconds, in one width, so that the order of texts is that of instants.
  static func literal(_ instant: Instant) -> String { text(instant.fixedText) }

  /// A literal with its type; nil for one that compares with nothing.
  ///
  /// - Parameter inInstants: the column holds instants, which a text that names one compares with.
  static func literal(
    _ value: Value, inInstants: Bool
  ) throws(PredicateSQL.Inexpressible) -> (type: PredicateSQL.ColumnType, text: String)? {
    switch value {
    case .boolean(let value): return (.boolean, value ? "1" : "0")
    case .integer(let number): return (.number, number == .min ? "(-9223372036854775807 - 1)" : String(number))
    case .decimal(let number):
      if number.isNaN { return nil }
      if number.isInfinite { return (.number, number < 0 ? "-9e999" : "9e999") }
      let text = "\(number)"
      let digits = text.prefix { $0 != "e" }.count { $0.isNumber }
      // SQLite reads what is longer with an error in the last bit.
      guard digits <= 15 else { throw PredicateSQL.Inexpressible(reason: "`\(text)` cannot be written exactly") }
      return (.number, text)
    case .instant(let instant): return (.instant, literal(instant))
    case .text(let text):
      if !inInstants { return (.text, self.text(text)) }
      return Value.instant(named: text).map { (.instant, literal($0)) }
    case .set: return nil
    }
  }
}

extension Instant {
  /// `2026-01-15T00:00:00.000000Z`, always with six decimals.
  package var fixedText: String {
    let text = description
    return text.utf8.count == 20 ? String(text.dropLast()) + ".000000Z" : text
  }
}

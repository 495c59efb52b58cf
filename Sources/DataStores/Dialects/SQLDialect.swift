/// How an engine writes SQL where engines differ. What all of them read alike is written once.
package enum SQLDialect: String, Sendable, CaseIterable {
  case sqlite, duckdb, postgresql, spark

  /// A name that ends where it ends, whatever it holds (ISO 9075-2, delimited identifier; backticks in Spark).
  package func quoted(_ name: String) -> String {
    let mark: Unicode.Scalar = self == .spark ? "`" : "\""
    var quoted = String(mark)
    for scalar in name.unicodeScalars {
      if scalar == mark { quoted.unicodeScalars.append(scalar) }
      quoted.unicodeScalars.append(scalar)
    }
    quoted.unicodeScalars.append(mark)
    return quoted
  }

  /// A text literal. Spark reads escapes in texts, the others do not.
  package func literal(_ text: String) -> String {
    var literal = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { literal += self == .spark ? "\\" : "'" }
      if scalar == "\\", self == .spark { literal += "\\" }
      literal.unicodeScalars.append(scalar)
    }
    return literal + "'"
  }

  /// A whole number; the smallest one cannot be written as a negated literal.
  package func literal(_ number: Int64) -> String {
    number == .min ? "(-9223372036854775807 - 1)" : String(number)
  }
}

/// What a column can hold, as far as the engine's types tell.
package enum SQLColumnType: Hashable, Sendable {
  case integer, real, boolean, text, date
  /// Microseconds; with a zone it is an instant, without one it is local to the data map's zone.
  case timestamp(hasZone: Bool)
  case blob
  /// SQLite: any row may hold any kind of value.
  case any
  /// Lists, structures, decimals and whatever else; scans read these.
  case other
}

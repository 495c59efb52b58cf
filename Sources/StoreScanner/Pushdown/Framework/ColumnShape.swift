import DataStores
import GovernanceModel

/// Which kinds of values a column of SQLite holds, where each row may hold another.
struct ColumnShape: Hashable {
  let integers: Int
  /// Outside the years 1 to 9999 in the column's unit.
  let wildIntegers: Int
  let reals: Int
  let blobs: Int
  /// Not empty.
  let texts: Int
  /// `2026-01-31` and nothing else.
  let days: Int
  /// `2026-01-31T10:20:30`, with decimals, with `Z`.
  let times: Int
  /// Texts that do not begin with four digits: no instants.
  let words: Int

  /// A column of whole numbers.
  init(integers: Int, range: ClosedRange<Int64>?, as form: InstantColumn?) {
    self.integers = integers
    let isWild = range.map { range in form?.plainIntegers.map { !$0.contains(range) } ?? false } ?? false
    wildIntegers = isWild ? 1 : 0
    (reals, blobs, texts, days, times, words) = (0, 0, 0, 0, 0, 0)
  }

  init(_ row: [SQLValue]) {
    let numbers = row.map(\.integer) + Array(repeating: 0, count: 8)
    (integers, wildIntegers, reals, blobs) = (numbers[0], numbers[1], numbers[2], numbers[3])
    (texts, days, times, words) = (numbers[4], numbers[5], numbers[6], numbers[7])
  }

  /// Texts that may be instants in a form that SQL does not read, such as with an offset.
  var unsure: Int { texts - days - times - words }

  static func query(_ column: String, table: String, as form: InstantColumn?) -> String {
    // SQLite works out both sides of AND, but not what a CASE does not come to.
    func sum(_ condition: String) -> String { "coalesce(sum(CASE WHEN \(condition) THEN 1 ELSE 0 END), 0)" }
    let isText = "typeof(\(column)) = 'text' AND \(column) <> ''"
    var parts = [
      sum("typeof(\(column)) = 'integer'"), "0", sum("typeof(\(column)) = 'real'"), sum("typeof(\(column)) = 'blob'"),
      sum(isText),
    ]
    if let form {
      if let range = form.plainIntegers {
        parts[1] = sum(
          "typeof(\(column)) = 'integer' AND \(column) NOT BETWEEN \(range.lowerBound) AND \(range.upperBound)")
      }
      parts += [
        sum("\(isText) AND \(SQLiteInstants.isDay(column))"), sum("\(isText) AND \(SQLiteInstants.isTime(column))"),
        sum("\(isText) AND NOT \(column) GLOB '\(SQLiteInstants.year)*'"),
      ]
    }
    return "SELECT \(parts.joined(separator: ", ")) FROM \(table)"
  }
}

/// Of a column without a type: how many values, and of which whole numbers if it holds nothing else.
struct ColumnSurvey {
  let count: Int
  /// Nil where not all values are whole numbers, and for none.
  let range: ClosedRange<Int64>?
  var isWhole: Bool { count == 0 || range != nil }

  /// The four expressions of a column.
  static func expressions(_ column: String) -> String {
    "count(\(column)), coalesce(sum(typeof(\(column)) = 'integer'), 0), min(\(column)), max(\(column))"
  }

  init(_ row: ArraySlice<SQLValue>) {
    let values = Array(row)
    count = values[0].integer
    if count == values[1].integer, case .integer(let low) = values[2], case .integer(let high) = values[3] {
      range = low...high
    } else {
      range = nil
    }
  }
}

extension InstantColumn {
  /// Microseconds in the unit; nil where numbers have no meaning.
  var scale: Int64? {
    switch unit {
    case nil, .seconds: Instant.microsecondsPerSecond
    case .milliseconds: 1000
    case .microseconds: 1
    case .iso8601: nil
    }
  }

  /// The integers that name an instant of the years 1 to 9999.
  var plainIntegers: ClosedRange<Int64>? {
    scale.map { (-62_135_596_800_000_000 / $0)...(253_402_300_799_999_999 / $0) }
  }

  /// Texts are ISO 8601.
  var readsTexts: Bool { unit == nil || unit == .iso8601 }
}

/// ISO 8601 texts in SQLite's SQL.
enum SQLiteInstants {
  static let year = "[0-9][0-9][0-9][0-9]"
  private static let date = "\(year)-[0-9][0-9]-[0-9][0-9]"

  static func isDay(_ text: String) -> String {
    "(\(text) GLOB '\(date)' AND date(\(text)) = \(text) AND \(text) >= '0001')"
  }

  static func isTime(_ text: String) -> String {
    let digits = "rtrim(substr(\(text), 21), 'Zz')"
    let decimals =
      "(substr(\(text), 20) IN ('', 'Z', 'z') OR (substr(\(text), 20, 1) = '.' AND length(\(digits)) BETWEEN 1 AND 6 "
      + "AND \(digits) NOT GLOB '*[^0-9]*' AND length(\(text)) - length(\(digits)) - 20 <= 1))"
    return "(\(text) GLOB '\(date)[T ][0-9][0-9]:[0-9][0-9]:[0-9][0-9]*' AND \(text) >= '0001' "
      + "AND date(substr(\(text), 1, 10)) = substr(\(text), 1, 10) "
      + "AND strftime('%s', substr(\(text), 1, 19)) IS NOT NULL AND \(decimals))"
  }

  /// Microseconds of a text of either form.
  static func microseconds(_ text: String) -> String {
    "(CAST(strftime('%s', substr(\(text), 1, 19)) AS INTEGER) * 1000000 + CASE WHEN substr(\(text), 20, 1) = '.' "
      + "THEN CAST(substr(rtrim(substr(\(text), 21), 'Zz') || '000000', 1, 6) AS INTEGER) ELSE 0 END)"
  }
}

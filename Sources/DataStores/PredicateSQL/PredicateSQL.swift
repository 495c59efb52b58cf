package import GovernanceModel
package import Predicates

/// A condition as SQL, with SQL's own three-valued logic (semantics section 7): for SQLite, and said only where SQL says
/// exactly the same.
///
/// SQLite compares across types and coerces by affinity, and conditions do neither: every comparison asks for the type of
/// the value first and is NULL where it is another. Texts compare by bytes (`COLLATE BINARY`), never by LIKE. Numbers are
/// integers and reals. What else a column holds is said by whoever binds it: 0 and 1 in one of truth values, and every text
/// in one of instants, `2026-01-15T00:00:00.000000Z`, in one width.
package struct PredicateSQL: Sendable {
  /// What a column is for; SQLite lets it hold anything, and a value of another storage class is taken as what it is.
  package enum ColumnType: Sendable, Hashable { case number, boolean, text, instant }

  package struct Column: Sendable, Hashable {
    package let name: String
    package let type: ColumnType
    package init(_ name: String, _ type: ColumnType) { (self.name, self.type) = (name, type) }
  }

  /// Why SQL cannot say a part exactly.
  package struct Inexpressible: Error, Hashable, Sendable {
    package let reason: String
    package init(reason: String) { self.reason = reason }
  }

  private let columns: [AttributePath: Column]
  private let now: Instant

  /// - Parameters:
  ///   - columns: by attribute; a path without a column is a missing attribute.
  ///   - now: the evaluation instant.
  package init(columns: [AttributePath: Column], now: Instant) { (self.columns, self.now) = (columns, now) }

  /// An expression that is 1, 0 or NULL where the condition is true, false or unknown.
  package func expression(_ predicate: Predicate) throws(Inexpressible) -> String {
    switch predicate {
    case .constant(let value): return value ? "1" : "0"
    case .all(let parts): return try joined(parts, "AND", empty: "1")
    case .any(let parts): return try joined(parts, "OR", empty: "0")
    case .not(let part): return "(NOT \(try expression(part)))"
    case .isTrue(let part): return "coalesce(\(try expression(part)), 0)"
    case .exists(let path): return exists(path)
    case .compare(let path, let comparison, let literal): return try compare(path, comparison, literal)
    case .isIn(let path, let literals):
      var parts: [String] = []
      for literal in literals { parts.append(try compare(path, .equal, literal)) }
      return parts.isEmpty ? "0" : "(\(parts.joined(separator: " OR ")))"
    case .between(let path, let low, let high):
      return "(\(try compare(path, .atLeast, low)) AND \(try compare(path, .atMost, high)))"
    case .text(let path, let test, let literal): return try text(path, test, literal)
    case .within(let path, let period): return try within(path, period)
    case .olderThan(let path, let period): return "(NOT \(try within(path, period)))"
    // A column holds no set, so that a test of one is unknown.
    case .set: return "NULL"
    case .eventCount: throw Inexpressible(reason: "counts of events lie in another table")
    case .consent: throw Inexpressible(reason: "consent is the guard's to answer")
    case .segment, .opaque: throw Inexpressible(reason: "nobody can evaluate `\(predicate.conditionText)`")
    }
  }

  private func joined(_ parts: [Predicate], _ word: String, empty: String) throws(Inexpressible) -> String {
    var texts: [String] = []
    for part in parts { texts.append(try expression(part)) }
    return texts.isEmpty ? empty : "(\(texts.joined(separator: " \(word) ")))"
  }

  // MARK: Columns

  /// The value of a column where it is of a type, else NULL; nil where no value of the column ever is.
  private func held(_ path: AttributePath, as type: ColumnType) -> String? {
    guard let column = columns[path] else { return nil }
    let name = SQLText.quoted(name: column.name)
    let isTruth = "typeof(\(name)) = 'integer' AND \(name) IN (0, 1)"
    switch (type, column.type) {
    case (.boolean, .boolean): return "(CASE WHEN \(isTruth) THEN \(name) END)"
    case (.number, .boolean):
      return "(CASE WHEN typeof(\(name)) IN ('integer', 'real') AND NOT (\(isTruth)) THEN \(name) END)"
    case (.number, _): return "(CASE WHEN typeof(\(name)) IN ('integer', 'real') THEN \(name) END)"
    case (.instant, .instant), (.text, .text), (.text, .number), (.text, .boolean):
      return "(CASE WHEN typeof(\(name)) = 'text' THEN \(name) COLLATE BINARY END)"
    case (.text, .instant), (.instant, _), (.boolean, _): return nil
    }
  }

  private func exists(_ path: AttributePath) -> String {
    columns[path].map { "(\(SQLText.quoted(name: $0.name)) IS NOT NULL)" } ?? "0"
  }

  // MARK: Comparisons

  private func compare(
    _ path: AttributePath, _ comparison: Predicate.Comparison, _ literal: Value
  ) throws(Inexpressible) -> String {
    guard let (type, text) = try SQLText.literal(literal, inInstants: columns[path]?.type == .instant),
      let value = held(path, as: type)
    else { return "NULL" }
    if type == .boolean, comparison != .equal, comparison != .notEqual { return "NULL" }
    return "(\(value) \(comparison.sql) \(text))"
  }

  /// By bytes: `instr` and `substr` over blobs, since over texts they stop at a NUL.
  private func text(
    _ path: AttributePath, _ test: Predicate.TextTest, _ literal: String
  ) throws(Inexpressible) -> String {
    guard let text = held(path, as: .text) else { return "NULL" }
    let (value, count) = ("CAST(\(text) AS BLOB)", literal.utf8.count)
    let part = SQLText.blob(literal)
    // Of an empty blob `substr` is NULL.
    let isShort = "length(\(value)) < \(count)"
    if count == 0, test != .matches { return "(\(value) IS NOT NULL OR NULL)" }
    switch test {
    case .contains: return "(instr(\(value), \(part)) > 0)"
    case .startsWith: return "(CASE WHEN \(isShort) THEN 0 ELSE substr(\(value), 1, \(count)) = \(part) END)"
    case .endsWith: return "(CASE WHEN \(isShort) THEN 0 ELSE substr(\(value), -\(count)) = \(part) END)"
    case .matches: throw Inexpressible(reason: "SQLite has no regular expressions")
    }
  }

  /// `now < anchor + P` where every period of that kind has one length: the anchor is compared with `now - P`.
  private func within(_ path: AttributePath, _ period: CalendarPeriod) throws(Inexpressible) -> String {
    guard let anchor = held(path, as: .instant) else { return "NULL" }
    guard period.shortest == period.longest else {
      throw Inexpressible(reason: "\(period) has no fixed length, and SQLite adds months another way")
    }
    let start = now.advanced(byMicroseconds: -period.shortest)
    return "(\(anchor) > \(SQLText.literal(start)))"
  }
}

extension Predicate.Comparison {
  fileprivate var sql: String {
    switch self {
    case .equal: "="
    case .notEqual: "<>"
    case .less: "<"
    case .atMost: "<="
    case .greater: ">"
    case .atLeast: ">="
    }
  }
}

import DataStores
import GovernanceModel

/// Why a check is read locally instead of asked of the engine: told by `--explain-plan`, never a reason to leave it out.
struct NotPushable: Error, Hashable {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// A value of a query's result.
enum SQLValue: Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob

  var integer: Int { if case .integer(let value) = self { Int(value) } else { 0 } }

  var instant: Instant? { if case .integer(let value) = self { Instant(microseconds: value) } else { nil } }

  /// The word that a value is, as ``ValueCodes`` says; nil for null and empty.
  var word: String? {
    switch self {
    case .integer(let value): String(value)
    case .text(let text): text.isEmpty ? nil : text
    case .null, .real, .blob: nil
    }
  }
}

/// The conversation with one store: what was asked, and what is known of its columns.
///
/// Two kinds of queries: those that prepare (which words, which kinds of values a column holds) are always asked; those that
/// count are only written down in a dry run.
final class PushdownSession {
  let store: any DataStore
  let dialect: SQLDialect
  let isDryRun: Bool
  /// What was asked since the last ``takeStatements()``.
  private var statements: [String] = []
  private var shapes: [ShapeKey: ColumnShape] = [:]
  private var types: [String: [String: SQLColumnType]] = [:]
  private var surveys: [String: (rows: Int, columns: [String: ColumnSurvey])] = [:]

  private struct ShapeKey: Hashable {
    let table: String
    let column: String
    let form: InstantColumn?
  }

  /// Nil for a store that answers no queries.
  init?(_ store: any DataStore, isDryRun: Bool) {
    guard let dialect = store.dialect else { return nil }
    (self.store, self.dialect, self.isDryRun) = (store, dialect, isDryRun)
  }

  func takeStatements() -> [String] {
    defer { statements = [] }
    return statements
  }

  /// Counts and samples; nothing in a dry run.
  func count(_ sql: String) throws(NotPushable) -> [[SQLValue]] {
    statements.append(sql)
    return isDryRun ? [] : try rows(sql)
  }

  /// What must be known to write the query that counts.
  ///
  /// - Parameter limit: more rows than this are too many to write into a query.
  func prepare(_ sql: String, limit: Int = .max) throws(NotPushable) -> [[SQLValue]] {
    let found = try rows(limit == .max ? sql : "\(sql) LIMIT \(limit + 1)")
    if found.count > limit { throw NotPushable("more than \(limit) different words stand in its columns") }
    return found
  }

  private func rows(_ sql: String) throws(NotPushable) -> [[SQLValue]] {
    var rows: [[SQLValue]] = []
    do throws(StoreError) {
      try store.query(sql) { batch in
        for row in 0..<batch.rowCount { rows.append(batch.columns.indices.map { batch.columns[$0].value(row) }) }
        return true
      }
    } catch {
      throw NotPushable("the engine refused a query: \(error)")
    }
    return rows
  }

  // MARK: - Columns

  func type(of column: String, in table: String) throws(NotPushable) -> SQLColumnType {
    if types[table] == nil {
      do throws(StoreError) { types[table] = try store.columnTypes(of: table) } catch {
        throw NotPushable("the types of its columns cannot be told: \(error)")
      }
    }
    guard let known = types[table]?.first(where: { $0.key == column || $0.key.lowercased() == column.lowercased() })
    else { throw NotPushable("the type of column `\(column)` is not known") }
    return known.value
  }

  /// Looks through columns without a type in one pass.
  func survey(_ columns: [String?], in table: String) throws(NotPushable) {
    var asked: [String] = []
    for column in columns.compactMap({ $0 }) where surveys[table]?.columns[column] == nil && !asked.contains(column) {
      if try type(of: column, in: table) == .any { asked.append(column) }
    }
    guard !asked.isEmpty else { return }
    let parts = ["count(*)"] + asked.map { ColumnSurvey.expressions(dialect.quoted($0)) }
    let row = try prepare("SELECT \(parts.joined(separator: ", ")) FROM \(store.reference(to: table))").first ?? []
    guard row.count == 1 + 4 * asked.count else { return }
    for (index, column) in asked.enumerated() {
      surveys[table, default: (row[0].integer, [:])].columns[column] = ColumnSurvey(row[(1 + 4 * index)...])
    }
  }

  /// How many rows a table has, where it is known that some columns hold whole numbers in every one of them.
  func rowsIfWhole(_ columns: [String], in table: String) -> Int? {
    guard let known = surveys[table] else { return nil }
    let isWhole = columns.allSatisfy { known.columns[$0].map { $0.isWhole && $0.count == known.rows } ?? false }
    return isWhole ? known.rows : nil
  }

  /// Which kinds of values a column without a type holds; asked once.
  func shape(of column: String, in table: String, as form: InstantColumn? = nil) throws(NotPushable) -> ColumnShape {
    let key = ShapeKey(table: table, column: column, form: form)
    if let known = shapes[key] { return known }
    try survey([column], in: table)
    if let known = surveys[table]?.columns[column], known.isWhole {
      return ColumnShape(integers: known.count, range: known.range, as: form)
    }
    let row =
      try prepare(
        ColumnShape.query(dialect.quoted(column), table: store.reference(to: table), as: form)
      ).first ?? []
    let shape = ColumnShape(row)
    shapes[key] = shape
    return shape
  }
}

extension ColumnBatch.Column {
  fileprivate func value(_ row: Int) -> SQLValue {
    switch tag(row) {
    case .null: .null
    case .integer: .integer(payloads[row])
    case .real: .real(real(row))
    case .text: .text(text(row) ?? "")
    case .blob: .blob
    }
  }
}

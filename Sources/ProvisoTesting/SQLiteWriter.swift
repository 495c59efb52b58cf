internal import GRDBSQLite

/// A connection that writes: what makes fixtures, and stands for other programs that use the store.
@safe package final class SQLiteWriter {
  package struct Failure: Error {
    package let code: Int
    package let message: String
  }

  private let handle: OpaquePointer

  /// Makes the file when it is missing.
  package init(path: String) throws {
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    guard code == SQLITE_OK, let handle = unsafe opened else {
      unsafe sqlite3_close_v2(opened)
      throw Failure(code: Int(code), message: "cannot open")
    }
    unsafe self.handle = handle
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Runs any number of statements.
  package func run(_ sql: String) throws {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else {
      throw Failure(code: Int(code), message: unsafe String(cString: sqlite3_errmsg(handle)))
    }
  }

  /// Makes a table without declared types and fills it.
  package func make(_ table: FixtureTable) throws {
    let columns = table.columns.map(Self.quoted).joined(separator: ", ")
    try run("CREATE TABLE \(Self.quoted(table.name)) (\(columns))")
    try run("BEGIN")
    for row in table.rows {
      try run("INSERT INTO \(Self.quoted(table.name)) VALUES (\(row.map(\.sql).joined(separator: ", ")))")
    }
    try run("COMMIT")
  }

  private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  /// The values of a query as SQLite's own shell would quote them, a row a line: another way to the same values.
  package func quotedRows(_ sql: String) throws -> [String] {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
    guard code == SQLITE_OK else {
      throw Failure(code: Int(code), message: unsafe String(cString: sqlite3_errmsg(handle)))
    }
    defer { unsafe sqlite3_finalize(statement) }
    var rows: [String] = []
    while unsafe sqlite3_step(statement) == SQLITE_ROW {
      let cells = (unsafe 0..<sqlite3_column_count(statement)).map { column in
        unsafe sqlite3_column_text(statement, column).map { unsafe String(cString: $0) } ?? "null"
      }
      rows.append(cells.joined(separator: "|"))
    }
    return rows
  }
}

/// A table of a fixture, for any engine.
package struct FixtureTable: Sendable {
  package var name: String
  package var columns: [String]
  package var rows: [[FixtureValue]]
  package init(_ name: String, columns: [String], rows: [[FixtureValue]]) {
    (self.name, self.columns, self.rows) = (name, columns, rows)
  }
}

/// A value of a fixture.
package enum FixtureValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// As an SQL literal.
  package var sql: String {
    func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    return switch self {
    case .null: "NULL"
    case .integer(.min): "(-9223372036854775807 - 1)"
    case .integer(let value): "\(value)"
    case .real(let value) where value.isInfinite: value < 0 ? "-9e999" : "9e999"
    case .real(let value): "\(value)"
    // By its bytes, since a literal cannot hold NUL.
    case .text(let value): "CAST(x'\(hexadecimal(value.utf8))' AS TEXT)"
    case .blob(let bytes): "x'\(hexadecimal(bytes))'"
    }
  }
}

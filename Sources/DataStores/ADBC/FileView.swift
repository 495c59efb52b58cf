/// A view over files in DuckDB's memory.
///
/// DuckDB would guess types from the first rows: a postcode would lose its zeros, a time its offset, and a file would not be
/// readable to its end where a later row is of another type. So values are taken as they are written, and a column of a text
/// format is one of numbers or truth values only where all of its texts are.
struct FileView {
  let table: String
  let pattern: String
  let format: FileTables.Format

  private var files: String { SQLDialect.duckdb.literal(pattern) }
  private func quoted(_ name: String) -> String { SQLDialect.duckdb.quoted(name) }

  func make(on connection: borrowing ADBCConnection, isTyped: Bool) throws(StoreError) {
    switch format {
    case .parquet: try make("SELECT * FROM read_parquet(\(files), union_by_name = true)", connection)
    case .jsonl: try make(isTyped ? jsonWithTypes(connection) : json(options: ""), connection)
    case .csv:
      try make(csv, connection)
      if isTyped { try make(csvWithTypes(connection), connection) }
    }
  }

  private func make(_ query: String, _ connection: borrowing ADBCConnection) throws(StoreError) {
    try connection.run("CREATE OR REPLACE TEMP VIEW \(quoted(table)) AS \(query)")
  }

  // MARK: CSV

  private var csv: String {
    "SELECT * FROM read_csv(\(files), header = true, all_varchar = true, union_by_name = true)"
  }

  private func csvWithTypes(_ connection: borrowing ADBCConnection) throws(StoreError) -> String {
    let names = try connection.texts("SELECT column_name FROM (DESCRIBE \(csv))")
    let wholes = try holding(names, connection) { "\($0) = CAST(TRY_CAST(\($0) AS BIGINT) AS VARCHAR)" }
    let truths = try holding(names, connection) { "lower(\($0)) IN ('true', 'false')" }
    let reals = try holding(names.filter { !wholes.contains($0) && !truths.contains($0) }, connection) {
      "regexp_full_match(\($0), '-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?')"
    }
    let columns = names.map { name in
      let type = wholes.contains(name) ? "BIGINT" : truths.contains(name) ? "BOOLEAN" : "DOUBLE"
      let isText = !wholes.contains(name) && !truths.contains(name) && !reals.contains(name)
      return isText ? quoted(name) : "CAST(\(quoted(name)) AS \(type)) AS \(quoted(name))"
    }
    return "SELECT \(columns.joined(separator: ", ")) FROM (\(csv))"
  }

  /// The columns of which every value passes a test, and that have a value.
  private func holding(
    _ names: [String], _ connection: borrowing ADBCConnection, _ test: (String) -> String
  ) throws(StoreError) -> Set<String> {
    guard !names.isEmpty else { return [] }
    let tests = names.map { name in
      let column = quoted(name)
      return "CAST(count(\(column)) > 0 AND bool_and(\(column) IS NULL OR coalesce(\(test(column)), false)) AS VARCHAR)"
    }
    let answer = try connection.rows("SELECT \(tests.joined(separator: ", ")) FROM (\(csv))", columns: names.count)
      .first
    return Set(zip(names, answer ?? []).compactMap { name, isHeld in isHeld == "true" ? name : nil })
  }

  // MARK: JSON

  private func json(options: String) -> String {
    "SELECT * FROM read_json(\(files), format = 'newline_delimited', union_by_name = true, sample_size = -1"
      + ", maximum_object_size = 67108864\(options))"
  }

  /// Truth values and numbers as JSON has them; texts stay texts, whatever they look like; what is nested is its JSON text.
  private func jsonWithTypes(_ connection: borrowing ADBCConnection) throws(StoreError) -> String {
    let found = try connection.rows("SELECT column_name, column_type FROM (DESCRIBE \(json(options: "")))", columns: 2)
    let columns = found.map { row in
      let (name, type) = (row[0] ?? "", row[1] ?? "")
      let kept = ["BIGINT", "UBIGINT", "DOUBLE", "BOOLEAN"].contains(type) ? type : "VARCHAR"
      return "\(SQLDialect.duckdb.literal(name)): \(SQLDialect.duckdb.literal(kept))"
    }
    return json(options: ", columns = {\(columns.joined(separator: ", "))}")
  }
}

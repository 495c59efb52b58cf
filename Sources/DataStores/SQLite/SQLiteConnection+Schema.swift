extension SQLiteConnection {
  /// Tables and views that users made, with their columns in the order of the schema; hidden columns of virtual tables and
  /// the tables behind them are left out.
  borrowing func tables() throws(StoreError) -> [TableSchema] {
    var names: [String] = []
    var query = try prepare(
      """
      SELECT name FROM main.sqlite_schema WHERE type IN ('table', 'view') AND lower(substr(name, 1, 7)) <> 'sqlite_'
      """)
    while try query.step() {
      if let name = query.text(0) { names.append(name) }
    }
    var schemas: [TableSchema] = []
    for name in names { schemas.append(TableSchema(name: name, columns: try columns(of: name))) }
    return schemas.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// None for a view over a table that is gone, and for virtual tables, whose modules the authorizer keeps out: the other
  /// tables are still readable.
  private borrowing func columns(of table: String) throws(StoreError) -> [String] {
    do {
      var names: [String] = []
      var query = try prepare("PRAGMA main.table_xinfo(\(quotedIdentifier(table)))")
      while try query.step() {
        // Column 6 is 1 for hidden columns of virtual tables, 2 and 3 for generated columns.
        if query.integer(6) != 1, let name = query.text(1) { names.append(name) }
      }
      return names
    } catch .failed, .denied {
      return []
    } catch {
      throw error
    }
  }

  borrowing func count(_ query: ScanQuery) throws(StoreError) -> Int {
    try number("SELECT count(*) FROM \(query.from)") ?? 0
  }

  /// The span of row ids where they lie densely, else an exact count: row ids that are no serial numbers say nothing.
  borrowing func estimatedRows(_ query: ScanQuery) throws(StoreError) -> Int {
    // A row takes at least eight bytes of the file: its cell pointer, header, row id and a value.
    let most = file.identity.size / 8
    // Each by itself: SQLite looks up one end of a table, but reads all of it for both in one query.
    let ends = "(SELECT max(rowid) FROM \(query.from)) - (SELECT min(rowid) FROM \(query.from))"
    if let span = try? number("SELECT \(ends) + 1"), span >= 0, span <= most {
      return span
    }
    return try count(query)
  }

  /// The only value of a query; nil for null.
  private borrowing func number(_ sql: String) throws(StoreError) -> Int? {
    var statement = try prepare(sql)
    guard try statement.step(), statement.text(0) != nil else { return nil }
    return Int(statement.integer(0))
  }
}

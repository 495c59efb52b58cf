/// A SQLite file, read through GRDB's build of the C library and never written.
///
/// Each call opens the file anew; ``snapshot()`` keeps it open in one read transaction. In rollback-journal mode writers wait
/// for a snapshot to end, so an audit of a busy store should read a copy.
package struct SQLiteStore: DataStore {
  static let engineName = "sqlite"

  package let name: String
  package var engine: String { Self.engineName }
  package let path: String
  /// How long to wait for a writer, in milliseconds.
  private let busyMilliseconds: Int32

  package init(name: String, path: String, busyMilliseconds: Int32 = 1000) {
    (self.name, self.path, self.busyMilliseconds) = (name, path, busyMilliseconds)
  }

  /// Tables and views, without SQLite's own.
  package func tables() throws(StoreError) -> [TableSchema] { try snapshot().tables() }

  package func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try snapshot().scan(table: table, columns: columns, body)
  }

  package func estimatedRows(of table: String) throws(StoreError) -> Int { try snapshot().estimatedRows(of: table) }

  /// Rows by `count(*)`: reads the table.
  package func rowCount(of table: String) throws(StoreError) -> Int { try snapshot().rowCount(of: table) }

  package var dialect: SQLDialect? { .sqlite }

  package func reference(to table: String) -> String { "main." + SQLDialect.sqlite.quoted(table) }

  package func query(
    _ sql: String, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try snapshot().query(sql, body)
  }

  package func columnTypes(of table: String) throws(StoreError) -> [String: SQLColumnType] {
    try snapshot().columnTypes(of: table)
  }

  package func snapshot() throws(StoreError) -> any DataStore {
    try SQLiteSnapshot(name: name, path: path, busyMilliseconds: busyMilliseconds)
  }
}

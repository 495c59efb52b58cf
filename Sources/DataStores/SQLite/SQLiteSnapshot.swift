internal import GRDBSQLite
internal import Synchronization

/// A database as it was at one instant: one connection inside one read transaction, which ends with the last reference.
final class SQLiteSnapshot: DataStore {
  let name: String
  var engine: String { SQLiteStore.engineName }
  private let state: Mutex<SnapshotState>

  init(name: String, path: String, busyMilliseconds: Int32) throws(StoreError) {
    self.name = name
    let file = try SQLiteFile(inspecting: path)
    let connection = try SQLiteConnection.open(file, busyMilliseconds: busyMilliseconds)
    try connection.run("BEGIN")
    // The transaction begins with its first read.
    try connection.run("SELECT count(*) FROM main.sqlite_schema")
    state = Mutex(SnapshotState(connection: connection, schema: nil))
  }

  func tables() throws(StoreError) -> [TableSchema] {
    try state.withLock { state throws(StoreError) in try state.tables() }
  }

  func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      let query = try ScanQuery(table: table, columns: columns, in: state.tables())
      try state.scan(query, body)
    }
  }

  func estimatedRows(of table: String) throws(StoreError) -> Int {
    try state.withLock { state throws(StoreError) in
      let query = try ScanQuery(table: table, columns: [], in: state.tables())
      return try state.connection.estimatedRows(query)
    }
  }

  func rowCount(of table: String) throws(StoreError) -> Int {
    try state.withLock { state throws(StoreError) in
      let query = try ScanQuery(table: table, columns: [], in: state.tables())
      return try state.connection.count(query)
    }
  }

  func snapshot() throws(StoreError) -> any DataStore { self }

  var dialect: SQLDialect? { .sqlite }

  func reference(to table: String) -> String { "main." + SQLDialect.sqlite.quoted(table) }

  func query(
    _ sql: String, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try state.withLock { state throws(StoreError) in try state.query(sql, body) }
  }

  /// Whatever a column declares, a row may hold something else.
  func columnTypes(of table: String) throws(StoreError) -> [String: SQLColumnType] {
    let columns = try tables().first(named: table)?.columns ?? []
    return Dictionary(columns.map { ($0, .any) }) { first, _ in first }
  }
}

private struct SnapshotState: ~Copyable {
  let connection: SQLiteConnection
  var schema: [TableSchema]?

  /// Read once: the schema cannot change within the transaction.
  mutating func tables() throws(StoreError) -> [TableSchema] {
    if let schema { return schema }
    let found = try connection.tables()
    schema = found
    return found
  }

  func scan(
    _ query: ScanQuery, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    if connection.canCollect(query) {
      try withoutActuallyEscaping(body) { (body) throws(StoreError) in
        let collector = RowCollector(columnCount: query.columns.count, isUTF8: connection.file.isUTF8, body)
        try connection.collect(query, into: collector)
      }
    } else {
      try step(query.sql, columnCount: query.columns.count, body)
    }
    try connection.checkUnchanged()
  }

  func query(
    _ sql: String, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try step(sql, columnCount: nil, body)
    try connection.checkUnchanged()
  }

  /// Row by row.
  ///
  /// - Parameter columnCount: nil: as many as the statement has.
  private func step(
    _ sql: String, columnCount: Int?, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    var statement = try connection.prepare(sql)
    let columnCount = columnCount ?? statement.columnCount
    var writer = BatchWriter(columnCount: columnCount)
    var batch = ColumnBatch(columnCount: columnCount)
    var isMore = true
    while isMore {
      if Interruption.isRequested { throw .interrupted }
      isMore = try statement.fill(&writer)
      guard writer.rowCount > 0 else { break }
      writer.publish(to: &batch)
      guard try body(batch) else { break }
    }
  }
}

extension SQLiteConnection {
  /// An immutable file has no lock that keeps writers out: a change is noticed afterwards.
  borrowing func checkUnchanged() throws(StoreError) {
    if file.isSettledWAL, try !file.isUnchanged { throw .changed(path: file.path) }
  }
}

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
      try step(query, body)
    }
    try connection.checkUnchanged()
  }

  /// Row by row.
  private func step(
    _ query: ScanQuery, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    var statement = try connection.prepare(query.sql)
    var writer = BatchWriter(columnCount: query.columns.count)
    var batch = ColumnBatch(columnCount: query.columns.count)
    var isMore = true
    while isMore {
      if Task.isCancelled { throw .interrupted }
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

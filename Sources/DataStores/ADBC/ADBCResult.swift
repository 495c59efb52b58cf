internal import CADBC

/// A statement and the stream of its result, both released with their owner.
@safe struct ADBCResult: ~Copyable {
  /// Of the columns, in the order of the query.
  let types: [ArrowType]
  private let statement: ADBCStatement
  private let stream: ArrowStream
  private let table: String?

  /// Runs a query. It can be stopped from the first moment on.
  init(
    _ sql: String, on connection: UnsafeMutablePointer<AdbcConnection>, _ source: ADBCSource, table: String?
  ) throws(StoreError) {
    let statement = try unsafe ADBCStatement(connection, source)
    let stream = try statement.execute(sql, table: table)
    types = try stream.types(table: table)
    self.statement = consume statement
    self.stream = consume stream
    self.table = table
  }

  /// The next batch; nil after the last.
  func next() throws(StoreError) -> ArrowBatch? {
    var batch: ArrowBatch?
    try statement.stopping { () throws(StoreError) in batch = try stream.next(table: table) }
    return batch
  }
}

/// A statement of a connection.
@safe struct ADBCStatement: ~Copyable {
  private let handle: UnsafeMutablePointer<AdbcStatement>
  private let source: ADBCSource

  init(_ connection: UnsafeMutablePointer<AdbcConnection>, _ source: ADBCSource) throws(StoreError) {
    self.source = source
    unsafe handle = .allocate(capacity: 1)
    unsafe handle.initialize(to: AdbcStatement())
    try unsafe source.check { unsafe source.driver.table.StatementNew(connection, handle, $0) }
  }

  deinit {
    _ = unsafe ADBCFailure.of { unsafe source.driver.table.StatementRelease(handle, $0) }
    unsafe handle.deallocate()
  }

  borrowing func execute(_ sql: String, table: String?) throws(StoreError) -> ArrowStream {
    try unsafe source.check(table: table) { unsafe source.driver.table.StatementSetSqlQuery(handle, sql, $0) }
    let stream = ArrowStream(source)
    try stopping { () throws(StoreError) in
      try unsafe stream.open(table: table) { out, error in
        unsafe source.driver.table.StatementExecuteQuery(handle, out, nil, error)
      }
    }
    return stream
  }

  /// Runs `body`, during which a wish to stop cancels the statement in the engine.
  borrowing func stopping(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    let target = unsafe StatementAddress(handle: handle, driver: source.driver)
    try Interruption.stopping({ target.cancel() }, body)
  }
}

/// A statement as another thread may see it: only to cancel it, which ADBC 1.1 allows at any time.
///
/// INVARIANT: used only while the statement lives, which `stopping` sees to.
@safe private struct StatementAddress: @unchecked Sendable {
  let handle: UnsafeMutablePointer<AdbcStatement>
  let driver: ADBCDriver

  func cancel() {
    guard let cancel = unsafe driver.table.StatementCancel else { return }
    _ = unsafe ADBCFailure.of { unsafe cancel(handle, $0) }
  }
}

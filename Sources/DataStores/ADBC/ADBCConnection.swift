internal import CADBC

/// How a database is reached: a driver and its options. `secrets` are never told.
struct ADBCSource: Sendable {
  /// What errors call the store: a path, or an address without its secrets.
  let label: String
  let driver: ADBCDriver
  let options: [(key: String, value: String)]
  let secrets: [String]

  /// Calls a function of the driver, and throws what it complains of.
  func check(
    table: String? = nil, _ call: (UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode
  ) throws(StoreError) {
    if let failure = unsafe ADBCFailure.of(call) { throw storeError(failure, table: table) }
  }

  func storeError(_ failure: ADBCFailure, table: String?) -> StoreError {
    failure.storeError(label, table: table, secrets: secrets)
  }
}

/// A database of a driver, released with its owner.
@safe struct ADBCDatabase: ~Copyable {
  fileprivate let handle: UnsafeMutablePointer<AdbcDatabase>
  let source: ADBCSource

  init(_ source: ADBCSource) throws(StoreError) {
    self.source = source
    unsafe handle = .allocate(capacity: 1)
    unsafe handle.initialize(to: AdbcDatabase())
    try unsafe source.check { unsafe source.driver.table.DatabaseNew(handle, $0) }
    for (key, value) in source.options {
      try unsafe source.check { unsafe source.driver.table.DatabaseSetOption(handle, key, value, $0) }
    }
    try unsafe source.check { unsafe source.driver.table.DatabaseInit(handle, $0) }
  }

  deinit {
    _ = unsafe ADBCFailure.of { unsafe source.driver.table.DatabaseRelease(handle, $0) }
    unsafe handle.deallocate()
  }
}

/// A connection with its database, both released with their owner.
///
/// INVARIANT: used by one thread at a time, which its owner's `Mutex` sees to, but for ``canceller``.
@safe struct ADBCConnection: ~Copyable, @unchecked Sendable {
  private let handle: UnsafeMutablePointer<AdbcConnection>
  private let database: ADBCDatabase

  var source: ADBCSource { database.source }

  init(_ source: ADBCSource) throws(StoreError) {
    let opened = try ADBCDatabase(source)
    unsafe handle = try Self.connect(opened.handle, source)
    database = consume opened
  }

  private static func connect(
    _ database: UnsafeMutablePointer<AdbcDatabase>, _ source: ADBCSource
  ) throws(StoreError) -> UnsafeMutablePointer<AdbcConnection> {
    let handle = UnsafeMutablePointer<AdbcConnection>.allocate(capacity: 1)
    unsafe handle.initialize(to: AdbcConnection())
    do throws(StoreError) {
      try unsafe source.check { unsafe source.driver.table.ConnectionNew(handle, $0) }
      try unsafe source.check { unsafe source.driver.table.ConnectionInit(handle, database, $0) }
    } catch {
      _ = unsafe ADBCFailure.of { unsafe source.driver.table.ConnectionRelease(handle, $0) }
      unsafe handle.deallocate()
      throw error
    }
    return unsafe handle
  }

  deinit {
    _ = unsafe ADBCFailure.of { unsafe source.driver.table.ConnectionRelease(handle, $0) }
    unsafe handle.deallocate()
  }

  /// Asks that the session may not write (ADBC 1.1, `adbc.connection.readonly`); false where the driver knows no such option.
  borrowing func forbidWriting() -> Bool {
    let failure = unsafe ADBCFailure.of {
      unsafe source.driver.table.ConnectionSetOption(handle, "adbc.connection.readonly", "true", $0)
    }
    return failure == nil
  }

  /// A query and its result, read batch by batch. `table` is what it reads, for errors.
  borrowing func query(_ sql: String, table: String? = nil) throws(StoreError) -> ADBCResult {
    try unsafe ADBCResult(sql, on: handle, source, table: table)
  }

  /// Gives the connection up; every later call fails. Without statements that still live.
  borrowing func end() {
    _ = unsafe ADBCFailure.of { unsafe source.driver.table.ConnectionRelease(handle, $0) }
  }

  /// Runs a statement whose rows do not matter.
  borrowing func run(_ sql: String) throws(StoreError) {
    let result = try query(sql)
    while try result.next() != nil {}
  }
}

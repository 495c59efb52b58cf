internal import GRDBSQLite

/// One connection that reads and cannot write: the file is opened read-only, `query_only` is on, and an authorizer refuses
/// every statement that is no query. It has one owner, and closing it is that owner's end of life.
///
/// INVARIANT: opened without SQLite's own locks (`NOMUTEX`), so two threads must never use it at once. Its only owner is the
/// `Mutex` of ``SQLiteSnapshot``, which makes it sound to send.
@safe struct SQLiteConnection: ~Copyable, @unchecked Sendable {
  private let handle: OpaquePointer
  let file: SQLiteFile

  private init(owning handle: OpaquePointer, _ file: SQLiteFile) {
    unsafe self.handle = handle
    self.file = file
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Opens the file; a locked one is waited for.
  static func open(_ file: SQLiteFile, busyMilliseconds: Int32) throws(StoreError) -> SQLiteConnection {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
    let code = unsafe sqlite3_open_v2(file.uri, &opened, flags, nil)
    guard code == SQLITE_OK, let handle = unsafe opened else {
      unsafe sqlite3_close_v2(opened)
      throw SQLiteFailure.error(code, file)
    }
    let connection = unsafe SQLiteConnection(owning: handle, file)
    unsafe sqlite3_extended_result_codes(handle, 1)
    unsafe sqlite3_busy_timeout(handle, busyMilliseconds)
    unsafe sqlite3_enable_load_extension(handle, 0)
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 256 << 20)
    unsafe sqlite3_progress_handler(handle, stepsBetweenLooks, { _ in Interruption.isRequested ? 1 : 0 }, nil)
    for pragma in settings { try connection.run("PRAGMA \(pragma)") }
    unsafe sqlite3_set_authorizer(
      handle, { _, action, first, second, _, _ in unsafe permit(action, first, second) }, nil)
    return connection
  }

  /// Instructions of SQLite's machine, some milliseconds, after which a statement sees that it shall end.
  private static let stepsBetweenLooks: Int32 = 1_000_000

  /// Nothing is written, nothing in the schema is trusted, and little memory is held: a scan reads each page once.
  private static let settings = [
    "query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "cache_size = -2048", "mmap_size = 0",
    "temp_store = MEMORY",
  ]

  borrowing func prepare(_ sql: String) throws(StoreError) -> SQLiteStatement {
    var prepared: OpaquePointer?
    var sql = sql
    let code = sql.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) { text in
        unsafe sqlite3_prepare_v2(handle, text.baseAddress, Int32(clamping: text.count), &prepared, nil)
      }
    }
    guard code == SQLITE_OK, let statement = unsafe prepared else {
      // Preparing reads names, never rows: the message cannot hold a value.
      throw SQLiteFailure.error(code, file, detail: unsafe String(cString: sqlite3_errmsg(handle)))
    }
    return unsafe SQLiteStatement(owning: statement, file)
  }

  var functionArgumentLimit: Int { unsafe Int(sqlite3_limit(handle, SQLITE_LIMIT_FUNCTION_ARG, -1)) }

  /// Defines an aggregate function of any number of arguments, or takes it away where `step` is nil. No view and no index of
  /// the store can call it.
  borrowing func define(
    _ name: String, _ context: UnsafeMutableRawPointer?,
    _ step: (@convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void)?
  ) throws(StoreError) {
    let finish: (@convention(c) (OpaquePointer?) -> Void)? =
      unsafe step == nil ? nil : { unsafe sqlite3_result_null($0) }
    let code = unsafe sqlite3_create_function_v2(
      handle, name, -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, context, nil, step, finish, nil)
    guard code == SQLITE_OK else { throw SQLiteFailure.error(code, file) }
  }

  /// Runs a statement whose rows do not matter.
  borrowing func run(_ sql: String) throws(StoreError) {
    var statement = try prepare(sql)
    while try statement.step() {}
  }
}

/// Queries, reads, transactions, harmless functions and the pragma that lists columns; nothing else.
private func permit(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Int32 {
  switch action {
  case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE, SQLITE_TRANSACTION: return SQLITE_OK
  case SQLITE_FUNCTION:
    guard let second = unsafe second else { return SQLITE_DENY }
    return unsafe sqlite3_stricmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK
  case SQLITE_PRAGMA:
    guard let first = unsafe first else { return SQLITE_DENY }
    return unsafe sqlite3_stricmp(first, "table_xinfo") == 0 ? SQLITE_OK : SQLITE_DENY
  default: return SQLITE_DENY
  }
}

/// What SQLite's result codes mean to a person (https://www.sqlite.org/rescode.html).
enum SQLiteFailure {
  /// Without `detail` the fixed text of the code, which never holds a value.
  static func error(_ code: Int32, _ file: SQLiteFile, detail: String? = nil) -> StoreError {
    let path = file.path
    let fixed = unsafe String(cString: sqlite3_errstr(code))
    let text = detail ?? fixed
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: return .locked(path: path)
    case SQLITE_NOTADB: return .notADatabase(path: path)
    case SQLITE_CORRUPT: return .corrupt(path: path, detail: text)
    case SQLITE_PERM, SQLITE_AUTH: return .denied(path: path)
    case SQLITE_INTERRUPT: return .interrupted
    case SQLITE_READONLY: return .needsRecovery(path: path, file: path + (file.isWAL ? "-wal" : "-journal"))
    case SQLITE_CANTOPEN where file.isWAL: return .needsRecovery(path: path, file: path + "-wal")
    case SQLITE_CANTOPEN: return .denied(path: path)
    default: return .failed(code: Int(code), detail: text)
    }
  }
}

internal import GRDBSQLite

/// One prepared statement, finalized with its owner.
@safe struct SQLiteStatement: ~Copyable {
  private let handle: OpaquePointer
  private let file: SQLiteFile

  /// Takes the statement over.
  init(owning handle: OpaquePointer, _ file: SQLiteFile) {
    unsafe self.handle = handle
    self.file = file
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Moves to the next row; false after the last.
  mutating func step() throws(StoreError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw SQLiteFailure.error(code, file)
    }
  }

  var columnCount: Int { unsafe Int(sqlite3_column_count(handle)) }

  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  /// The value as text; nil for null.
  func text(_ column: Int32) -> String? {
    guard let bytes = unsafe sqlite3_column_text(handle, column) else { return nil }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// Reads rows into the writer until it is full; false after the last row.
  mutating func fill(_ writer: inout BatchWriter) throws(StoreError) -> Bool {
    writer.clear()
    while !writer.isFull {
      let code = unsafe sqlite3_step(handle)
      guard code == SQLITE_ROW else {
        if code == SQLITE_DONE { return false }
        throw SQLiteFailure.error(code, file)
      }
      guard unsafe writer.append(rowOf: handle) else { throw SQLiteFailure.error(SQLITE_NOMEM, file) }
    }
    return true
  }
}

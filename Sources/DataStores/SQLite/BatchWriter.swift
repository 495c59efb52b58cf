internal import GRDBSQLite

/// Column buffers that the row loop writes into directly. Filling an `Array` element by element would check bounds and
/// uniqueness for every value; here a value costs its tag, its payload and, for texts and blobs, one copy of its bytes.
@safe struct BatchWriter: ~Copyable {
  @unsafe private struct Buffer {
    let tags: UnsafeMutablePointer<UInt8>
    let payloads: UnsafeMutablePointer<Int64>
    var bytes: UnsafeMutablePointer<UInt8>
    var used = 0
    var capacity: Int
  }

  private let columns: UnsafeMutableBufferPointer<Buffer>
  private(set) var rowCount = 0
  private var byteCount = 0

  /// Rows with long texts end a batch early, so that memory does not follow their length.
  private static let byteLimit = 4 << 20

  init(columnCount: Int) {
    unsafe columns = .allocate(capacity: columnCount)
    for index in 0..<columnCount {
      let capacity = 1 << 14
      unsafe columns.initializeElement(
        at: index,
        to: Buffer(
          tags: .allocate(capacity: ColumnBatch.capacity), payloads: .allocate(capacity: ColumnBatch.capacity),
          bytes: .allocate(capacity: capacity), capacity: capacity))
    }
  }

  deinit {
    for index in unsafe columns.indices {
      unsafe columns[index].tags.deallocate()
      unsafe columns[index].payloads.deallocate()
      unsafe columns[index].bytes.deallocate()
    }
    unsafe columns.deallocate()
  }

  var isFull: Bool { rowCount == ColumnBatch.capacity || byteCount >= Self.byteLimit }

  mutating func clear() {
    (rowCount, byteCount) = (0, 0)
    for index in unsafe columns.indices { unsafe columns[index].used = 0 }
  }

  /// Copies the values of the statement's present row; false when SQLite had no memory for one.
  ///
  /// INVARIANT: called only while ``isFull`` is false, so `rowCount` is below the capacity of every buffer, and with a
  /// statement of as many columns.
  mutating func append(rowOf statement: OpaquePointer) -> Bool {
    for index in unsafe 0..<columns.count {
      // One look for the value, then its kind and content: the calls by column number look each time. Safe here, since
      // nobody else uses the connection.
      let value = unsafe sqlite3_column_value(statement, Int32(truncatingIfNeeded: index))
      guard unsafe append(value, at: index, isUTF8: false) else { return false }
    }
    rowCount += 1
    return true
  }

  /// The same for the arguments of a function; in a database of UTF-8 texts their bytes are taken as they lie in the page.
  ///
  /// INVARIANT: as above, with as many values.
  mutating func append(_ values: UnsafeMutablePointer<OpaquePointer?>, isUTF8: Bool) -> Bool {
    for index in unsafe 0..<columns.count {
      guard unsafe append(values[index], at: index, isUTF8: isUTF8) else { return false }
    }
    rowCount += 1
    return true
  }

  private mutating func append(_ value: OpaquePointer?, at index: Int, isUTF8: Bool) -> Bool {
    guard let base = unsafe columns.baseAddress else { return true }
    let (row, column) = unsafe (rowCount, base + index)
    switch unsafe sqlite3_value_type(value) {
    case SQLITE_INTEGER:
      unsafe column.pointee.tags[row] = ColumnBatch.Tag.integer.rawValue
      unsafe column.pointee.payloads[row] = sqlite3_value_int64(value)
    case SQLITE_TEXT:
      unsafe column.pointee.tags[row] = ColumnBatch.Tag.text.rawValue
      // As a blob it need not be copied to end in NUL.
      let text = unsafe isUTF8 ? sqlite3_value_blob(value) : UnsafeRawPointer(sqlite3_value_text(value))
      let count = unsafe Int(sqlite3_value_bytes(value))
      return unsafe copy(text, count, to: column, row)
    case SQLITE_FLOAT:
      unsafe column.pointee.tags[row] = ColumnBatch.Tag.real.rawValue
      unsafe column.pointee.payloads[row] = Int64(bitPattern: sqlite3_value_double(value).bitPattern)
    case SQLITE_BLOB:
      unsafe column.pointee.tags[row] = ColumnBatch.Tag.blob.rawValue
      let blob = unsafe sqlite3_value_blob(value)
      let count = unsafe Int(sqlite3_value_bytes(value))
      return unsafe copy(blob, count, to: column, row)
    default:
      unsafe column.pointee.tags[row] = ColumnBatch.Tag.null.rawValue
      unsafe column.pointee.payloads[row] = 0
    }
    return true
  }

  private mutating func copy(
    _ source: UnsafeRawPointer?, _ count: Int, to column: UnsafeMutablePointer<Buffer>, _ row: Int
  ) -> Bool {
    let used = unsafe column.pointee.used
    unsafe column.pointee.payloads[row] = ColumnBatch.Column.payload(offset: used, length: count)
    guard count > 0 else { return true }
    guard let source = unsafe source else { return false }
    if unsafe used + count > column.pointee.capacity { unsafe grow(column, to: used + count) }
    unsafe UnsafeMutableRawPointer(column.pointee.bytes + used).copyMemory(from: source, byteCount: count)
    unsafe column.pointee.used = used + count
    byteCount += count
    return true
  }

  private func grow(_ column: UnsafeMutablePointer<Buffer>, to needed: Int) {
    let capacity = unsafe max(needed, column.pointee.capacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    unsafe larger.update(from: column.pointee.bytes, count: column.pointee.used)
    unsafe column.pointee.bytes.deallocate()
    unsafe column.pointee.bytes = unsafe larger
    unsafe column.pointee.capacity = capacity
  }

  /// Makes `batch` hold the rows, reusing its storage.
  borrowing func publish(to batch: inout ColumnBatch) {
    batch.rowCount = rowCount
    for index in unsafe columns.indices {
      batch.columns[index].removeAll()
      let column = unsafe columns[index]
      unsafe batch.columns[index].tags.append(contentsOf: UnsafeBufferPointer(start: column.tags, count: rowCount))
      unsafe batch.columns[index].payloads.append(
        contentsOf: UnsafeBufferPointer(start: column.payloads, count: rowCount))
      unsafe batch.columns[index].bytes.append(contentsOf: UnsafeBufferPointer(start: column.bytes, count: column.used))
    }
  }
}

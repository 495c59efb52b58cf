internal import CADBC
internal import Glibc

/// The batches of a result, released with their owner.
@safe struct ArrowStream: ~Copyable {
  private let handle: UnsafeMutablePointer<ArrowArrayStream>
  private let source: ADBCSource

  init(_ source: ADBCSource) {
    self.source = source
    unsafe handle = .allocate(capacity: 1)
    unsafe handle.initialize(to: ArrowArrayStream())
  }

  deinit {
    if let release = unsafe handle.pointee.release { unsafe release(handle) }
    unsafe handle.deallocate()
  }

  /// Lets a driver fill the stream.
  borrowing func open(
    table: String?, _ fill: (UnsafeMutablePointer<ArrowArrayStream>, UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode
  ) throws(StoreError) {
    try unsafe source.check(table: table) { unsafe fill(handle, $0) }
  }

  /// The types of the columns.
  borrowing func types(table: String?) throws(StoreError) -> [ArrowType] {
    guard let get = unsafe handle.pointee.get_schema else { return [] }
    var schema = unsafe ArrowSchema()
    let code = unsafe get(handle, &schema)
    guard code == 0 else { throw failure(code, table) }
    defer { if let release = unsafe schema.release { unsafe release(&schema) } }
    guard case .structure(_, let types) = unsafe ArrowType(schema) else { return [] }
    return types
  }

  /// The next batch; nil after the last.
  borrowing func next(table: String?) throws(StoreError) -> ArrowBatch? {
    guard let get = unsafe handle.pointee.get_next else { return nil }
    let batch = ArrowBatch()
    let code = unsafe get(handle, batch.handle)
    guard code == 0 else { throw failure(code, table) }
    if batch.isEnd { return nil }
    return consume batch
  }

  /// Since ADBC 1.1 a stream knows its error in full; before, its number and text.
  private borrowing func failure(_ code: Int32, _ table: String?) -> StoreError {
    var status = AdbcStatusCode(ADBC_STATUS_UNKNOWN)
    if let ask = unsafe source.driver.table.ErrorFromArrayStream, let known = unsafe ask(handle, &status) {
      return source.storeError(unsafe ADBCFailure(status, known), table: table)
    }
    let text = unsafe handle.pointee.get_last_error?(handle).map { unsafe String(cString: $0) } ?? ""
    let known = code == ECANCELED ? ADBC_STATUS_CANCELLED : Int(status)
    return source.storeError(ADBCFailure(status: known, state: "", message: text), table: table)
  }
}

/// One batch of rows, released with its owner.
@safe struct ArrowBatch: ~Copyable {
  fileprivate let handle: UnsafeMutablePointer<ArrowArray>

  fileprivate init() {
    unsafe handle = .allocate(capacity: 1)
    unsafe handle.initialize(to: ArrowArray())
  }

  deinit {
    if let release = unsafe handle.pointee.release { unsafe release(handle) }
    unsafe handle.deallocate()
  }

  fileprivate var isEnd: Bool { unsafe handle.pointee.release == nil }

  var rowCount: Int { unsafe Int(handle.pointee.length) }

  /// The bytes of the texts and blobs of some rows, as far as they are quickly told.
  borrowing func textBytes(_ rows: Range<Int>, _ types: [ArrowType]) -> Int {
    let slice = unsafe ArrowSlice(handle, rows: rows)
    return types.enumerated().reduce(0) { $0 + (slice.part($1.offset)?.byteCount($1.element) ?? 0) }
  }

  /// Reads some rows of all columns into a batch of the scan.
  borrowing func read(_ rows: Range<Int>, _ types: [ArrowType], into batch: inout ColumnBatch) {
    let slice = unsafe ArrowSlice(handle, rows: rows)
    batch.rowCount = rows.count
    for (index, type) in types.enumerated() {
      if let column = slice.part(index) {
        column.read(type, into: &batch.columns[index])
      } else {
        batch.columns[index].prepare(rows.count, .null)
      }
    }
  }
}

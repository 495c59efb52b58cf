internal import GRDBSQLite

/// Takes the rows of a scan from within SQLite's own loop. `sqlite3_step` and a call a value cost more than all the rest of
/// reading; an aggregate function gets the values of a row in one call, without leaving the loop, in about half the time.
@safe final class RowCollector {
  /// The name of the aggregate function while a scan runs.
  static let function = "proviso_rows"

  /// On its own, since a property of a class is checked for exclusive access at every row. This class is its only owner.
  private let writer: UnsafeMutablePointer<BatchWriter>
  private var batch: ColumnBatch
  private let isUTF8: Bool
  private let deliver: (borrowing ColumnBatch) throws(StoreError) -> Bool
  /// Why the scan ended early, when not by the wish of who reads.
  private(set) var failure: StoreError?
  private(set) var isStopped = false

  init(
    columnCount: Int, isUTF8: Bool, _ deliver: @escaping (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) {
    unsafe writer = .allocate(capacity: 1)
    unsafe writer.initialize(to: BatchWriter(columnCount: columnCount))
    batch = ColumnBatch(columnCount: columnCount)
    (self.isUTF8, self.deliver) = (isUTF8, deliver)
  }

  deinit {
    unsafe writer.deinitialize(count: 1)
    unsafe writer.deallocate()
  }

  /// The code that SQLite should end the statement with; `SQLITE_OK` to go on.
  ///
  /// INVARIANT: `values` has as many values as the collector has columns, which is how the query is made.
  fileprivate func append(_ values: UnsafeMutablePointer<OpaquePointer?>) -> Int32 {
    guard unsafe writer.pointee.append(values, isUTF8: isUTF8) else { return SQLITE_NOMEM }
    return unsafe writer.pointee.isFull ? flush() : SQLITE_OK
  }

  /// Hands over what has gathered.
  @discardableResult
  func flush() -> Int32 {
    guard unsafe writer.pointee.rowCount > 0, !isStopped else { return SQLITE_OK }
    unsafe writer.pointee.publish(to: &batch)
    unsafe writer.pointee.clear()
    do throws(StoreError) {
      if Interruption.isRequested { throw .interrupted }
      isStopped = try !deliver(batch)
    } catch {
      (failure, isStopped) = (error, true)
    }
    return isStopped ? SQLITE_INTERRUPT : SQLITE_OK
  }
}

extension SQLiteConnection {
  /// False where the rows must be stepped through: more columns than a function may have arguments, or none.
  borrowing func canCollect(_ query: ScanQuery) -> Bool {
    !query.columns.isEmpty && query.columns.count <= functionArgumentLimit
  }

  /// Runs the query with `collector` as the aggregate function that it calls for each row.
  borrowing func collect(_ query: ScanQuery, into collector: RowCollector) throws(StoreError) {
    let context = unsafe Unmanaged.passUnretained(collector).toOpaque()
    try unsafe setCollector(context)
    // SQLite must not keep the address of a collector that is gone.
    defer { try? unsafe setCollector(nil) }
    do throws(StoreError) {
      var statement = try prepare(query.collectingSQL)
      while try statement.step() {}
    } catch {
      // The collector made SQLite stop.
      if let failure = collector.failure { throw failure }
      if !collector.isStopped { throw error }
    }
    withExtendedLifetime(collector) { _ = $0.flush() }
    if let failure = collector.failure { throw failure }
  }

  private borrowing func setCollector(_ context: UnsafeMutableRawPointer?) throws(StoreError) {
    try unsafe define(
      RowCollector.function, context,
      context == nil
        ? nil
        : { context, _, values in
          guard let values = unsafe values, let data = unsafe sqlite3_user_data(context) else { return }
          let code = unsafe Unmanaged<RowCollector>.fromOpaque(data)._withUnsafeGuaranteedRef {
            unsafe $0.append(values)
          }
          if code != SQLITE_OK { unsafe sqlite3_result_error_code(context, code) }
        })
  }
}

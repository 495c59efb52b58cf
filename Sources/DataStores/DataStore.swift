/// A store that can be read and never written.
///
/// Calls on a store may each see another state of it; ``snapshot()`` gives a store that stands still. The body of a scan must
/// not call the store that it reads.
package protocol DataStore: Sendable {
  /// The name in `proviso.yaml`.
  var name: String { get }
  /// `sqlite`, ...
  var engine: String { get }

  /// Tables and views with their columns, by name in byte order. A view that cannot be opened has no columns.
  func tables() throws(StoreError) -> [TableSchema]

  /// Reads the named columns of every row once, in batches, in the store's own order. `body` returns false to stop. No
  /// columns: batches that only count rows.
  func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError)

  /// A quick estimate of the number of rows.
  func estimatedRows(of table: String) throws(StoreError) -> Int

  /// The exact number of rows.
  func rowCount(of table: String) throws(StoreError) -> Int

  /// The store as it is now; what others write later is not seen through it. Closed when the last reference goes.
  func snapshot() throws(StoreError) -> any DataStore

  /// How queries are written; nil for a store that is only scanned.
  var dialect: SQLDialect? { get }

  /// Runs a query and hands over its rows in batches, integers, reals and texts as they are. `body` returns false to stop.
  ///
  /// - Parameter sql: one query of our own making that reads and never writes; names and values in it are quoted.
  func query(_ sql: String, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool) throws(StoreError)

  /// A table as a query names it, quoted, with its catalog or schema where it needs one.
  func reference(to table: String) -> String

  /// Tells one state of the store from another; nil where nothing does, or the store cannot be reached.
  var fingerprint: String? { get }

  /// What limits how exactly or how safely the store is read, in words; empty for most engines.
  var limits: [String] { get }

  /// The types of a table's columns, by the names that ``tables()`` tells.
  func columnTypes(of table: String) throws(StoreError) -> [String: SQLColumnType]
}

extension DataStore {
  /// Counts by a scan without columns.
  package func rowCount(of table: String) throws(StoreError) -> Int {
    var rows = 0
    try scan(table: table, columns: []) { batch throws(StoreError) in
      rows += batch.rowCount
      return true
    }
    return rows
  }

  /// A store that nobody writes to is its own snapshot.
  package func snapshot() throws(StoreError) -> any DataStore { self }

  package var dialect: SQLDialect? { nil }

  package func query(
    _ sql: String, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    throw .failed(code: 0, detail: "the store answers no queries")
  }

  package var limits: [String] { [] }

  package var fingerprint: String? { nil }

  package func reference(to table: String) -> String { (dialect ?? .sqlite).quoted(table) }

  /// Nothing is known of the columns.
  package func columnTypes(of table: String) throws(StoreError) -> [String: SQLColumnType] { [:] }
}

/// A table or view with its columns as the store spells them; without columns where a view cannot be opened.
package struct TableSchema: Hashable, Sendable {
  package var name: String
  package var columns: [String]
  package init(name: String, columns: [String]) { (self.name, self.columns) = (name, columns) }
}

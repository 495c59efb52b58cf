/// A store that can be read and never written.
package protocol DataStore: Sendable {
  /// The name in `proviso.yaml`.
  var name: String { get }
  /// `sqlite`, ...
  var engine: String { get }

  /// Tables and views with their columns, by name.
  func tables() throws(StoreError) -> [TableSchema]

  /// Reads the named columns of every row once, in batches, in the store's own order. `body` returns false to stop.
  func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError)

  /// A quick estimate of the number of rows.
  func estimatedRows(of table: String) throws(StoreError) -> Int
}

package struct TableSchema: Hashable, Sendable {
  package var name: String
  package var columns: [String]
  package init(name: String, columns: [String]) { (self.name, self.columns) = (name, columns) }
}

/// Why a store could not be read; never holds a value of the store.
package enum StoreError: Error, Hashable, Sendable {
  case notFound(path: String)
  case notADatabase(path: String)
  case corrupt(path: String, detail: String)
  case locked(path: String)
  case denied(path: String)
  case missingTable(String, near: String?)
  case missingColumn(String, table: String, near: String?)
  case failed(code: Int, detail: String)
  case interrupted
}

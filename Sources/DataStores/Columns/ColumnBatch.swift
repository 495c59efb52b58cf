/// Up to ``capacity`` rows of the columns of a scan, column by column. Reused from batch to batch.
///
/// A value is a tag and a 64-bit payload: an integer as it is, a real by its bit pattern, a text or blob as its offset and
/// length in the column's bytes, packed by ``Column/payload(offset:length:)``. This is SQLite's type model, and wide enough
/// for every engine.
package struct ColumnBatch: Sendable {
  package static let capacity = 4096

  /// The kind of a value, as SQLite tells it row by row.
  package enum Tag: UInt8, Sendable { case null, integer, real, text, blob }

  package struct Column: Sendable {
    package var tags: [UInt8] = []
    package var payloads: [Int64] = []
    package var bytes: [UInt8] = []

    package init() {}
  }

  package var rowCount = 0
  /// In the order of the request's columns.
  package var columns: [Column]

  package init(columnCount: Int) { columns = Array(repeating: Column(), count: columnCount) }
}

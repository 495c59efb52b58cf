/// Up to ``capacity`` rows of the columns of a scan, column by column. Reused from batch to batch.
///
/// A value is a tag and a 64-bit payload: an integer as it is, a real by its bit pattern, a text or blob as its offset and
/// length in the column's bytes. This is SQLite's type model, and wide enough for every engine.
package struct ColumnBatch: Sendable {
  package static let capacity = 4096

  package enum Tag: UInt8, Sendable { case null, integer, real, text, blob }

  package struct Column: Sendable {
    package var tags: [UInt8] = []
    package var payloads: [Int64] = []
    package var bytes: [UInt8] = []
  }

  package var rowCount = 0
  /// In the order of the request's columns.
  package var columns: [Column]

  package init(columnCount: Int) { columns = Array(repeating: Column(), count: columnCount) }
}

extension ColumnBatch {
  /// The payload of a text or blob that lies at `offset` of the column's bytes.
  package static func payload(offset: Int, length: Int) -> Int64 {
    Int64(bitPattern: UInt64(UInt32(truncatingIfNeeded: offset)) << 32 | UInt64(UInt32(truncatingIfNeeded: length)))
  }

  /// Where the text or blob of a payload lies in the column's bytes.
  package static func range(of payload: Int64) -> Range<Int> {
    let bits = UInt64(bitPattern: payload)
    let start = Int(bits >> 32)
    return start..<(start + Int(bits & 0xFFFF_FFFF))
  }
}

import DataStores

/// A word of a record: the same for every row, or the code of a column's value.
struct WordColumn {
  let source: ColumnOrConstant
  /// The position of the column among those of an operator; nil for a constant.
  let slot: Int?
  private(set) var codes: [Int32] = []
  private var values = ValueCodes()
  private let constant: Int32

  /// Adds the column that it needs to `columns`.
  init(_ source: ColumnOrConstant, columns: inout [String]) {
    self.source = source
    if let column = source.column {
      slot = Self.position(of: column, in: &columns)
      constant = ValueCodes.null
    } else {
      slot = nil
      constant = values.code(of: Array((source.constant ?? "").utf8).span)
    }
  }

  static func position(of column: String, in columns: inout [String]) -> Int {
    if let known = columns.firstIndex(of: column) { return known }
    columns.append(column)
    return columns.count - 1
  }

  var isConstant: Bool { slot == nil }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    guard let slot else {
      if codes.count < batch.rowCount { codes = Array(repeating: constant, count: ColumnBatch.capacity) }
      return
    }
    values.encode(batch.columns[positions[slot]], rows: batch.rowCount, into: &codes)
  }

  /// Different words so far, null among them.
  var count: Int { values.count }

  /// The word of a code, translated by the map; nil for null.
  func word(_ code: Int32) -> String? {
    guard code != ValueCodes.null else { return nil }
    let text = values.text(code)
    return source.values[text] ?? text
  }
}

import DataStores

/// A word of a record: the same for every row, or the code of a column's value.
struct WordColumn {
  let source: ColumnOrConstant
  /// The position of the column among those of an operator; nil for a constant.
  let slot: Int?
  private(set) var codes: [Int32] = []
  private var values = ValueCodes()
  private let constant: Int32
  /// Objects are read as the list of their names.
  private var namesObjects = false

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

  /// A column of attribute paths: lists, or objects with the paths as names. An object that cannot be read is the word
  /// ``brokenObject``.
  init(namesIn column: String, columns: inout [String]) {
    self.init(ColumnOrConstant(column: column), columns: &columns)
    namesObjects = true
  }

  static let brokenObject = "{"

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
    let column = batch.columns[positions[slot]]
    if namesObjects {
      readNames(column, rows: batch.rowCount)
    } else {
      values.encode(column, rows: batch.rowCount, into: &codes)
    }
  }

  private mutating func readNames(_ column: borrowing ColumnBatch.Column, rows: Int) {
    codes.removeAll(keepingCapacity: true)
    for row in 0..<rows {
      guard column.tag(row) == .text else {
        codes.append(ValueCodes.null)
        continue
      }
      let text = column.bytes.span.extracting(column.range(row))
      if LoggedObject.isMeant(by: text) {
        let names = LoggedObject(text).map { "[\($0.paths.joined(separator: ","))]" } ?? Self.brokenObject
        codes.append(values.code(of: names.utf8Span.span))
      } else {
        codes.append(values.code(of: text))
      }
    }
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

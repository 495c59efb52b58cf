import DataStores
import GovernanceModel
import SourceDocuments

/// When the values that uses read were last updated, as a log holds it beside each use: a JSON list of objects with
/// `attribute` and `updatedAt`. What cannot be read says nothing, so that the age cannot be told.
struct LoggedUpdates {
  private let slot: Int
  private var bytes: [UInt8] = []
  /// By row of the batch, where its text ends.
  private var ends: [Int] = []
  private var read: (row: Int, moments: [String: Moment])?

  init(_ column: String, columns: inout [String]) { slot = WordColumn.position(of: column, in: &columns) }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    read = nil
    let column = batch.columns[positions[slot]]
    for row in 0..<batch.rowCount {
      if column.tag(row) == .text {
        let text = column.bytes.span.extracting(column.range(row))
        for index in text.indices { bytes.append(text[index]) }
      }
      ends.append(bytes.count)
    }
  }

  /// Nil where the row does not say.
  mutating func moment(of attribute: String, row: Int) -> Moment? {
    if let read, read.row == row { return read.moments[attribute] }
    let moments = Self.moments(in: Array(bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]]))
    read = (row, moments)
    return moments[attribute]
  }

  private static func moments(in text: [UInt8]) -> [String: Moment] {
    guard !text.isEmpty, let file = try? SourceFile(path: "updates.json", bytes: text),
      let elements = (try? Node.json(file))?.elements
    else { return [:] }
    var moments: [String: Moment] = [:]
    for element in elements {
      guard let attribute = element["attribute"]?.text, let updated = element["updatedAt"]?.text else { continue }
      moments[attribute] = Moment(iso8601: updated)
    }
    return moments
  }
}

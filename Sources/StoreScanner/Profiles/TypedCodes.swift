import DataStores
import GovernanceModel

/// The different values of a profile column as codes that keep integers, reals and texts apart, as conditions do
/// (semantics section 7). Code 0 is null; an empty text is a value.
struct TypedCodes {
  private var integers = ValueCodes()
  private var reals = ValueCodes()
  private var texts = ValueCodes()
  private static let emptyText: Int32 = 4

  /// Different values that are held.
  var count: Int { integers.count + reals.count + texts.count }

  mutating func code(_ column: borrowing ColumnBatch.Column, _ row: Int) -> Int32 {
    switch column.tag(row) {
    case .null: return 0
    case .integer: return integers.code(of: column.payloads[row]) * 4 + 1
    case .real: return reals.code(of: column.payloads[row]) * 4 + 2
    case .text, .blob:
      let range = column.range(row)
      return range.isEmpty ? Self.emptyText : texts.code(of: column.bytes.span.extracting(range)) * 4 + 3
    }
  }

  /// Nil for null and for a real that is no number.
  func value(_ code: Int32) -> Value? {
    if code == Self.emptyText { return .text("") }
    switch code & 3 {
    case 1: return Int64(integers.text(code / 4)).map { .integer($0) }
    case 2:
      let real = Int64(reals.text(code / 4)).map { Double(bitPattern: UInt64(bitPattern: $0)) }
      return real.flatMap { $0.isNaN ? nil : .decimal($0) }
    case 3: return .text(texts.text(code / 4))
    default: return nil
    }
  }
}

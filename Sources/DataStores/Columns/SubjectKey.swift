internal import Digests

/// The canonical form of a subject key: its text. An integer key is its decimal text, so that `7` and `"7"` are one subject;
/// a real key with an integral value is that integer; a blob is its lower-case hexadecimal digits. Null and the empty text
/// are no key.
package enum SubjectKey {
  /// The integer whose decimal text the bytes are: no blanks, no plus sign, no leading zeros, no minus zero. Nil for any
  /// other text, which is a key of its own.
  package static func integer(_ bytes: Span<UInt8>) -> Int64? {
    let count = bytes.count
    guard count > 0, count <= 20 else { return nil }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    let first = isNegative ? 1 : 0
    guard first < count, bytes[first] != UInt8(ascii: "0") || count == 1 else { return nil }
    var value: Int64 = 0
    for index in first..<count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.subtractingReportingOverflow(Int64(digit))
      guard !tooLarge, !overflow else { return nil }
      value = sum
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// The integer that a real equals, within ±2^53.
  package static func integer(_ real: Double) -> Int64? {
    guard abs(real) <= 9_007_199_254_740_992 else { return nil }
    return Int64(exactly: real)
  }

  /// Calls `body` with the canonical bytes of a row's key, without an allocation for integers and texts; nil when the row has
  /// no key.
  package static func withBytes<Result>(
    of column: borrowing ColumnBatch.Column, _ row: Int, _ body: (Span<UInt8>) -> Result
  ) -> Result? {
    switch column.tag(row) {
    case .null: return nil
    case .integer: return withDecimal(column.payloads[row], body)
    case .real:
      let real = column.real(row)
      if let integer = integer(real) { return withDecimal(integer, body) }
      return real.isNaN ? nil : body(Array(String(real).utf8).span)
    case .text:
      let range = column.range(row)
      return range.isEmpty ? nil : body(column.bytes.span.extracting(range))
    case .blob:
      let range = column.range(row)
      return range.isEmpty ? nil : body(Array(hexadecimal(column.bytes[range]).utf8).span)
    }
  }

  private static func withDecimal<Result>(_ integer: Int64, _ body: (Span<UInt8>) -> Result) -> Result {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = 20
    var rest = integer.magnitude
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest != 0
    if integer < 0 {
      first -= 1
      digits[first] = UInt8(ascii: "-")
    }
    return body(digits.span.extracting(first..<20))
  }
}

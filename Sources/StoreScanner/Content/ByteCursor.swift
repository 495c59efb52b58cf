/// A position in the bytes of one value.
struct ByteCursor {
  private(set) var position = 0
  private let count: Int

  init(_ count: Int) { self.count = count }

  var isAtEnd: Bool { position == count }

  func peek(_ bytes: Span<UInt8>) -> UInt8? { position < count ? bytes[position] : nil }

  mutating func skip() { position += 1 }

  /// Steps back over what was taken.
  mutating func back(_ bytes: Int) { position = max(0, position - bytes) }

  mutating func takes(_ text: StaticString, _ bytes: Span<UInt8>) -> Bool {
    let length = text.utf8CodeUnitCount
    guard position + length <= count else { return false }
    let matches = text.withUTF8Buffer { buffer in
      for index in 0..<length where unsafe buffer[index] != bytes[position + index] { return false }
      return true
    }
    if matches { position += length }
    return matches
  }

  /// A number of exactly so many decimal digits; leaves the cursor where it is when there are fewer.
  mutating func number(_ bytes: Span<UInt8>, digits: Int) -> Int? {
    let start = position
    guard let value = number(bytes, upTo: digits), position - start == digits else {
      position = start
      return nil
    }
    return value
  }

  /// A number of one to `limit` decimal digits.
  mutating func number(_ bytes: Span<UInt8>, upTo limit: Int) -> Int? {
    let start = position
    var value = 0
    while position < count, position - start < limit {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value * 10 + Int(digit)
      position += 1
    }
    return position > start ? value : nil
  }

  /// Decimals of a second in microseconds; whatever is finer and not zero counts as one microsecond.
  mutating func microseconds(_ bytes: Span<UInt8>) -> Int64? {
    let start = position
    var (value, unit): (Int64, Int64) = (0, 100_000)
    while let digit = number(bytes, digits: 1) {
      value += unit > 0 ? Int64(digit) * unit : (value == 0 && digit > 0 ? 1 : 0)
      unit /= 10
    }
    return position > start ? value : nil
  }

  /// Nothing, `Z`, ` UTC`, `±hh`, `±hhmm` or `±hh:mm`; false for anything else.
  mutating func takesOffset(_ bytes: Span<UInt8>) -> Bool {
    if isAtEnd || takes("Z", bytes) || takes("z", bytes) || takes(" UTC", bytes) { return true }
    guard takes("+", bytes) || takes("-", bytes), number(bytes, digits: 2) != nil else { return false }
    if isAtEnd { return true }
    _ = takes(":", bytes)
    return number(bytes, digits: 2) != nil
  }
}

/// Reads a string of bits from the left, most significant bit first.
package struct BitReader: Sendable {
  /// Zero bytes behind the data, so that eight bytes can be loaded at any position.
  static let slack = 8

  private let bytes: [UInt8]
  package let bitCount: Int
  package private(set) var position = 0

  init(bytes: [UInt8], bitCount: Int) {
    var bytes = bytes
    for _ in 0..<Self.slack { bytes.append(0) }
    (self.bytes, self.bitCount) = (bytes, bitCount)
  }

  package var remaining: Int { bitCount - position }

  /// The next bits as an unsigned number.
  ///
  /// - Parameters:
  ///   - width: 0 to 56 bits.
  ///   - what: named by the error when the bits end before.
  package mutating func integer(_ width: Int, _ what: @autoclosure () -> String) throws(SignalError) -> Int {
    guard width <= remaining else { throw SignalError(.truncated(what())) }
    guard width > 0 else { return 0 }
    let start = position >> 3
    var window: UInt64 = 0
    for offset in 0..<8 { window = window << 8 | UInt64(bytes[start + offset]) }
    let value = (window << UInt64(position & 7)) >> UInt64(64 - width)
    position += width
    return Int(value)
  }

  package mutating func boolean(_ what: @autoclosure () -> String) throws(SignalError) -> Bool {
    try integer(1, what()) == 1
  }

  /// One truth value a bit.
  package mutating func booleans(_ count: Int, _ what: @autoclosure () -> String) throws(SignalError) -> [Bool] {
    guard count <= remaining else { throw SignalError(.truncated(what())) }
    var values: [Bool] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try integer(1, what()) == 1) }
    return values
  }

  /// Numbers of one width.
  package mutating func integers(
    _ count: Int, width: Int, _ what: @autoclosure () -> String
  ) throws(SignalError) -> [Int] {
    var values: [Int] = []
    for _ in 0..<count { values.append(try integer(width, what())) }
    return values
  }

  /// Letters of six bits each, `A` is 0; 63 fills up a text that is too short.
  package mutating func letters(_ count: Int, _ what: @autoclosure () -> String) throws(SignalError) -> String {
    var text = ""
    for _ in 0..<count {
      let value = try integer(6, what())
      if value < 63 { text.unicodeScalars.append(Unicode.Scalar(UInt8(65 + value))) }
    }
    return text
  }
}

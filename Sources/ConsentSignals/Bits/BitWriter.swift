/// Writes a string of bits from the left, most significant bit first.
package struct BitWriter: Sendable {
  package private(set) var bits: [Bool] = []
  package init() {}

  /// - Parameter value: 0 to 2^width - 1; higher bits are lost.
  package mutating func integer(_ value: Int, _ width: Int) {
    for shift in stride(from: width - 1, through: 0, by: -1) { bits.append(value >> shift & 1 == 1) }
  }

  package mutating func boolean(_ value: Bool) { bits.append(value) }

  /// As many bits as asked, missing ones zero.
  package mutating func booleans(_ values: [Bool], _ count: Int) {
    for index in 0..<count { bits.append(index < values.count && values[index]) }
  }

  package mutating func integers(_ values: [Int], count: Int, width: Int) {
    for index in 0..<count { integer(index < values.count ? values[index] : 0, width) }
  }

  /// Letters of six bits each, `A` is 0; 63 fills up.
  package mutating func letters(_ text: String, _ count: Int) {
    let letters = Array(text.utf8)
    for index in 0..<count { integer(index < letters.count ? Int(letters[index]) - 65 & 63 : 63, 6) }
  }

  /// One bit an identifier of 1 to `count`.
  package mutating func field(_ set: IdentifierSet, _ count: Int) {
    for identifier in stride(from: 1, through: count, by: 1) { bits.append(set.contains(identifier)) }
  }

  /// Zeros up to a whole byte: who decodes Base64 into bytes refuses a last character that belongs to none.
  package mutating func fillByte() { while bits.count % 8 != 0 { bits.append(false) } }

  package mutating func append(_ other: BitWriter) { bits += other.bits }
}

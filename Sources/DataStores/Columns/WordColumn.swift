/// Where a ``ColumnOrConstant`` finds its values in a store.
package enum WordBinding: Hashable, Sendable {
  case constant(String)
  /// The name as the store spells it.
  case column(String)
}

extension ColumnOrConstant {
  /// The column where the table has it, else the constant; nil when the table lacks the column and there is no constant.
  package func binding(in table: TableSchema) -> WordBinding? {
    if let column, let name = table.column(named: column) { return .column(name) }
    return constant.map(WordBinding.constant)
  }
}

/// Turns the values of a column of few different words, such as purposes or channels, into small numbers: a value that was
/// seen before costs one hash and one comparison of its bytes, and no allocation.
package struct WordColumn: Sendable {
  /// No value: null, or the empty text.
  package static let missing: UInt32 = .max

  /// The words by number, translated. Nil: a value that the translation does not list, or that is no text or integer.
  package private(set) var words: [String?] = []

  private let values: [String: String]
  private var stored: [[UInt8]] = []
  /// Numbers plus one by hash; zero is free. Its size is a power of two.
  private var slots = [UInt32](repeating: 0, count: 64)

  /// `values` translates from the column's text; when it is empty every value stays as it is.
  package init(values: [String: String] = [:]) { self.values = values }

  /// The number of a row's word, an index of ``words``, or ``missing``.
  package mutating func number(in column: borrowing ColumnBatch.Column, _ row: Int) -> UInt32 {
    SubjectKey.withBytes(of: column, row) { bytes in number(of: bytes) } ?? Self.missing
  }

  /// The number of a word, seen before or not.
  package mutating func number(of bytes: Span<UInt8>) -> UInt32 {
    var slot = Self.hash(bytes) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = slots[slot] - 1
      if Self.equal(stored[Int(number)], bytes) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = UInt32(stored.count)
    slots[slot] = number + 1
    stored.append(bytes.indices.map { bytes[$0] })
    let text = String(decoding: stored[Int(number)], as: UTF8.self)
    words.append(values.isEmpty ? text : values[text])
    if stored.count * 2 > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (number, bytes) in stored.enumerated() {
      var slot = Self.hash(bytes.span) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(number) + 1
    }
    slots = larger
  }

  /// FNV-1a, 64 bits, folded.
  private static func hash(_ bytes: Span<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7FFF_FFFF)
  }

  private static func equal(_ left: [UInt8], _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}

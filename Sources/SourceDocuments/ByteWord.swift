/// Eight bytes of a text, looked at together; the first is the lowest.
struct ByteWord {
  let bits: UInt64

  private static let lowSeven: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of each byte that equals `byte`.
  @inline(__always)
  func mask(of byte: UInt8) -> UInt64 {
    let rest = bits ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return ~(((rest & Self.lowSeven) &+ Self.lowSeven) | rest | Self.lowSeven)
  }

  /// The high bit of each byte below a blank.
  @inline(__always)
  var controls: UInt64 { ~(((bits & Self.lowSeven) &+ 0x6060_6060_6060_6060) | bits) & Self.highBits }

  /// The high bit of each byte beyond ASCII.
  @inline(__always)
  var beyondASCII: UInt64 { bits & Self.highBits }
}

extension Span<UInt8> {
  /// Eight bytes from an offset; what lies beyond the end is blank.
  @inline(__always)
  func word(at offset: Int) -> ByteWord {
    if offset &+ 8 <= count {
      return ByteWord(bits: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
    }
    var bits: UInt64 = 0x2020_2020_2020_2020
    for index in offset..<Swift.max(offset, count) {
      let shift = UInt64(index - offset) * 8
      bits = bits & ~(0xFF << shift) | UInt64(self[index]) << shift
    }
    return ByteWord(bits: bits)
  }
}

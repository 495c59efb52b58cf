/// Bytes eight at a time: what makes the hashing and comparing of short texts cheap.
enum ByteWords {
  /// INVARIANT: eight bytes lie at `position`; every caller looks first.
  @inline(__always)
  static func word(_ bytes: Span<UInt8>, at position: Int) -> UInt64 {
    unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
  }

  /// The last bytes that fill no word, and for texts of a word and more the overlapping last word.
  @inline(__always)
  private static func tail(_ bytes: Span<UInt8>, from position: Int) -> UInt64 {
    if bytes.count >= 8 { return position < bytes.count ? word(bytes, at: bytes.count - 8) : 0 }
    var rest: UInt64 = 0
    for index in position..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
    return rest
  }

  static func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var bits: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: bytes.count)
    var position = 0
    while position + 8 <= bytes.count {
      bits = mixed(bits, word(bytes, at: position))
      position += 8
    }
    return mixed(bits, tail(bytes, from: position))
  }

  static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var position = 0
    while position + 8 <= left.count {
      if word(left, at: position) != word(right, at: position) { return false }
      position += 8
    }
    return tail(left, from: position) == tail(right, from: position)
  }

  @inline(__always)
  private static func mixed(_ bits: UInt64, _ word: UInt64) -> UInt64 {
    let product = (bits ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low ^ (bits &+ word)
  }
}

/// Finds keys that are collections or aliases in a file with many aliases, before the parser does.
///
/// Yams compares the keys of a mapping by their whole content; ten lines of anchors in a key unfold to a billion values
/// there. Such a key is an error anyway, so this looks for its punctuation only. Files with few aliases cannot grow so
/// and are left to the parser.
struct YAMLKeyGuard {
  static let aliasesAllowed = 24

  /// The offset of the first such key.
  static func fault(in bytes: Span<UInt8>) -> Int? {
    var aliases = 0
    var suspect: Int?
    var last = UInt8(ascii: "\n")
    for offset in 0..<bytes.count {
      let byte = bytes[offset]
      let startsToken = isOpening(last)
      if byte == UInt8(ascii: "*"), startsToken {
        aliases += 1
        if suspect == nil, isFollowedByColon(bytes, skippingName(bytes, offset + 1)) { suspect = offset }
      } else if suspect == nil {
        let isExplicit = byte == UInt8(ascii: "?") && startsToken && isBlankOrEnd(bytes, offset + 1)
        let isClosing = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
        if isExplicit || (isClosing && isFollowedByColon(bytes, offset + 1)) { suspect = offset }
      }
      last = byte
    }
    return aliases > aliasesAllowed ? suspect : nil
  }

  /// True for the bytes before a token.
  private static func isOpening(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"), UInt8(ascii: "["),
      UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"):
      true
    default: false
    }
  }

  private static func isBlankOrEnd(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
    offset >= bytes.count || bytes[offset] <= 32
  }

  private static func skippingName(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var offset = start
    while offset < bytes.count, bytes[offset] > 32, !isOpening(bytes[offset]), bytes[offset] != UInt8(ascii: "]"),
      bytes[offset] != UInt8(ascii: "}")
    { offset += 1 }
    return offset
  }

  private static func isFollowedByColon(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    var offset = start
    while offset < bytes.count, bytes[offset] == 32 || bytes[offset] == 9 { offset += 1 }
    return offset < bytes.count && bytes[offset] == UInt8(ascii: ":")
  }
}

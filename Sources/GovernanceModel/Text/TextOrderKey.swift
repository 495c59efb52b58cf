/// Texts to order by, the first first, each by its UTF-8 bytes: written out once for each of many values to be sorted.
package struct TextOrderKey: Comparable, Sendable {
  /// One text after the other, each ended by two zero bytes, with a zero byte inside a text as zero and 255, so that bytes
  /// compare as the texts do.
  private var bytes: [UInt8] = []

  package init(_ texts: String...) {
    bytes.reserveCapacity(320)
    for text in texts { append(text) }
  }

  package mutating func append(_ text: String) {
    for byte in text.utf8 {
      bytes.append(byte)
      if byte == 0 { bytes.append(255) }
    }
    bytes.append(0)
    bytes.append(0)
  }

  package static func < (left: TextOrderKey, right: TextOrderKey) -> Bool {
    let (one, other) = (left.bytes.span, right.bytes.span)
    for index in 0..<min(one.count, other.count) where one[index] != other[index] { return one[index] < other[index] }
    return one.count < other.count
  }
}

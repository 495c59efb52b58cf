@testable import ConsentSignals

/// Bit strings as texts of 0 and 1, as the vectors write them.
enum BitStrings {
  /// Nil for other characters.
  static func reader(_ text: String) -> BitReader? {
    var bytes = [UInt8](repeating: 0, count: (text.utf8.count + 7) / 8)
    for (index, character) in text.utf8.enumerated() {
      guard character == 48 || character == 49 else { return nil }
      if character == 49 { bytes[index / 8] |= 128 >> UInt8(index % 8) }
    }
    return BitReader(bytes: bytes, bitCount: text.utf8.count)
  }

  static func written(_ write: (inout BitWriter) -> Void) -> String {
    var writer = BitWriter()
    write(&writer)
    return String(writer.bits.map { $0 ? "1" : "0" })
  }
}

/// Base64url of RFC 4648 section 5, six bits a character, as consent strings use it: any number of characters, padding
/// optional.
enum Base64URL {
  /// Six bits of each byte; 255 for what is outside the alphabet.
  private static let sextets: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
    return table
  }()

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// The bits of a text, packed into bytes from the most significant bit.
  static func decode(_ text: Substring.UTF8View) throws(SignalError) -> BitReader {
    guard text.count <= ConsentSignal.limit else { throw .tooLong }
    var text = text
    // Two is the most that any length of bytes needs.
    for _ in 0..<2 where text.last == UInt8(ascii: "=") { text.removeLast() }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 3 / 4 + 1 + BitReader.slack)
    var (pending, width, column) = (UInt32(0), 0, 0)
    for character in text {
      column += 1
      let sextet = sextets[Int(character)]
      guard sextet < 64 else { throw SignalError(.alphabet(column: column)) }
      pending = pending << 6 | UInt32(sextet)
      width += 6
      if width >= 8 {
        width -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(width)))
      }
    }
    guard column > 0 else { throw SignalError(.empty) }
    if width > 0 { bytes.append(UInt8(truncatingIfNeeded: pending << UInt32(8 - width))) }
    return BitReader(bytes: bytes, bitCount: column * 6)
  }

  /// - Parameter bits: padded with zeros to whole characters.
  static func encode(_ bits: [Bool]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bits.count / 6 + 1)
    for start in stride(from: 0, to: bits.count, by: 6) {
      var sextet = 0
      for offset in 0..<6 {
        sextet = sextet << 1 | (start + offset < bits.count && bits[start + offset] ? 1 : 0)
      }
      text.append(alphabet[sextet])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

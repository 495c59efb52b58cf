/// `Number(text)` of ECMA-262, section 7.1.4.1: what engines in JavaScript make of a text where a number is meant.
enum JavaScriptNumber {
  /// NaN for what is no number; 0 for a blank text.
  static func parse(_ text: String) -> Double {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return 0 }
    let bytes = Array(String(String.UnicodeScalarView(scalars[first...last])).utf8)
    if bytes.count > 2, bytes[0] == 48, let radix = radix(bytes[1]) { return integer(bytes[2...], radix) }
    let digits = bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
    if digits.elementsEqual("Infinity".utf8) { return bytes[0] == UInt8(ascii: "-") ? -.infinity : .infinity }
    guard isDecimal(digits) else { return .nan }
    return Double(String(decoding: bytes, as: UTF8.self).withoutLooseEnds) ?? .nan
  }

  private static func radix(_ letter: UInt8) -> Double? {
    switch letter | 32 {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private static func integer(_ digits: ArraySlice<UInt8>, _ radix: Double) -> Double {
    var value = 0.0
    for byte in digits {
      let digit = byte &- 48 < 10 ? Double(byte - 48) : (byte | 32) &- 97 < 6 ? Double((byte | 32) - 87) : 99
      guard digit < radix else { return .nan }
      value = value * radix + digit
    }
    return value
  }

  /// `12`, `12.`, `.5`, `1.5e-3`.
  private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
    var (digits, isBehindPoint, index) = (0, false, bytes.startIndex)
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte &- 48 < 10 {
        digits += 1
      } else if byte == UInt8(ascii: "."), !isBehindPoint {
        isBehindPoint = true
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { return false }
    guard index < bytes.endIndex else { return true }
    guard bytes[index] | 32 == UInt8(ascii: "e") else { return false }
    var exponent = bytes[(index + 1)...]
    if let sign = exponent.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      exponent = exponent.dropFirst()
    }
    return !exponent.isEmpty && exponent.allSatisfy { $0 &- 48 < 10 }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace && scalar.value != 0x85 || scalar.value == 0xFEFF
  }
}

extension String {
  /// `12.` and `.5` with the digit that Swift asks for.
  fileprivate var withoutLooseEnds: String {
    var text = self
    if let point = text.firstIndex(of: ".") {
      let next = text.index(after: point)
      if next == text.endIndex || !text[next].isNumber { text.insert("0", at: next) }
      if point == text.startIndex || !text[text.index(before: point)].isNumber { text.insert("0", at: point) }
    }
    return text
  }
}

/// Text as XML 1.0 can hold it.
package enum XMLText {
  /// Replaces what XML 1.0 forbids by U+FFFD: control characters other than tab, line feed and carriage return, U+FFFE and
  /// U+FFFF. Lone surrogates cannot be in a Swift `String`. Text that is fine comes back as it is.
  ///
  /// Source: Extensible Markup Language 1.0 (fifth edition), production 2 `Char`.
  package static func clean(_ text: String) -> String {
    guard mayHoldForbidden(text.utf8.span), text.unicodeScalars.contains(where: { !isAllowed($0) }) else {
      return text
    }
    var cleaned = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { cleaned.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
    return String(cleaned)
  }

  /// True where a byte is a control character or the first of U+F000 to U+FFFF: this settles the usual text. Without an
  /// early end, so that the processor looks at many bytes at once.
  private static func mayHoldForbidden(_ bytes: Span<UInt8>) -> Bool {
    var found: UInt8 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      found |= (byte < 0x20 ? 1 : 0) | (byte == 0xEF ? 1 : 0)
    }
    return found != 0
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: true
    case 0..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}

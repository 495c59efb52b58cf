/// Text as XML 1.0 can hold it.
package enum XMLText {
  /// Replaces what XML 1.0 forbids by U+FFFD: control characters other than tab, line feed and carriage return, U+FFFE and
  /// U+FFFF. Lone surrogates cannot be in a Swift `String`. Text that is fine comes back as it is.
  ///
  /// Source: Extensible Markup Language 1.0 (fifth edition), production 2 `Char`.
  package static func clean(_ text: String) -> String {
    guard text.utf8.contains(where: mayBeForbidden), text.unicodeScalars.contains(where: { !isAllowed($0) }) else {
      return text
    }
    var cleaned = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { cleaned.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
    return String(cleaned)
  }

  /// True for control characters and for the first byte of U+F000 to U+FFFF: a look at the bytes settles the usual text.
  private static func mayBeForbidden(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0xEF }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: true
    case 0..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}

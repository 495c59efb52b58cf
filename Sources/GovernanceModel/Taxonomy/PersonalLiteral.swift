/// Tells a literal that looks like it names a person: an e-mail address, a telephone number, an IBAN, an IP address.
///
/// Lists of names are out of scope: a word says nothing about whether it is somebody's.
package enum PersonalLiteral: String, Sendable, CaseIterable {
  case emailAddress = "an e-mail address"
  case telephoneNumber = "a telephone number"
  case iban = "an IBAN"
  case ipAddress = "an IP address"

  /// True for a text that looks like one of the kinds.
  package static func isPersonal(_ text: String) -> Bool { kind(of: text) != nil }

  /// What a text looks like; nil for an ordinary word.
  package static func kind(of text: String) -> PersonalLiteral? {
    guard (7...254).contains(text.utf8.count) else { return nil }
    var text = text
    return text.withUTF8 { bytes in kind(of: unsafe Span(_unsafeElements: bytes)) }
  }

  /// The text, or `<an e-mail address>` and the like: for words that stand in findings.
  package static func told(_ text: String) -> String { kind(of: text).map { "<\($0.rawValue)>" } ?? text }

  static func kind(of bytes: Span<UInt8>) -> PersonalLiteral? {
    if isEmailAddress(bytes) { return .emailAddress }
    if isIPAddress(bytes) { return .ipAddress }
    if isIBAN(bytes) { return .iban }
    return isTelephoneNumber(bytes) ? .telephoneNumber : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }

  /// One `@`, something before it, a dotted host behind it, no blank.
  private static func isEmailAddress(_ bytes: Span<UInt8>) -> Bool {
    var at: Int?
    var lastDot = -1
    for index in bytes.indices {
      let byte = bytes[index]
      if byte <= 32 || byte == 127 { return false }
      if byte == UInt8(ascii: "@") {
        if at != nil { return false }
        at = index
      } else if byte == UInt8(ascii: ".") {
        lastDot = index
      }
    }
    guard let at, at > 0, lastDot > at + 1, bytes.count - lastDot > 2 else { return false }
    for index in (at + 1)..<bytes.count {
      let byte = bytes[index]
      if !isLetter(byte), !isDigit(byte), byte != UInt8(ascii: "."), byte != UInt8(ascii: "-"), byte < 128 {
        return false
      }
    }
    return true
  }

  /// Four decimal octets, or at least three groups of hexadecimal digits between colons.
  private static func isIPAddress(_ bytes: Span<UInt8>) -> Bool {
    var (octets, value, digits) = (0, 0, 0)
    var isDotted = true
    for index in bytes.indices where isDotted {
      if isDigit(bytes[index]) {
        value = value * 10 + Int(bytes[index] - 48)
        digits += 1
        if digits > 3 || value > 255 { isDotted = false }
      } else if bytes[index] == UInt8(ascii: "."), digits > 0 {
        (octets, value, digits) = (octets + 1, 0, 0)
      } else {
        isDotted = false
      }
    }
    if isDotted, octets == 3, digits > 0 { return true }
    return isIPv6(bytes)
  }

  private static func isIPv6(_ bytes: Span<UInt8>) -> Bool {
    var (colons, digits, hasLongRun) = (0, 0, false)
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: ":") {
        (colons, digits) = (colons + 1, 0)
      } else if isDigit(byte) || (byte | 32) &- 97 < 6 {
        digits += 1
        if digits > 4 { return false }
        if digits > 2 { hasLongRun = true }
      } else {
        return false
      }
    }
    // `12:30:45` is a time, not an address.
    return colons == 7 || (colons >= 2 && colons < 8 && hasLongRun)
  }

  /// ISO 13616: two letters, two check digits, up to thirty letters or digits, remainder 1 modulo 97.
  private static func isIBAN(_ bytes: Span<UInt8>) -> Bool {
    var letters: [UInt8] = []
    letters.reserveCapacity(34)
    for index in bytes.indices where bytes[index] != UInt8(ascii: " ") {
      let byte = bytes[index]
      guard isDigit(byte) || byte &- 65 < 26, letters.count < 34 else { return false }
      letters.append(byte)
    }
    guard letters.count >= 15, !isDigit(letters[0]), !isDigit(letters[1]), isDigit(letters[2]), isDigit(letters[3])
    else { return false }
    var remainder = 0
    for byte in letters[4...] + letters[..<4] {
      let value = isDigit(byte) ? Int(byte) - 48 : Int(byte) - 55
      remainder = (value < 10 ? remainder * 10 + value : remainder * 100 + value) % 97
    }
    return remainder == 1
  }

  /// ITU-T E.164 in the international form: `+` and 8 to 15 digits, with blanks, dashes, dots, brackets between.
  private static func isTelephoneNumber(_ bytes: Span<UInt8>) -> Bool {
    guard bytes[0] == UInt8(ascii: "+") || (bytes[0] == 48 && bytes[1] == 48) else { return false }
    var digits = 0
    for index in 1..<bytes.count {
      switch bytes[index] {
      case 48...57: digits += 1
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "/"):
        break
      default: return false
      }
    }
    return (8...15).contains(digits)
  }
}

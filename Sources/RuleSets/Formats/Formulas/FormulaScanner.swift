/// Reads the characters of a formula; the parsers of FEEL and ZEN share it.
struct FormulaScanner {
  let scalars: [Unicode.Scalar]
  var offset = 0
  private(set) var depth = 0

  /// More levels than a person writes; each costs stack.
  static let maximumDepth = 128

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var isAtEnd: Bool { offset >= scalars.count }
  var next: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    offset + distance < scalars.count ? scalars[offset + distance] : nil
  }

  mutating func enter() throws(FormulaFault) {
    depth += 1
    if depth > Self.maximumDepth { throw fault("nested deeper than \(Self.maximumDepth) levels") }
  }

  mutating func leave() { depth -= 1 }

  func fault(_ message: String) -> FormulaFault { FormulaFault(offset: offset, message: message) }

  mutating func skipSpace() {
    while let scalar = next {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        offset += 1
      } else if scalar == "/", peek(1) == "/" {
        while let scalar = next, scalar != "\n" { offset += 1 }
      } else if scalar == "/", peek(1) == "*" {
        offset += 2
        while !isAtEnd, !(next == "*" && peek(1) == "/") { offset += 1 }
        offset = min(offset + 2, scalars.count)
      } else {
        return
      }
    }
  }

  /// Skips blanks; true, and moves, where the symbol follows.
  mutating func accept(_ symbol: String) -> Bool {
    skipSpace()
    guard follows(symbol) else { return false }
    offset += symbol.unicodeScalars.count
    return true
  }

  /// Skips blanks; true, and moves, where the word follows and ends there.
  mutating func acceptWord(_ word: String) -> Bool {
    skipSpace()
    let count = word.unicodeScalars.count
    guard follows(word), !(peek(count).map(Self.isNamePart) ?? false) else { return false }
    offset += count
    return true
  }

  func follows(_ symbol: String) -> Bool {
    var index = offset
    for scalar in symbol.unicodeScalars {
      guard index < scalars.count, scalars[index] == scalar else { return false }
      index += 1
    }
    return true
  }

  mutating func expect(_ symbol: String) throws(FormulaFault) {
    guard accept(symbol) else { throw fault("expected `\(symbol)`") }
  }

  mutating func expectWord(_ word: String) throws(FormulaFault) {
    guard acceptWord(word) else { throw fault("expected `\(word)`") }
  }

  static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.value > 0x2000 && scalar.properties.isEmoji
  }

  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || scalar.properties.numericType != nil || scalar.value == 0xB7
      || scalar.properties.generalCategory == .nonspacingMark
  }

  static func isDigit(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { ("0"..."9").contains($0) } ?? false }

  /// One word of letters, digits and underscores; nil, unmoved, where none starts.
  mutating func word(also: Set<Unicode.Scalar> = []) -> String? {
    guard let first = next, Self.isNameStart(first) || also.contains(first) else { return nil }
    let start = offset
    while let scalar = next, Self.isNamePart(scalar) || also.contains(scalar) { offset += 1 }
    return text(start..<offset)
  }

  /// `12`, `.5`, `1_000.25`, `1e3`; a dot counts only before a digit.
  mutating func number() -> DecimalNumber? {
    var text = ""
    let start = offset
    while let scalar = next, Self.isDigit(scalar) || (scalar == "_" && Self.isDigit(peek(1))) {
      if scalar != "_" { text.unicodeScalars.append(scalar) }
      offset += 1
    }
    if next == ".", Self.isDigit(peek(1)) {
      text += text.isEmpty ? "0." : "."
      offset += 1
      while let scalar = next, Self.isDigit(scalar) || (scalar == "_" && Self.isDigit(peek(1))) {
        if scalar != "_" { text.unicodeScalars.append(scalar) }
        offset += 1
      }
    }
    if !text.isEmpty, next == "e" || next == "E" {
      let signed = peek(1) == "-" || peek(1) == "+"
      if Self.isDigit(peek(signed ? 2 : 1)) {
        text += "e"
        offset += 1
        if signed, let sign = next {
          text.unicodeScalars.append(sign)
          offset += 1
        }
        while let scalar = next, Self.isDigit(scalar) {
          text.unicodeScalars.append(scalar)
          offset += 1
        }
      }
    }
    guard let number = DecimalNumber(text: text) else {
      offset = start
      return nil
    }
    return number
  }

  /// A text between quotes with the escapes of JSON, the quote consumed already.
  mutating func quoted(until quote: Unicode.Scalar) throws(FormulaFault) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = next {
      offset += 1
      if scalar == quote { return String(text) }
      guard scalar == "\\", let escaped = next else {
        text.append(scalar)
        continue
      }
      offset += 1
      switch escaped {
      case "n": text.append("\n")
      case "r": text.append("\r")
      case "t": text.append("\t")
      case "u": text.append(try codePoint(digits: 4))
      case "U": text.append(try codePoint(digits: 6))
      case "\\", "\"", "'", "`", "/": text.append(escaped)
      default:
        text.append("\\")
        text.append(escaped)
      }
    }
    throw fault("the text is not closed; expected `\(quote)`")
  }

  private mutating func codePoint(digits: Int) throws(FormulaFault) -> Unicode.Scalar {
    let end = min(offset + digits, scalars.count)
    guard let value = UInt32(text(offset..<end), radix: 16) else {
      throw fault("expected \(digits) hexadecimal digits")
    }
    offset = end
    // A pair of surrogates stands for one character.
    if (0xD800..<0xDC00).contains(value), follows("\\u"),
      let low = UInt32(text(offset + 2..<min(offset + 6, scalars.count)), radix: 16), (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00))
    {
      offset += 6
      return scalar
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }
}

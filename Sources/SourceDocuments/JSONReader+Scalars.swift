internal import GovernanceModel

extension JSONParser {
  /// A text from its opening quote to past its closing one.
  mutating func text(_ bytes: Span<UInt8>) throws(InputError) {
    let start = offset
    let end = plainEnd(bytes, from: start + 1).offset
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      offset = end + 1
      cells.append(NodeCell(.text, at: start, extent: offset - start))
      return
    }
    texts.append(try escapedString(bytes, from: start + 1))
    cells.append(NodeCell(.text, at: start, extent: offset - start, payload: UInt64(texts.count)))
  }

  /// The first byte of a text that does not stand for itself: a quote, a backslash, a control character; or the end.
  @inline(__always)
  func plainEnd(_ bytes: Span<UInt8>, from first: Int) -> (offset: Int, isASCII: Bool) {
    var (next, beyondASCII) = (first, UInt64(0))
    while next < bytes.count {
      let word = bytes.word(at: next)
      let stops = word.mask(of: UInt8(ascii: "\"")) | word.mask(of: UInt8(ascii: "\\")) | word.controls
      if stops != 0 {
        let before = (stops & (0 &- stops)) &- 1
        return (next + stops.trailingZeroBitCount / 8, (beyondASCII | (word.beyondASCII & before)) == 0)
      }
      beyondASCII |= word.beyondASCII
      next += 8
    }
    return (bytes.count, beyondASCII == 0)
  }

  /// The same where the text holds an escape, or a fault.
  mutating func escapedString(_ bytes: Span<UInt8>, from first: Int) throws(InputError) -> String {
    let opening = offset
    var decoded: [UInt8] = []
    offset = first
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(bytes, into: &decoded)
      case 0..<32: throw fault("a line break or control character in a text", help: "write it as `\\n` or `\\u00XX`")
      default:
        decoded.append(byte)
        offset += 1
      }
    }
    throw fault("the text has no closing quote", at: opening)
  }

  private mutating func escape(_ bytes: Span<UInt8>, into decoded: inout [UInt8]) throws(InputError) {
    guard offset + 1 < bytes.count else { throw fault("an escape is cut off") }
    switch bytes[offset + 1] {
    case UInt8(ascii: "\""): decoded.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): decoded.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): decoded.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): decoded.append(8)
    case UInt8(ascii: "f"): decoded.append(12)
    case UInt8(ascii: "n"): decoded.append(10)
    case UInt8(ascii: "r"): decoded.append(13)
    case UInt8(ascii: "t"): decoded.append(9)
    case UInt8(ascii: "u"):
      decoded.append(contentsOf: Array(String(try unicodeEscape(bytes)).utf8))
      return
    default:
      throw fault(
        "unknown escape in a text", help: #"JSON has \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits"#)
    }
    offset += 2
  }

  /// `\uXXXX`, or a surrogate pair of two of them.
  private mutating func unicodeEscape(_ bytes: Span<UInt8>) throws(InputError) -> Unicode.Scalar {
    guard let unit = hexadecimal(bytes, at: offset + 2) else {
      throw fault(#"`\u` needs four hexadecimal digits"#)
    }
    if let scalar = Unicode.Scalar(unit) {
      offset += 6
      return scalar
    }
    let isPair =
      unit < 0xDC00 && offset + 7 < bytes.count && bytes[offset + 6] == UInt8(ascii: "\\")
      && bytes[offset + 7] == UInt8(ascii: "u")
    guard isPair, let low = hexadecimal(bytes, at: offset + 8), (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
    else { throw fault("a lone surrogate in a text", help: "a surrogate comes in pairs, high before low") }
    offset += 12
    return scalar
  }

  private func hexadecimal(_ bytes: Span<UInt8>, at start: Int) -> UInt32? {
    guard start + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for index in start..<(start + 4) {
      let byte = bytes[index]
      switch byte {
      case 48...57: value = value << 4 | UInt32(byte - 48)
      case 65...70: value = value << 4 | UInt32(byte - 55)
      case 97...102: value = value << 4 | UInt32(byte - 87)
      default: return nil
      }
    }
    return value
  }
}

// MARK: - Numbers

extension JSONParser {
  mutating func number(_ bytes: Span<UInt8>) throws(InputError) {
    let start = offset
    let isNegative = take(UInt8(ascii: "-"), bytes)
    let integerStart = offset
    var (magnitude, fits) = (UInt64(0), true)
    digits(bytes, into: &magnitude, &fits)
    let count = offset - integerStart
    guard count > 0 else { throw fault("expected a digit after `-`") }
    if count > 1, bytes[integerStart] == 48 { throw fault("a number has no leading zero", at: start) }
    var isInteger = true
    var decimals = 0
    if take(UInt8(ascii: "."), bytes) {
      isInteger = false
      let point = offset
      digits(bytes, into: &magnitude, &fits)
      decimals = offset - point
      guard decimals > 0 else { throw fault("expected a digit after `.`") }
    }
    let hasExponent = try exponent(bytes)
    if isInteger, !hasExponent, fits, let value = Self.signed(magnitude, isNegative) {
      cells.append(NodeCell(.integer, at: start, extent: offset - start, payload: UInt64(bitPattern: value)))
      return
    }
    let isExact = fits && !hasExponent && magnitude < 1 << 53 && decimals <= 22
    let value =
      isExact
      ? (isNegative ? -1.0 : 1.0) * Double(magnitude) / Self.powersOfTen[decimals]
      : Double(file.text(from: start, count: offset - start)) ?? .nan
    guard value.isFinite else { throw fault("the number is too large for a decimal", at: start) }
    cells.append(NodeCell(.decimal, at: start, extent: offset - start, payload: value.bitPattern))
  }

  private mutating func digits(_ bytes: Span<UInt8>, into magnitude: inout UInt64, _ fits: inout Bool) {
    while offset < bytes.count {
      let digit = bytes[offset] &- 48
      guard digit < 10 else { return }
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      if overflow || carry { fits = false }
      magnitude = sum
      offset += 1
    }
  }

  private mutating func exponent(_ bytes: Span<UInt8>) throws(InputError) -> Bool {
    guard take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) else { return false }
    if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
    let first = offset
    while offset < bytes.count, bytes[offset] &- 48 < 10 { offset += 1 }
    guard offset > first else { throw fault("expected a digit in the exponent") }
    return true
  }

  private static func signed(_ magnitude: UInt64, _ isNegative: Bool) -> Int64? {
    guard isNegative else { return Int64(exactly: magnitude) }
    return magnitude == 1 << 63 ? .min : Int64(exactly: magnitude).map { -$0 }
  }

  /// Powers that a double holds exactly, so that one division of exact numbers is rounded once (Clinger 1990).
  private static let powersOfTen: [Double] = {
    var powers = [1.0]
    for _ in 1...22 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()
}

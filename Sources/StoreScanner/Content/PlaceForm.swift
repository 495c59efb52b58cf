import GovernanceModel

/// How fine a coordinate is held: by its decimals in the shortest form that reads back as the same number.
enum PlaceForm {
  /// A whole degree is about 111 km: no level of the family has that cell; `region` is the next finer one.
  private static let byDecimals: [PlaceLevel] = [
    .region, .coordinates1, .coordinates2, .coordinates3, .coordinates4, .coordinates5, .coordinates6,
  ]

  /// A whole number up to 180 is a coordinate; a larger one is a postal code or a key and is not measured.
  static func level(integer: Int64) -> ValueLevel? {
    (-180...180).contains(integer) ? level(decimals: 0) : nil
  }

  static func level(real: Double) -> ValueLevel? {
    guard real.isFinite, abs(real) <= 180 else { return nil }
    return level(decimals: decimals(of: real))
  }

  /// One or two decimal numbers with anything but letters and digits about them: `52.5`, `(52.5, 13.4)`, `52.5;13.4`, also
  /// behind `POINT`, `POINTZ` or `geo:`. The finer of them counts. Texts of other kinds are not measured.
  static func level(text: Span<UInt8>) -> ValueLevel? {
    var cursor = ByteCursor(text.count)
    let isMarked = cursor.takes("POINT", text) || cursor.takes("geo:", text)
    if isMarked { _ = cursor.takes("Z", text) }
    var (numbers, fractions, finest) = (0, 0, 0)
    while let byte = cursor.peek(text) {
      if isNumberStart(byte) {
        guard let number = DecimalNumber.read(&cursor, text), abs(number.value) <= 180 || numbers >= 2 else {
          return nil
        }
        if numbers < 2 { finest = max(finest, number.decimals) }
        numbers += 1
        fractions += number.hasPoint ? 1 : 0
      } else {
        guard isBetween(byte) else { return nil }
        cursor.skip()
      }
    }
    guard (1...3).contains(numbers), fractions > 0 || isMarked || numbers == 2 else { return nil }
    return level(decimals: finest)
  }

  /// The least n for which the number, rounded to n decimals, is the number; 7 stands for more than six.
  static func decimals(of real: Double) -> Int {
    var power = 1.0
    for decimals in 0...6 {
      if (real * power).rounded() / power == real { return decimals }
      power *= 10
    }
    return 7
  }

  private static func level(decimals: Int) -> ValueLevel { ValueLevel(byDecimals[min(decimals, 6)].rawValue) }

  private static func isNumberStart(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
  }

  private static func isBetween(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: false
    }
  }
}

/// A decimal number in a text, with the decimals of its shortest form.
struct DecimalNumber {
  var value: Double
  var decimals: Int
  var hasPoint: Bool

  /// Sign, digits, point, digits, exponent; nil when there is no digit.
  static func read(_ cursor: inout ByteCursor, _ text: Span<UInt8>) -> DecimalNumber? {
    let isNegative = cursor.takes("-", text)
    if !isNegative { _ = cursor.takes("+", text) }
    var (mantissa, digits, decimals, zeros) = (0.0, 0, 0, 0)
    while let digit = cursor.number(text, digits: 1) {
      mantissa = mantissa * 10 + Double(digit)
      digits += 1
    }
    let hasPoint = cursor.takes(".", text)
    if hasPoint {
      while let digit = cursor.number(text, digits: 1) {
        mantissa = mantissa * 10 + Double(digit)
        digits += 1
        decimals += 1
        zeros = digit == 0 ? zeros + 1 : 0
      }
    }
    guard digits > 0, digits <= 40, let exponent = exponent(&cursor, text) else { return nil }
    let scale = exponent - decimals
    var value = mantissa
    for _ in 0..<min(abs(scale), 400) { value = scale < 0 ? value / 10 : value * 10 }
    return DecimalNumber(
      value: isNegative ? -value : value, decimals: mantissa == 0 ? 0 : max(0, decimals - zeros - exponent),
      hasPoint: hasPoint || exponent != 0)
  }

  /// The number behind `e`; 0 when there is none, nil when it is cut off.
  private static func exponent(_ cursor: inout ByteCursor, _ text: Span<UInt8>) -> Int? {
    guard cursor.takes("e", text) || cursor.takes("E", text) else { return 0 }
    let isNegative = cursor.takes("-", text)
    if !isNegative { _ = cursor.takes("+", text) }
    guard let number = cursor.number(text, upTo: 3) else { return nil }
    return isNegative ? -number : number
  }
}

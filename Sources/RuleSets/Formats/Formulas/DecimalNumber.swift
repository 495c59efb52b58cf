/// A decimal number of at most 34 significant digits (IEEE 754 decimal128, the numbers of FEEL; DMN 1.5, 10.3.2.3.1).
///
/// Decision tables calculate in decimals: 0.1 + 0.2 is 0.3. The coefficient has no trailing zeros, so equal numbers are
/// equal values.
struct DecimalNumber: Hashable, Sendable {
  let coefficient: Int128
  let exponent: Int

  static let digits = 34
  static let zero = DecimalNumber(0)

  init(_ value: Int) { self.init(coefficient: Int128(value), exponent: 0) }

  /// Rounds to 34 digits, half to even, and drops trailing zeros.
  init(coefficient: Int128, exponent: Int) {
    var (coefficient, exponent) = (coefficient, exponent)
    if coefficient.magnitude >= Self.limit {
      let surplus = Self.digitCount(coefficient.magnitude) - Self.digits
      coefficient = Self.rounded(coefficient, droppingDigits: surplus)
      exponent += surplus
    }
    while coefficient != 0, coefficient % 10 == 0 { (coefficient, exponent) = (coefficient / 10, exponent + 1) }
    (self.coefficient, self.exponent) = (coefficient, coefficient == 0 ? 0 : exponent)
  }

  /// Nil for NaN and infinities. The shortest decimal that reads back as the number is taken.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    self.init(text: String(value))
  }

  /// `12`, `-0.5`, `1e3`; nil for anything else and for exponents beyond 6,144.
  init?(text: String) {
    var coefficient: Int128 = 0
    var (exponent, digits, seen, isNegative, afterPoint) = (0, 0, false, false, false)
    var bytes = Array(text.utf8)[...]
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      bytes = bytes.dropFirst()
    }
    while let byte = bytes.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
      bytes = bytes.dropFirst()
      if byte == UInt8(ascii: "."), !afterPoint {
        afterPoint = true
        continue
      }
      guard byte >= 48, byte <= 57 else { return nil }
      seen = true
      // 37 digits fit; what follows cannot change 34 of them but for the magnitude.
      if digits < 37 {
        coefficient = coefficient * 10 + Int128(byte - 48)
        if coefficient != 0 { digits += 1 }
        if afterPoint { exponent -= 1 }
      } else if !afterPoint {
        exponent += 1
      }
    }
    guard seen else { return nil }
    if !bytes.isEmpty {
      guard let power = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), abs(power) <= 6_144 else { return nil }
      exponent += power
    }
    self.init(coefficient: isNegative ? -coefficient : coefficient, exponent: exponent)
  }

  var isNegative: Bool { coefficient < 0 }
  var isInteger: Bool { exponent >= 0 }
  var doubleValue: Double { Double("\(coefficient)e\(exponent)") ?? .nan }

  /// Nil where it is no whole number of the range of `Int`.
  var integerValue: Int? {
    guard exponent >= 0, exponent < 20 else { return coefficient == 0 ? 0 : nil }
    let (value, overflow) = coefficient.multipliedReportingOverflow(by: Self.powers[exponent])
    return overflow ? nil : Int(exactly: value)
  }

  /// Without an exponent: `0.05`, `1200`.
  var text: String {
    let sign = coefficient < 0 ? "-" : ""
    let digits = String(coefficient.magnitude)
    if exponent >= 0 { return sign + digits + String(repeating: "0", count: exponent) }
    let whole = digits.utf8.count + exponent
    if whole <= 0 { return sign + "0." + String(repeating: "0", count: -whole) + digits }
    return sign + digits.prefix(whole) + "." + digits.dropFirst(whole)
  }
}

extension DecimalNumber {
  static let powers: [Int128] = (0..<39).map { exponent in (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 } }
  static let limit = powers[digits].magnitude

  static func digitCount(_ value: UInt128) -> Int { powers.firstIndex { value < $0.magnitude } ?? 39 }

  /// Half to even.
  static func rounded(_ value: Int128, droppingDigits count: Int) -> Int128 {
    guard count > 0 else { return value }
    guard count < 39 else { return 0 }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: powers[count])
    let half = powers[count].magnitude / 2
    if remainder.magnitude > half || (remainder.magnitude == half && quotient % 2 != 0) {
      return quotient + (value < 0 ? -1 : 1)
    }
    return quotient
  }

  /// Brings two numbers to one exponent. The larger is scaled up as far as its digits allow, the smaller is rounded.
  private static func aligned(_ left: Self, _ right: Self) -> (left: Int128, right: Int128, exponent: Int) {
    if left.exponent == right.exponent { return (left.coefficient, right.coefficient, left.exponent) }
    if left.exponent < right.exponent {
      let swapped = aligned(right, left)
      return (swapped.right, swapped.left, swapped.exponent)
    }
    if left.coefficient == 0 { return (0, right.coefficient, right.exponent) }
    let room = 37 - digitCount(left.coefficient.magnitude)
    let shift = min(room, left.exponent - right.exponent)
    let exponent = left.exponent - shift
    return (
      left.coefficient * powers[shift], rounded(right.coefficient, droppingDigits: exponent - right.exponent), exponent
    )
  }

  static func + (left: Self, right: Self) -> Self {
    let aligned = aligned(left, right)
    return DecimalNumber(coefficient: aligned.left + aligned.right, exponent: aligned.exponent)
  }

  static prefix func - (value: Self) -> Self {
    DecimalNumber(coefficient: -value.coefficient, exponent: value.exponent)
  }

  static func - (left: Self, right: Self) -> Self { left + -right }

  static func * (left: Self, right: Self) -> Self {
    let isNegative = left.isNegative != right.isNegative
    let product = left.coefficient.magnitude.multipliedFullWidth(by: right.coefficient.magnitude)
    var (high, low, exponent) = (product.high, product.low, left.exponent + right.exponent)
    // 68 digits at most: one division by a power of ten brings them to 38.
    if high != 0 || low > UInt128(Int128.max) {
      let divisor = powers[36].magnitude
      let upper = divisor.dividingFullWidth((high % divisor, low))
      let scaled = upper.quotient
      (high, low, exponent) = (0, scaled, exponent + 36)
      if digitCount(low) < digits {
        // The quotient lost digits that count: take them from the remainder.
        let missing = digits - digitCount(low)
        low = low * powers[missing].magnitude + upper.remainder / powers[36 - missing].magnitude
        exponent -= missing
      }
    }
    let value = Int128(low)
    return DecimalNumber(coefficient: isNegative ? -value : value, exponent: exponent)
  }

  /// Nil for a division by zero.
  static func / (left: Self, right: Self) -> Self? {
    guard right.coefficient != 0 else { return nil }
    guard left.coefficient != 0 else { return .zero }
    let isNegative = left.isNegative != right.isNegative
    var remainder = left.coefficient.magnitude
    let divisor = right.coefficient.magnitude
    var exponent = left.exponent - right.exponent
    var quotient = remainder / divisor
    remainder %= divisor
    // Long division, digit by digit, to 36 significant digits.
    while remainder != 0, digitCount(quotient) < 36 {
      let next = remainder.multipliedFullWidth(by: 10)
      let digit = divisor.dividingFullWidth((next.high, next.low))
      quotient = quotient * 10 + digit.quotient
      (remainder, exponent) = (digit.remainder, exponent - 1)
    }
    let value = Int128(quotient)
    return DecimalNumber(coefficient: isNegative ? -value : value, exponent: exponent)
  }

  /// The largest whole number that is not above.
  var floor: Self { rounded(.down) }

  func rounded(_ rule: FloatingPointRoundingRule, scale: Int = 0) -> Self {
    let drop = -exponent - scale
    guard drop > 0 else { return self }
    guard drop < 39 else { return .zero }
    let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: Self.powers[drop])
    let half = Self.powers[drop].magnitude / 2
    let step: Int128 = coefficient < 0 ? -1 : 1
    let isUp: Bool =
      switch rule {
      case .up: remainder > 0
      case .down: remainder < 0
      case .towardZero: false
      case .awayFromZero: remainder != 0
      case .toNearestOrEven:
        remainder.magnitude > half || (remainder.magnitude == half && quotient % 2 != 0)
      case .toNearestOrAwayFromZero: remainder.magnitude >= half
      // Half towards zero: what FEEL calls half down.
      @unknown default: remainder.magnitude > half
      }
    return DecimalNumber(coefficient: isUp ? quotient + step : quotient, exponent: -scale)
  }

  /// Half towards zero.
  func roundedHalfDown(scale: Int) -> Self {
    let nearest = rounded(.toNearestOrAwayFromZero, scale: scale)
    let difference = (self - nearest)
    let doubled = difference + difference
    let isTie =
      DecimalNumber(
        coefficient: doubled.coefficient < 0 ? -doubled.coefficient : doubled.coefficient,
        exponent: doubled.exponent) == DecimalNumber(coefficient: 1, exponent: -scale)
    return isTie ? rounded(.towardZero, scale: scale) : nearest
  }

  /// The remainder with the sign of the divisor (FEEL `modulo`); nil for a division by zero.
  func modulo(_ divisor: Self) -> Self? { (self / divisor).map { self - divisor * $0.floor } }

  /// The remainder with the sign of the number; nil for a division by zero.
  func remainder(_ divisor: Self) -> Self? { (self / divisor).map { self - divisor * $0.rounded(.towardZero) } }
}

extension DecimalNumber: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return (left - right).isNegative
  }
}

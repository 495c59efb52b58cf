internal import GovernanceModel

extension Instant: Discrete {
  static var first: Instant { .distantPast }
  var successor: Instant? { self == .distantFuture ? nil : advanced(byMicroseconds: 1) }
}

/// A number of the type model: an Int64 or a Double that is no NaN, compared exactly. A discrete type, since both are.
struct ExactNumber: Discrete {
  let value: Value

  /// Nil for what is no number.
  init?(_ value: Value) {
    switch value {
    case .integer: self.value = value
    case .decimal(let number) where !number.isNaN: self.value = value
    default: return nil
    }
  }

  private init(_ number: Double) { value = .decimal(number) }

  static var first: ExactNumber { ExactNumber(-Double.infinity) }

  var successor: ExactNumber? {
    let (decimal, integer) = (nextDecimal, nextInteger)
    guard let integer else { return decimal }
    return decimal.map { min($0, integer) } ?? integer
  }

  private var nextDecimal: ExactNumber? {
    let near: Double
    switch value {
    case .decimal(let number): near = number
    case .integer(let number): near = Double(number)
    default: return nil
    }
    if ExactNumber(near) > self { return ExactNumber(near) }
    return near == .infinity ? nil : ExactNumber(near.nextUp)
  }

  private var nextInteger: ExactNumber? {
    switch value {
    case .integer(let number): return number == .max ? nil : ExactNumber(.integer(number + 1))
    case .decimal(let number):
      guard number >= -0x1p63, number < 0x1p63 - 1024 else { return number < 0 ? ExactNumber(.integer(.min)) : nil }
      return ExactNumber(.integer(Int64(number.rounded(.down)) + 1))
    default: return nil
    }
  }

  static func == (left: ExactNumber, right: ExactNumber) -> Bool { left.value.order(to: right.value) == .same }
  static func < (left: ExactNumber, right: ExactNumber) -> Bool { left.value.order(to: right.value) == .less }
}

/// A text in the order of its UTF-8 bytes; its successor is the text with a NUL behind it.
struct TextBound: Discrete {
  let text: String
  init(_ text: String) { self.text = text }

  static var first: TextBound { TextBound("") }
  var successor: TextBound? { TextBound(text + "\0") }

  /// The least text above all that start with this one; nil when there is none.
  var afterPrefix: TextBound? {
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.popLast() {
      let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
      if let scalar = Unicode.Scalar(next) {
        scalars.append(scalar)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return TextBound(String(text))
      }
    }
    return nil
  }

  static func == (left: TextBound, right: TextBound) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
  static func < (left: TextBound, right: TextBound) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

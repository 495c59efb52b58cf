package import GovernanceModel

/// How two values of one type stand to each other.
package enum ValueOrder: Int8, Sendable {
  case less = -1
  case same = 0
  case greater = 1
}

extension Value {
  /// NaN is missing (semantics section 7).
  package var isMissing: Bool { if case .decimal(let number) = self { number.isNaN } else { false } }

  /// Order among numbers (exact, integer and decimal alike), instants and texts (UTF-8 bytes); nil across types, for
  /// booleans and sets, and for NaN. A text that is a full ISO 8601 date or instant compares with an instant: a policy
  /// writes `2026-03-01`, and the attribute says what it means.
  package func order(to other: Value) -> ValueOrder? {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): Self.order(left, right)
    case (.integer(let left), .decimal(let right)): Self.order(left, right)
    case (.decimal(let left), .integer(let right)): Self.order(right, left)?.reversed
    case (.decimal(let left), .decimal(let right)): left.isNaN || right.isNaN ? nil : Self.order(left, right)
    case (.instant(let left), .instant(let right)): Self.order(left.microseconds, right.microseconds)
    case (.text(let left), .text(let right)): Self.order(left, right)
    case (.instant(let left), .text(let right)):
      Self.instant(named: right).flatMap { Self.order(left.microseconds, $0.microseconds) }
    default: nil
    }
  }

  /// Equality within a type; nil across types and for NaN.
  package func equals(_ other: Value) -> Bool? {
    switch (self, other) {
    case (.boolean(let left), .boolean(let right)): left == right
    case (.set(let left), .set(let right)):
      left.allSatisfy { right.containsValue($0) } && right.allSatisfy { left.containsValue($0) }
    default: order(to: other).map { $0 == .same }
    }
  }

  /// The instant that a literal names, when it is a whole date (its start) or a date with a time.
  package static func instant(named text: String) -> Instant? {
    guard text.utf8.count >= 10, text.utf8.first.map({ (48...57).contains($0) }) == true else { return nil }
    return Instant(iso8601: text)
  }

  private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> ValueOrder? {
    left < right ? .less : left == right ? .same : .greater
  }

  /// UTF-8 bytes, without normalisation: `==` of String would call two spellings of é the same.
  private static func order(_ left: String, _ right: String) -> ValueOrder? {
    if left.utf8.elementsEqual(right.utf8) { return .same }
    return left.utf8.lexicographicallyPrecedes(right.utf8) ? .less : .greater
  }

  /// Exact: no integer is rounded.
  private static func order(_ left: Int64, _ right: Double) -> ValueOrder? {
    if right.isNaN { return nil }
    if right >= 0x1p63 { return .less }
    if right < -0x1p63 { return .greater }
    let whole = right.rounded(.towardZero)
    let integer = Int64(whole)
    if left != integer { return left < integer ? .less : .greater }
    return whole == right ? .same : whole < right ? .less : .greater
  }
}

extension ValueOrder {
  package var reversed: ValueOrder {
    switch self {
    case .less: .greater
    case .same: .same
    case .greater: .less
    }
  }
}

extension Value {
  /// Equal from both sides: a date as text is what an instant equals, and equals no instant itself.
  package func isSameElement(as other: Value) -> Bool { equals(other) == true && other.equals(self) == true }
}

extension [Value] {
  /// Membership is by equality; a value of another type is another element.
  package func containsValue(_ value: Value) -> Bool { contains { $0.equals(value) == true } }
}

internal import GovernanceModel
internal import Patterns

extension Predicate.Comparison {
  /// Unknown across types; booleans and sets have no order.
  func holds(_ value: Value, _ literal: Value) -> Truth {
    switch self {
    case .equal: return value.equals(literal).map(Truth.init) ?? .unknown
    case .notEqual: return value.equals(literal).map { Truth(!$0) } ?? .unknown
    case .less, .atMost, .greater, .atLeast:
      return value.order(to: literal).map { Truth(accepts($0)) } ?? .unknown
    }
  }

  func accepts(_ order: ValueOrder) -> Bool {
    switch self {
    case .equal: order == .same
    case .notEqual: order != .same
    case .less: order == .less
    case .atMost: order != .greater
    case .greater: order == .greater
    case .atLeast: order != .less
    }
  }
}

extension Predicate.TextTest {
  /// Over UTF-8 bytes: no folding, no normalisation. A pattern that does not compile says nothing.
  func holds(_ text: String, _ literal: String) -> Truth {
    switch self {
    case .startsWith: Truth(text.utf8.starts(with: literal.utf8))
    case .endsWith: Truth(text.utf8.reversed().starts(with: literal.utf8.reversed()))
    case .contains: Truth(Self.contains(Array(text.utf8), Array(literal.utf8)))
    case .matches: Pattern.shared(literal).map { Truth($0.isFound(in: text)) } ?? .unknown
    }
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    guard text.count >= part.count else { return false }
    for start in 0...(text.count - part.count) where text[start] == first {
      if text[start..<(start + part.count)].elementsEqual(part) { return true }
    }
    return false
  }
}

extension Predicate.SetTest {
  func holds(_ elements: [Value], _ literals: [Value]) -> Bool {
    switch self {
    case .containsAny: literals.contains { elements.containsValue($0) }
    case .containsAll: literals.allSatisfy { elements.containsValue($0) }
    case .containsNone: !literals.contains { elements.containsValue($0) }
    }
  }
}

extension Predicate.EventCount {
  /// Events up to the evaluation instant, in the window that ends there; unknown without a history.
  func evaluate(on facts: some Facts) -> Truth {
    guard let events = facts.events(of: event) else { return .unknown }
    let now = facts.now
    let counted = events.count { instant in
      instant <= now && within.map { now < $0.added(to: instant) } != false
    }
    return comparison.holds(.integer(Int64(counted)), .integer(count))
  }
}

internal import SourceDocuments

/// An operator of json-rules-engine 7 with its decorators, the outermost first: `everyFact:not:in`.
struct EngineOperator {
  enum Test: String, CaseIterable {
    case equal, notEqual, `in`, notIn, contains, doesNotContain
    case lessThan, lessThanInclusive, greaterThan, greaterThanInclusive
  }
  enum Decorator: String, CaseIterable { case someFact, someValue, everyFact, everyValue, swap, not }

  let test: Test
  let decorators: [Decorator]

  /// Nil for an operator that is the company's own code.
  init?(_ name: String) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last, let test = Test(rawValue: last) else { return nil }
    let decorators = parts.dropLast().map { Decorator(rawValue: $0) }
    guard !decorators.contains(nil) else { return nil }
    (self.test, self.decorators) = (test, decorators.compactMap { $0 })
  }

  /// Nil stands for what is undefined. Operators on values of another type are false, without an error.
  func holds(_ fact: JSONValue?, _ value: JSONValue) -> Bool { holds(fact, value, decorators[...]) }

  private func holds(_ fact: JSONValue?, _ value: JSONValue?, _ rest: ArraySlice<Decorator>) -> Bool {
    guard let decorator = rest.first else { return Self.holds(test, fact, value) }
    let inner = rest.dropFirst()
    switch decorator {
    case .someFact: return fact?.elements?.contains { holds($0, value, inner) } ?? false
    case .everyFact: return fact?.elements?.allSatisfy { holds($0, value, inner) } ?? false
    case .someValue: return value?.elements?.contains { holds(fact, $0, inner) } ?? false
    case .everyValue: return value?.elements?.allSatisfy { holds(fact, $0, inner) } ?? false
    case .swap: return holds(value, fact, inner)
    case .not: return !holds(fact, value, inner)
    }
  }

  private static func holds(_ test: Test, _ fact: JSONValue?, _ value: JSONValue?) -> Bool {
    switch test {
    case .equal: return isIdentical(fact, value)
    case .notEqual: return !isIdentical(fact, value)
    case .in: return value?.elements?.contains { isIdentical(fact, $0) } ?? false
    case .notIn: return value?.elements.map { !$0.contains { isIdentical(fact, $0) } } ?? false
    case .contains: return fact?.elements?.contains { isIdentical($0, value) } ?? false
    case .doesNotContain: return fact?.elements.map { !$0.contains { isIdentical($0, value) } } ?? false
    case .lessThan, .lessThanInclusive, .greaterThan, .greaterThanInclusive:
      guard let fact, let value, startsWithNumber(fact) else { return false }
      return isOrdered(test, fact, value)
    }
  }

  /// `===`: lists and objects are themselves only.
  private static func isIdentical(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
    switch (left, right) {
    case (.array?, _), (.object?, _): false
    case (let left?, let right?): left.isSame(as: right)
    default: left == nil && right == nil
    }
  }

  /// `Number.parseFloat` reads a number at the start of the text.
  private static func startsWithNumber(_ fact: JSONValue) -> Bool {
    switch fact {
    case .number(let number): return !number.isNaN
    case .text(let text):
      let digits = text.utf8.drop { $0 == 32 || (9...13).contains($0) }.drop { $0 == 43 || $0 == 45 }
      return digits.first.map { $0 &- 48 < 10 || $0 == UInt8(ascii: ".") } ?? false
    case .array(let elements): return elements.first.map(startsWithNumber) ?? false
    case .null, .boolean, .object: return false
    }
  }

  private static func isOrdered(_ test: Test, _ fact: JSONValue, _ value: JSONValue) -> Bool {
    if case .text(let left) = fact, case .text(let right) = value {
      let (isLess, isGreater) = (
        left.utf16.lexicographicallyPrecedes(right.utf16), right.utf16.lexicographicallyPrecedes(left.utf16)
      )
      switch test {
      case .lessThan: return isLess
      case .lessThanInclusive: return !isGreater
      case .greaterThan: return isGreater
      default: return !isLess
      }
    }
    let (left, right) = (fact.asNumber, value.asNumber)
    switch test {
    case .lessThan: return left < right
    case .lessThanInclusive: return left <= right
    case .greaterThan: return left > right
    default: return left >= right
    }
  }
}

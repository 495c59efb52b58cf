internal import GovernanceModel
internal import Patterns

/// Why an expression of ZEN has no value: the engine fails there too, or Proviso does not know the function.
enum ZENFailure: Error, Hashable {
  /// The operation is not defined for these types; the engine fails as well.
  case types(String)
  /// A function that is not carried here.
  case unsupported(String)
}

/// Evaluates expressions of ZEN as its engine does: two-valued, strict about types, a missing member is null.
struct ZENEvaluator {
  /// The context by name; `$` holds what an expression node calculated so far.
  var scope: [String: FormulaValue]
  /// The value of the column in a unary test.
  var subject: FormulaValue = .null
  /// What `now` means in dates.
  let now: Instant
  private var elements: [FormulaValue] = []

  init(scope: [String: FormulaValue], now: Instant) { (self.scope, self.now) = (scope, now) }

  func value(of formula: Formula) throws(ZENFailure) -> FormulaValue {
    switch formula {
    case .literal(let value): return value
    case .name(let name, _): return scope[name] ?? .null
    case .subject: return subject
    case .root: return .context(scope)
    case .element: return elements.last ?? .null
    case .member(let base, let key): return try value(of: base).member(key)
    case .item(let base, let index): return try item(value(of: base), value(of: index))
    case .slice(let base, let lower, let upper): return try slice(base, lower, upper)
    case .negated(let part):
      guard case .number(let number) = try value(of: part) else { throw .types("`-` of no number") }
      return .number(-number)
    case .not(let part): return .boolean(try !truth(of: part))
    case .binary(let operation, let left, let right): return try binary(operation, left, right)
    case .conditional(let condition, let yes, let no): return try value(of: truth(of: condition) ? yes : no)
    case .range(let lower, let upper, let includesLower, let includesUpper):
      return .range(
        FormulaRange(
          lower: try value(of: lower), upper: try value(of: upper), includesLower: includesLower,
          includesUpper: includesUpper))
    case .list(let parts): return .list(try values(of: parts))
    case .context(let entries): return try object(entries)
    case .call(let function, let arguments): return try call(function, arguments)
    case .iteration, .function, .instance, .tests, .comparison, .noneOf, .anything:
      throw .types("no expression of ZEN")
    }
  }

  /// An operand of `and`, `or`, `not` and `?` has to be a truth value.
  func truth(of formula: Formula) throws(ZENFailure) -> Bool {
    guard case .boolean(let truth) = try value(of: formula) else { throw .types("a condition that is no truth value") }
    return truth
  }

  private func values(of formulas: [Formula]) throws(ZENFailure) -> [FormulaValue] {
    var values: [FormulaValue] = []
    for formula in formulas { values.append(try value(of: formula)) }
    return values
  }

  private func object(_ entries: [Formula.Entry]) throws(ZENFailure) -> FormulaValue {
    var members: [String: FormulaValue] = [:]
    for entry in entries {
      guard case .text(let key) = try value(of: entry.key) else { throw .types("a key that is no text") }
      members[key] = try value(of: entry.value)
    }
    return .context(members)
  }

  private func item(_ base: FormulaValue, _ index: FormulaValue) throws(ZENFailure) -> FormulaValue {
    switch (base, index) {
    case (.context(let members), .text(let key)): return members[key] ?? .null
    case (.list(let elements), .number(let number)):
      guard let index = number.integerValue, index >= 0 else { throw .types("an index that is no whole number") }
      return index < elements.count ? elements[index] : .null
    case (.text(let text), .number(let number)):
      guard let index = number.integerValue, index >= 0 else { throw .types("an index that is no whole number") }
      return Array(text.utf8).indices.contains(index)
        ? .text(String(decoding: [Array(text.utf8)[index]], as: UTF8.self)) : .null
    default: return .null
    }
  }

  private func slice(_ base: Formula, _ lower: Formula, _ upper: Formula) throws(ZENFailure) -> FormulaValue {
    let value = try value(of: base)
    guard case .number(let first) = try self.value(of: lower), let start = first.integerValue, start >= 0 else {
      throw .types("a slice without whole ends")
    }
    let end: Int? = if case .number(let last) = try self.value(of: upper) { last.integerValue } else { nil }
    switch value {
    case .list(let elements):
      let stop = end ?? elements.count - 1
      guard start <= stop + 1, stop < elements.count else { throw .types("a slice beyond the list") }
      return .list(Array(elements[start..<stop + 1]))
    case .text(let text):
      let bytes = Array(text.utf8)
      let stop = end ?? bytes.count - 1
      guard start <= stop + 1, stop < bytes.count else { throw .types("a slice beyond the text") }
      return .text(String(decoding: bytes[start..<stop + 1], as: UTF8.self))
    default: throw .types("a slice of no list")
    }
  }

  private func binary(
    _ operation: Formula.Operator, _ left: Formula, _ right: Formula
  ) throws(ZENFailure) -> FormulaValue {
    switch operation {
    case .and: return .boolean(try truth(of: left) ? try truth(of: right) : false)
    case .or: return .boolean(try truth(of: left) ? true : try truth(of: right))
    case .otherwise:
      let value = try value(of: left)
      return value == .null ? try self.value(of: right) : value
    default: return try Self.apply(operation, try value(of: left), try value(of: right))
    }
  }

  private static func apply(
    _ operation: Formula.Operator, _ left: FormulaValue, _ right: FormulaValue
  ) throws(ZENFailure) -> FormulaValue {
    switch operation {
    case .equal: return .boolean(areEqual(left, right))
    case .notEqual: return .boolean(!areEqual(left, right))
    case .less, .atMost, .greater, .atLeast:
      guard case (.number(let first), .number(let second)) = (left, right) else {
        throw .types("`\(operation.rawValue)` compares numbers")
      }
      return .boolean(operation.holds(first, second))
    case .isIn: return .boolean(try contains(right, left))
    case .isNotIn: return .boolean(try !contains(right, left))
    case .add:
      if case (.text(let first), .text(let second)) = (left, right) { return .text(first + second) }
    default: break
    }
    guard case (.number(let first), .number(let second)) = (left, right) else {
      throw .types("`\(operation.rawValue)` calculates with numbers")
    }
    return switch operation {
    case .add: .number(first + second)
    case .subtract: .number(first - second)
    case .multiply: .number(first * second)
    case .divide: (first / second).map { .number($0) } ?? .null
    case .remainder: first.remainder(second).map { .number($0) } ?? .null
    default: first.raised(to: second).map { .number($0) } ?? .null
    }
  }

  /// Lists and objects are never equal to anything.
  static func areEqual(_ left: FormulaValue, _ right: FormulaValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.number, .number), (.boolean, .boolean), (.text, .text): left == right
    default: false
    }
  }

  static func contains(_ container: FormulaValue, _ value: FormulaValue) throws(ZENFailure) -> Bool {
    switch (value, container) {
    case (.number, .list(let elements)), (.text, .list(let elements)), (.boolean, .list(let elements)),
      (.null, .list(let elements)):
      return elements.contains { areEqual($0, value) }
    case (.number(let number), .range(let range)):
      guard case (.number(let lower), .number(let upper)) = (range.lower, range.upper) else { break }
      return (range.includesLower ? lower <= number : lower < number)
        && (range.includesUpper ? number <= upper : number < upper)
    case (.text(let key), .context(let members)): return members[key] != nil
    default: break
    }
    throw .types("`in` asks a list or an interval")
  }

  private func call(_ function: Formula, _ arguments: [Formula.Argument]) throws(ZENFailure) -> FormulaValue {
    guard case .name(let name, _) = function else { throw .unsupported("a method") }
    if ZENFunctions.closures.contains(name), arguments.count == 2 {
      return try closure(name, arguments[0].value, arguments[1].value)
    }
    return try ZENFunctions.call(name, try values(of: arguments.map(\.value)), now: now)
  }

  /// `some(list, condition)` and its like; `#` is the element.
  private func closure(_ name: String, _ source: Formula, _ body: Formula) throws(ZENFailure) -> FormulaValue {
    let list: [FormulaValue]
    switch try value(of: source) {
    case .list(let elements): list = elements
    case .range(let range): list = try Self.numbers(in: range)
    default: throw .types("`\(name)` visits a list")
    }
    var inner = self
    var results: [FormulaValue] = []
    for element in list {
      inner.elements = elements + [element]
      results.append(try inner.value(of: body))
    }
    if name == "map" { return .list(results) }
    if name == "flatMap" { return ZENFunctions.flattened(results) }
    var kept: [FormulaValue] = []
    for (element, result) in zip(list, results) {
      guard case .boolean(let isKept) = result else { throw .types("a condition that is no truth value") }
      if isKept { kept.append(element) }
    }
    return switch name {
    case "filter": .list(kept)
    case "count": .number(DecimalNumber(kept.count))
    case "some": .boolean(!kept.isEmpty)
    case "all": .boolean(kept.count == list.count)
    case "none": .boolean(kept.isEmpty)
    default: .boolean(kept.count == 1)
    }
  }

  private static func numbers(in range: FormulaRange) throws(ZENFailure) -> [FormulaValue] {
    guard case (.number(let lower), .number(let upper)) = (range.lower, range.upper),
      let first = lower.integerValue, let last = upper.integerValue, last - first < 100_000
    else { throw .types("an interval that cannot be visited") }
    let start = range.includesLower ? first : first + 1
    let end = range.includesUpper ? last : last - 1
    return start > end ? [] : (start...end).map { .number(DecimalNumber($0)) }
  }
}

extension Formula.Operator {
  /// Whether the comparison holds between two values of one type.
  func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
    switch self {
    case .less: left < right
    case .atMost: left <= right
    case .greater: left > right
    case .atLeast: left >= right
    case .equal: left == right
    default: left != right
    }
  }
}

extension FormulaValue {
  /// Null where there is no such member.
  func member(_ key: String) -> FormulaValue {
    if case .context(let members) = self { members[key] ?? .null } else { .null }
  }
}

extension DecimalNumber {
  /// Whole exponents exactly, others through binary floating point; nil where there is no such number.
  func raised(to power: DecimalNumber) -> DecimalNumber? {
    if let exponent = power.integerValue, abs(exponent) <= 4_096 {
      var (result, base, left) = (DecimalNumber(1), self, abs(exponent))
      while left > 0 {
        if left % 2 == 1 { result = result * base }
        left /= 2
        if left > 0 { base = base * base }
        guard abs(base.exponent) < 1 << 20, abs(result.exponent) < 1 << 20 else { return nil }
      }
      return exponent < 0 ? DecimalNumber(1) / result : result
    }
    return DecimalNumber(Transcendental.power(doubleValue, power.doubleValue))
  }
}

internal import GovernanceModel

/// A decision model as FEEL sees it: functions that are defined in it are called by name.
protocol FEELLibrary {
  /// Calls a function of the model. Throws where a part of it is in a language that is not carried.
  func call(_ model: String, _ arguments: [FormulaValue], depth: Int) throws(FEELFailure) -> FormulaValue
}

/// Why an expression of FEEL is not evaluated; what FEEL itself leaves undefined is null and no failure.
enum FEELFailure: Error, Hashable {
  case unsupported(String)
}

/// Evaluates FEEL (DMN 1.5, 10.3.2): three-valued logic, null for whatever is undefined.
struct FEELEvaluator {
  /// Names and their values, innermost last.
  var scopes: [[String: FormulaValue]]
  /// The value under test (`?`).
  var subject: FormulaValue = .null
  let library: any FEELLibrary
  /// Calls that are open.
  var depth = 0

  /// Recursion in a model ends here; each call costs stack.
  static let maximumDepth = 64

  init(_ scope: [String: FormulaValue], library: any FEELLibrary) {
    (scopes, self.library) = ([scope], library)
  }

  func lookUp(_ name: String) -> FormulaValue? {
    for scope in scopes.reversed() { if let value = scope[name] { return value } }
    return nil
  }

  func value(of formula: Formula) throws(FEELFailure) -> FormulaValue {
    switch formula {
    case .literal(let value): return value
    case .name(let name, _):
      if let value = lookUp(name) { return value }
      return FEELFunctions.isKnown(name) ? .function(.init(parameters: [], body: .builtIn(name))) : .null
    case .subject: return subject
    case .root, .element, .slice: throw .unsupported("no expression of FEEL")
    case .member(let base, let key): return try Self.member(value(of: base), key)
    case .item(let base, let index): return try filtered(value(of: base), index)
    case .negated(let part): return try Self.negated(value(of: part))
    case .not(let part): return try Self.not(value(of: part))
    case .binary(let operation, let left, let right): return try binary(operation, left, right)
    case .conditional(let condition, let yes, let no):
      return try value(of: value(of: condition) == .boolean(true) ? yes : no)
    case .range(let lower, let upper, let includesLower, let includesUpper):
      return .range(
        FormulaRange(
          lower: try value(of: lower), upper: try value(of: upper), includesLower: includesLower,
          includesUpper: includesUpper))
    case .list(let parts): return .list(try values(of: parts))
    case .context(let entries): return try context(entries)
    case .call(let function, let arguments): return try call(function, arguments)
    case .iteration(let kind, let bindings, let body): return try iterate(kind, bindings[...], body)
    case .function(let parameters, let body):
      let around = scopes.reduce(into: [:]) { all, scope in all.merge(scope) { $1 } }
      return .function(FormulaFunction(parameters: parameters, body: .formula(body, around)))
    case .instance(let part, let type): return try .boolean(FEELTypes.isInstance(value(of: part), of: type))
    case .tests(let value, let tests): return try Self.boolean(passes(self.value(of: value), tests))
    case .comparison, .noneOf, .anything: return try Self.boolean(passes(subject, [formula]))
    }
  }

  func values(of formulas: [Formula]) throws(FEELFailure) -> [FormulaValue] {
    var values: [FormulaValue] = []
    for formula in formulas { values.append(try value(of: formula)) }
    return values
  }

  static func boolean(_ value: Bool?) -> FormulaValue { value.map { .boolean($0) } ?? .null }

  func inner(_ scope: [String: FormulaValue]) -> FEELEvaluator {
    var inner = self
    inner.scopes.append(scope)
    return inner
  }

  private func context(_ entries: [Formula.Entry]) throws(FEELFailure) -> FormulaValue {
    var members: [String: FormulaValue] = [:]
    for entry in entries {
      guard case .literal(.text(let key)) = entry.key else { continue }
      members[key] = try inner(members).value(of: entry.value)
    }
    return .context(members)
  }

  // MARK: - Unary tests

  /// True when one test holds; false when none does; nil where FEEL cannot tell.
  func passes(_ value: FormulaValue, _ tests: [Formula]) throws(FEELFailure) -> Bool? {
    var tested = self
    tested.subject = value
    var isUnknown = false
    for test in tests {
      switch try tested.passes(test) {
      case true?: return true
      case nil: isUnknown = true
      case false?: break
      }
    }
    return isUnknown ? nil : false
  }

  private func passes(_ test: Formula) throws(FEELFailure) -> Bool? {
    switch test {
    case .anything: return true
    case .noneOf(let tests): return try passes(subject, tests).map { !$0 }
    case .comparison(let operation, let end): return FEELComparison.holds(operation, subject, try value(of: end))
    case .tests(.subject, let tests): return try passes(subject, tests)
    default: break
    }
    let result = try value(of: test)
    if test.usesSubject { return if case .boolean(let truth) = result { truth } else { nil } }
    switch result {
    case .range(let range): return FEELComparison.contains(range, subject)
    case .list(let elements):
      if case .list = subject, FEELComparison.areEqual(subject, result) == true { return true }
      return elements.contains { element in
        if case .range(let range) = element { return FEELComparison.contains(range, subject) == true }
        return FEELComparison.areEqual(subject, element) == true
      }
    case .boolean(let truth):
      if case .boolean = subject { return subject == result }
      return subject == .null ? false : truth
    case .null: return subject == .null
    default: return FEELComparison.areEqual(subject, result)
    }
  }

  // MARK: - Operators

  private func binary(
    _ operation: Formula.Operator, _ left: Formula, _ right: Formula
  ) throws(FEELFailure) -> FormulaValue {
    switch operation {
    case .and, .or:
      let decisive = FormulaValue.boolean(operation == .or)
      let first = try value(of: left)
      if first == decisive { return decisive }
      let second = try value(of: right)
      if second == decisive { return decisive }
      guard case .boolean = first, case .boolean = second else { return .null }
      return .boolean(operation == .and)
    case .equal, .notEqual, .less, .atMost, .greater, .atLeast:
      return Self.boolean(FEELComparison.holds(operation, try value(of: left), try value(of: right)))
    default: return Self.arithmetic(operation, try value(of: left), try value(of: right))
    }
  }

  static func arithmetic(
    _ operation: Formula.Operator, _ left: FormulaValue, _ right: FormulaValue
  ) -> FormulaValue {
    switch (operation, left, right) {
    case (.add, .number(let first), .number(let second)): .number(first + second)
    case (.subtract, .number(let first), .number(let second)): .number(first - second)
    case (.multiply, .number(let first), .number(let second)): .number(first * second)
    case (.divide, .number(let first), .number(let second)): (first / second).map { .number($0) } ?? .null
    case (.power, .number(let first), .number(let second)): first.raised(to: second).map { .number($0) } ?? .null
    case (.add, .text(let first), .text(let second)): .text(first + second)
    case (.add, _, _): FEELTemporal.sum(left, right)
    case (.subtract, _, _): FEELTemporal.difference(left, right)
    case (.multiply, .number(let factor), _): FEELTemporal.product(right, factor)
    case (.multiply, _, .number(let factor)): FEELTemporal.product(left, factor)
    case (.divide, _, .number(let divisor)): quotient(left, divisor)
    case (.divide, .months(let first), .months(let second)): ratio(first, second)
    case (.divide, .microseconds(let first), .microseconds(let second)): ratio(first, second)
    default: .null
    }
  }

  private static func quotient(_ duration: FormulaValue, _ divisor: DecimalNumber) -> FormulaValue {
    guard let inverse = DecimalNumber(1) / divisor else { return .null }
    return FEELTemporal.product(duration, inverse)
  }

  private static func ratio(_ first: Int, _ second: Int) -> FormulaValue {
    (DecimalNumber(first) / DecimalNumber(second)).map { .number($0) } ?? .null
  }

  private static func negated(_ value: FormulaValue) -> FormulaValue {
    switch value {
    case .number(let number): .number(-number)
    case .months(let months): .months(-months)
    case .microseconds(let value): .microseconds(-value)
    default: .null
    }
  }

  static func not(_ value: FormulaValue) -> FormulaValue {
    if case .boolean(let truth) = value { .boolean(!truth) } else { .null }
  }

  // MARK: - Paths and filters

  /// A member of a context, or of each element of a list.
  static func member(_ value: FormulaValue, _ key: String) -> FormulaValue {
    switch value {
    case .context(let members): members[key] ?? .null
    case .list(let elements): .list(elements.map { member($0, key) })
    case .range(let range):
      switch key {
      case "start": range.lower
      case "end": range.upper
      case "start included": .boolean(range.includesLower)
      case "end included": .boolean(range.includesUpper)
      default: .null
      }
    default: FEELTemporal.member(value, key)
    }
  }

  /// `list[2]`, `list[-1]`, `list[item > 2]`, `list[status = "open"]`; a single value is a list of one.
  private func filtered(_ base: FormulaValue, _ index: Formula) throws(FEELFailure) -> FormulaValue {
    let elements: [FormulaValue] = if case .list(let elements) = base { elements } else { base == .null ? [] : [base] }
    if case .number(let number) = try value(of: index) {
      guard let place = number.integerValue else { return .null }
      let offset = place > 0 ? place - 1 : elements.count + place
      return place != 0 && elements.indices.contains(offset) ? elements[offset] : .null
    }
    var kept: [FormulaValue] = []
    for element in elements {
      var scope: [String: FormulaValue] = if case .context(let members) = element { members } else { [:] }
      if scope["item"] == nil { scope["item"] = element }
      if try inner(scope).value(of: index) == .boolean(true) { kept.append(element) }
    }
    return .list(kept)
  }

  // MARK: - Iterations

  private func iterate(
    _ kind: Formula.Iteration, _ bindings: ArraySlice<Formula.Binding>, _ body: Formula
  ) throws(FEELFailure) -> FormulaValue {
    var results: [FormulaValue] = []
    try visit(bindings, body, &results)
    switch kind {
    case .forEach: return .list(results)
    case .some:
      if results.contains(.boolean(true)) { return .boolean(true) }
      return results.allSatisfy { $0 == .boolean(false) } ? .boolean(false) : .null
    case .every:
      if results.contains(.boolean(false)) { return .boolean(false) }
      return results.allSatisfy { $0 == .boolean(true) } ? .boolean(true) : .null
    }
  }

  private func visit(
    _ bindings: ArraySlice<Formula.Binding>, _ body: Formula, _ results: inout [FormulaValue]
  ) throws(FEELFailure) {
    guard let binding = bindings.first else {
      results.append(try inner(["partial": .list(results)]).value(of: body))
      return
    }
    for element in try elements(of: binding) {
      guard results.count < 100_000 else { throw .unsupported("an iteration of more than 100,000 steps") }
      try inner([binding.name: element]).visit(bindings.dropFirst(), body, &results)
    }
  }

  private func elements(of binding: Formula.Binding) throws(FEELFailure) -> [FormulaValue] {
    let source = try value(of: binding.source)
    if let end = binding.end { return try steps(source, value(of: end)) }
    switch source {
    case .list(let elements): return elements
    case .range(let range): return try steps(range.lower, range.upper)
    case .null: return []
    default: return [source]
    }
  }

  private func steps(_ first: FormulaValue, _ last: FormulaValue) throws(FEELFailure) -> [FormulaValue] {
    switch (first, last) {
    case (.number(let lower), .number(let upper)):
      guard let start = lower.integerValue, let end = upper.integerValue else { return [] }
      guard abs(end - start) < 100_000 else { throw .unsupported("an iteration of more than 100,000 steps") }
      return stride(from: start, through: end, by: start <= end ? 1 : -1).map { .number(DecimalNumber($0)) }
    case (.date(let lower), .date(let upper)):
      let (start, end) = (lower.daysSinceEpoch, upper.daysSinceEpoch)
      guard abs(end - start) < 100_000 else { throw .unsupported("an iteration of more than 100,000 steps") }
      return stride(from: start, through: end, by: start <= end ? 1 : -1).map { .date(CivilDate(daysSinceEpoch: $0)) }
    default: return []
    }
  }

  // MARK: - Calls

  private func call(_ function: Formula, _ arguments: [Formula.Argument]) throws(FEELFailure) -> FormulaValue {
    guard case .function(let callee) = try value(of: function) else { return .null }
    let values = try self.values(of: arguments.map(\.value))
    if arguments.contains(where: { $0.name != nil }) {
      let parameters: [String]
      if case .builtIn(let name) = callee.body {
        parameters = FEELFunctions.parameters(name, named: arguments.compactMap(\.name))
      } else {
        parameters = callee.parameters
      }
      let byName = Dictionary(zip(arguments.map { $0.name ?? "" }, values), uniquingKeysWith: { $1 })
      guard byName.keys.allSatisfy(parameters.contains) else { return .null }
      return try apply(callee, parameters.map { byName[$0] ?? .null })
    }
    return try apply(callee, values)
  }

  func apply(_ function: FormulaFunction, _ arguments: [FormulaValue]) throws(FEELFailure) -> FormulaValue {
    guard depth < Self.maximumDepth else { throw .unsupported("calls nested deeper than \(Self.maximumDepth)") }
    switch function.body {
    case .builtIn(let name): return try FEELFunctions.call(name, arguments, evaluator: self)
    case .formula(let body, let around):
      guard arguments.count == function.parameters.count else { return .null }
      var inner = self
      inner.depth += 1
      inner.scopes = [around, Dictionary(zip(function.parameters, arguments), uniquingKeysWith: { $1 })]
      return try inner.value(of: body)
    case .model(let id):
      guard arguments.count == function.parameters.count else { return .null }
      return try library.call(id, arguments, depth: depth + 1)
    }
  }
}

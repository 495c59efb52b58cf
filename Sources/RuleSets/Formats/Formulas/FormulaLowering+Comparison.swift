internal import GovernanceModel
internal import Predicates

extension FormulaLowering {
  func compare(_ operation: Formula.Operator, _ left: FormulaOperand, _ right: FormulaOperand) -> FormulaCondition {
    switch (left, right) {
    case (.attribute(let path), .constant(let value)): return compare(operation, path, value)
    case (.constant, .attribute): return compare(operation.mirrored, right, left)
    case (.constant(let first), .constant(let second)): return compare(operation, first, second)
    case (.alternatives(let alternatives), _):
      return Self.joined(alternatives) { compare(operation, $0, right) }
    case (_, .alternatives(let alternatives)):
      return Self.joined(alternatives) { compare(operation, left, $0) }
    case (.condition(let condition), .constant(.boolean(let truth)))
    where operation == .equal || operation == .notEqual:
      return truth == (operation == .equal) ? condition : condition.negated
    case (.constant(.boolean), .condition): return compare(operation, right, left)
    default:
      let reads = Self.attributes(of: left) + Self.attributes(of: right)
      if case .opaque(let text, _) = left { return Self.opaque("\(operation.rawValue) with \(text)", reads) }
      if case .opaque(let text, _) = right { return Self.opaque("\(operation.rawValue) with \(text)", reads) }
      return Self.opaque("two attributes compared", reads)
    }
  }

  static func joined(
    _ alternatives: [(when: Predicate, value: FormulaOperand)], _ condition: (FormulaOperand) -> FormulaCondition
  ) -> FormulaCondition {
    let parts = alternatives.map { ($0.when, condition($0.value)) }
    let joined = FormulaCondition(
      yes: Predicate.any(parts.map { .all([$0, $1.yes]) }).simplified(),
      no: Predicate.any(parts.map { .all([$0, $1.no]) }).simplified())
    guard joined.size <= maximumSize else {
      return opaque("a condition of more than \(maximumSize) parts", joined.yes.reads)
    }
    return joined
  }

  private func compare(_ operation: Formula.Operator, _ first: FormulaValue, _ second: FormulaValue) -> FormulaCondition
  {
    let result: Bool?
    switch (dialect, operation) {
    case (.zen, .equal): result = ZENEvaluator.areEqual(first, second)
    case (.zen, .notEqual): result = !ZENEvaluator.areEqual(first, second)
    case (.zen, _):
      if case (.number(let left), .number(let right)) = (first, second) {
        result = operation.holds(left, right)
      } else {
        result = nil
      }
    case (.feel, _): result = FEELComparison.holds(operation, first, second)
    }
    return result.map { .constant($0) } ?? .never
  }

  private func compare(_ operation: Formula.Operator, _ path: AttributePath, _ value: FormulaValue) -> FormulaCondition
  {
    if operation == .notEqual { return compare(.equal, path, value).negated }
    if value == .null {
      return operation == .equal ? FormulaCondition(yes: .not(.exists(path)), no: .exists(path)) : .never
    }
    if operation != .equal {
      // ZEN orders numbers only.
      if dialect == .zen { guard case .number = value else { return .never } }
      if case .boolean = value { return .never }
    }
    guard let literal = value.conditionValue else {
      return Self.opaque("a comparison with a list, a context or a duration", [path])
    }
    let comparison = Predicate.compare(path, operation.comparison, literal)
    return operation == .equal ? .twoValued(comparison) : .known(comparison)
  }

  // MARK: - Membership

  func membership(_ value: FormulaOperand, _ container: Formula) -> FormulaCondition {
    membership(value, operand(container))
  }

  func membership(_ value: FormulaOperand, _ container: FormulaOperand) -> FormulaCondition {
    switch (value, container) {
    case (.alternatives(let alternatives), _): return Self.joined(alternatives) { membership($0, container) }
    case (_, .alternatives(let alternatives)): return Self.joined(alternatives) { membership(value, $0) }
    case (.attribute(let path), .constant(.range(let range))): return inside(range, path)
    case (.attribute(let path), .constant(.list(let elements))): return among(elements, path)
    case (.constant(let element), .attribute(let path)):
      guard let literal = element.conditionValue else { break }
      return .twoValued(.set(path, .containsAny, [literal]))
    case (.constant(let element), .constant(.list(let elements))):
      return .constant(elements.contains { FEELComparison.areEqual($0, element) == true })
    case (.constant(let element), .constant(.range(let range))):
      return FEELComparison.contains(range, element).map { .constant($0) } ?? .never
    default: break
    }
    return Self.opaque("membership of what is computed", Self.attributes(of: value) + Self.attributes(of: container))
  }

  private func inside(_ range: FormulaRange, _ path: AttributePath) -> FormulaCondition {
    var parts: [Predicate] = []
    for (end, includes, strict, loose) in [
      (range.lower, range.includesLower, Predicate.Comparison.greater, Predicate.Comparison.atLeast),
      (range.upper, range.includesUpper, .less, .atMost),
    ] where end != .null {
      guard let literal = end.conditionValue else { return Self.opaque("a range of durations or times", [path]) }
      parts.append(.compare(path, includes ? loose : strict, literal))
    }
    return .known(Predicate.all(parts).simplified())
  }

  private func among(_ elements: [FormulaValue], _ path: AttributePath) -> FormulaCondition {
    let literals = elements.compactMap(\.conditionValue)
    var alternatives: [Predicate] = literals.isEmpty ? [] : [.isIn(path, literals)]
    if elements.contains(.null) { alternatives.append(.not(.exists(path))) }
    for case .range(let range) in elements { alternatives.append(inside(range, path).yes) }
    return .twoValued(Predicate.any(alternatives).simplified())
  }

  // MARK: - Functions

  func call(_ name: String, _ arguments: [Formula], _ formula: Formula) -> FormulaCondition {
    switch (name, arguments.count) {
    case ("bool", 1): return condition(arguments[0])
    case ("not", 1): return condition(arguments[0]).negated
    case ("contains", 2): return contains(operand(arguments[0]), operand(arguments[1]))
    case ("list contains", 2): return membership(operand(arguments[1]), operand(arguments[0]))
    case ("startsWith", 2), ("starts with", 2): return text(.startsWith, arguments)
    case ("endsWith", 2), ("ends with", 2): return text(.endsWith, arguments)
    case ("matches", 2): return text(.matches, arguments)
    case ("some", 2), ("none", 2), ("all", 2): return closure(name, operand(arguments[0]), arguments[1])
    default:
      return Self.opaque("function `\(name)`", attributes(of: formula))
    }
  }

  /// Functions that give values, not conditions.
  func called(_ name: String, _ arguments: [Formula], _ formula: Formula) -> FormulaOperand {
    switch name {
    case "bool", "not", "contains", "list contains", "startsWith", "starts with", "endsWith", "ends with", "matches",
      "some", "none", "all":
      return .condition(call(name, arguments, formula))
    case "date", "time", "date and time", "duration":
      guard dialect == .feel, arguments.count == 1, case .constant(.text(let text)) = operand(arguments[0]) else {
        break
      }
      let value = FEELTemporal.literal(text)
      if value != .null { return .constant(value) }
    default: break
    }
    return .opaque("function `\(name)`", reads: attributes(of: formula))
  }

  private func text(_ test: Predicate.TextTest, _ arguments: [Formula]) -> FormulaCondition {
    text(test, operand(arguments[0]), operand(arguments[1]))
  }

  private func text(_ test: Predicate.TextTest, _ whole: FormulaOperand, _ part: FormulaOperand) -> FormulaCondition {
    switch (whole, part) {
    case (.attribute(let path), .constant(.text(let text))): return .known(.text(path, test, text))
    case (.alternatives(let alternatives), _): return Self.joined(alternatives) { text(test, $0, part) }
    case (.constant(.text(let first)), .constant(.text(let second))) where test != .matches:
      let holds =
        switch test {
        case .startsWith: first.utf8.starts(with: second.utf8)
        case .endsWith: first.utf8.reversed().starts(with: second.utf8.reversed())
        default: second.isEmpty || first.firstRange(of: second) != nil
        }
      return .constant(holds)
    default:
      return Self.opaque("a test of two texts", Self.attributes(of: whole) + Self.attributes(of: part))
    }
  }

  /// Of a list the element, of a text the part: which of them an attribute holds is known only when it is read.
  private func contains(_ whole: FormulaOperand, _ part: FormulaOperand) -> FormulaCondition {
    switch (whole, part) {
    case (.attribute(let path), .constant(let value)):
      guard let literal = value.conditionValue else { break }
      let inSet = Predicate.set(path, .containsAny, [literal])
      guard case .text(let text) = value else { return .known(inSet) }
      let yes = Predicate.any([.isTrue(.text(path, .contains, text)), .isTrue(inSet)])
      return FormulaCondition(yes: yes, no: .all([.exists(path), .not(yes)]))
    case (.alternatives(let alternatives), _): return Self.joined(alternatives) { contains($0, part) }
    case (.constant(.list), _): return membership(part, whole)
    case (.constant(.text), .constant(.text)): return text(.contains, whole, part)
    default: break
    }
    return Self.opaque("`contains` of what is computed", Self.attributes(of: whole) + Self.attributes(of: part))
  }

  /// `some(list, # in [..])` of ZEN.
  private func closure(_ name: String, _ list: FormulaOperand, _ body: Formula) -> FormulaCondition {
    switch (list, body) {
    case (.constant(.list(let elements)), _):
      let conditions = elements.map { element -> FormulaCondition in
        var inner = self
        inner.element = .constant(element)
        return inner.condition(body)
      }
      let any = FormulaCondition(
        yes: Predicate.any(conditions.map(\.yes)).simplified(), no: Predicate.all(conditions.map(\.no)).simplified())
      let all = FormulaCondition(
        yes: Predicate.all(conditions.map(\.yes)).simplified(), no: Predicate.any(conditions.map(\.no)).simplified())
      return name == "all" ? all : name == "some" ? any : any.negated
    case (.attribute(let path), .binary(.isIn, .element, let values)),
      (.attribute(let path), .binary(.equal, .element, let values)):
      guard name != "all", case .constant(let constant) = operand(values) else { break }
      let elements: [FormulaValue] = if case .list(let inner) = constant { inner } else { [constant] }
      let literals = elements.compactMap(\.conditionValue)
      guard literals.count == elements.count else { break }
      let any = FormulaCondition.known(.set(path, .containsAny, literals))
      return name == "some" ? any : any.negated
    case (.alternatives(let alternatives), _): return Self.joined(alternatives) { closure(name, $0, body) }
    default: break
    }
    return Self.opaque(
      "a condition on the elements of a list", Self.attributes(of: list) + attributes(of: body))
  }
}

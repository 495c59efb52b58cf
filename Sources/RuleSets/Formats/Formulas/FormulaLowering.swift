internal import GovernanceModel
internal import Predicates

/// Lowers formulas of tables to conditions on attributes; what they do not carry is opaque, never true.
struct FormulaLowering {
  let dialect: FormulaDialect
  /// What a dotted path stands for: an attribute, or what an earlier part of the graph computed.
  let resolve: (String) -> FormulaOperand
  /// The value under test.
  var subject: FormulaOperand = .constant(.null)
  /// The element that a closure visits.
  var element: FormulaOperand?

  /// A condition with more parts than this is opaque.
  static let maximumSize = 4_000

  init(dialect: FormulaDialect, resolve: @escaping (String) -> FormulaOperand) {
    (self.dialect, self.resolve) = (dialect, resolve)
  }

  // MARK: - Conditions

  func condition(_ formula: Formula) -> FormulaCondition {
    switch formula {
    case .anything: return .constant(true)
    case .not(let part): return condition(part).negated
    case .binary(.and, let left, let right): return and(condition(left), condition(right))
    case .binary(.or, let left, let right): return or(condition(left), condition(right))
    case .binary(.isNotIn, let left, let right):
      return membership(operand(left), right).negated
    case .binary(.isIn, let left, let right): return membership(operand(left), right)
    case .binary(let operation, let left, let right) where operation.isComparison:
      return compare(operation, operand(left), operand(right))
    case .comparison(let operation, let end): return compare(operation, subject, operand(end))
    case .tests(let value, let tests):
      var inner = self
      if case .subject = value {} else { inner.subject = operand(value) }
      return tests.map { inner.test($0) }.reduce(.constant(false)) { or($0, $1) }
    case .noneOf(let tests): return tests.map { test($0) }.reduce(.constant(false)) { or($0, $1) }.negated
    case .call(.name(let name, _), let arguments): return call(name, arguments.map(\.value), formula)
    case .iteration(let kind, let bindings, _) where bindings.count == 1 && kind != .forEach:
      return opaque(formula, "a condition on the elements of a list")
    default: return truth(operand(formula), formula)
    }
  }

  /// A test of FEEL: a value is compared, a range or list contains, a condition on `?` is asked.
  private func test(_ formula: Formula) -> FormulaCondition {
    switch formula {
    case .anything, .comparison, .noneOf: return condition(formula)
    case .range, .list: return membership(subject, formula)
    default: break
    }
    if formula.usesSubject { return condition(formula) }
    switch operand(formula) {
    case .constant(.range), .constant(.list): return membership(subject, formula)
    case .attribute: return opaque(formula, "a test against another attribute")
    case let operand: return compare(.equal, subject, operand)
    }
  }

  private func and(_ left: FormulaCondition, _ right: FormulaCondition) -> FormulaCondition {
    // ZEN looks at the right side only where the left one is true.
    let no: Predicate =
      dialect == .zen ? .any([left.no, .all([left.yes, right.no])]) : .any([left.no, right.no])
    return FormulaCondition(yes: .all([left.yes, right.yes]).simplified(), no: no.simplified())
  }

  private func or(_ left: FormulaCondition, _ right: FormulaCondition) -> FormulaCondition {
    let yes: Predicate =
      dialect == .zen ? .any([left.yes, .all([left.no, right.yes])]) : .any([left.yes, right.yes])
    // Alternatives of one attribute need no look at the left side: where it fails, so does the right one.
    let (first, second) = (Set(left.yes.reads), Set(right.yes.reads))
    let isSame = first == second && first.count == 1
    return FormulaCondition(
      yes: (isSame ? .any([left.yes, right.yes]) : yes).simplified(), no: .all([left.no, right.no]).simplified())
  }

  private func truth(_ operand: FormulaOperand, _ formula: Formula) -> FormulaCondition {
    switch operand {
    case .attribute(let path):
      return FormulaCondition(
        yes: .compare(path, .equal, .boolean(true)), no: .compare(path, .equal, .boolean(false)))
    case .constant(.boolean(let truth)): return .constant(truth)
    case .constant: return .never
    case .condition(let condition): return condition
    case .alternatives(let alternatives): return Self.joined(alternatives) { truth($0, formula) }
    case .opaque(let text, let reads): return Self.opaque(text, reads)
    }
  }

  static func opaque(_ text: String, _ reads: [AttributePath]) -> FormulaCondition {
    .known(.opaque(text: text, reads: reads))
  }

  private func opaque(_ formula: Formula, _ what: String) -> FormulaCondition {
    Self.opaque(what, attributes(of: formula))
  }

  /// The attributes below a formula, those of computed values included.
  func attributes(of formula: Formula) -> [AttributePath] {
    var found: [AttributePath] = []
    for read in formula.reads() { found += Self.attributes(of: resolve(read.path)) }
    if formula.usesSubject { found += Self.attributes(of: subject) }
    return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  static func attributes(of operand: FormulaOperand) -> [AttributePath] {
    switch operand {
    case .attribute(let path): [path]
    case .constant: []
    case .alternatives(let alternatives): alternatives.flatMap { $0.when.reads + attributes(of: $0.value) }
    case .condition(let condition): condition.yes.reads
    case .opaque(_, let reads): reads
    }
  }

  // MARK: - Operands

  func operand(_ formula: Formula) -> FormulaOperand {
    switch formula {
    case .literal(let value): return .constant(value)
    case .subject: return subject
    case .element: return element ?? .opaque("an element outside a list", reads: [])
    case .name, .member:
      if case .member(.element, _) = formula { return .opaque("a member of an element", reads: []) }
      guard let path = formula.path else {
        return .opaque("a member of a computed value", reads: attributes(of: formula))
      }
      return resolve(path.path)
    case .list(let parts):
      let values = parts.map { operand($0) }
      let constants = values.compactMap { if case .constant(let value) = $0 { value } else { nil } }
      guard constants.count == values.count else { return .opaque("a computed list", reads: attributes(of: formula)) }
      return .constant(.list(constants))
    case .range(let lower, let upper, let includesLower, let includesUpper):
      guard case .constant(let first) = operand(lower), case .constant(let last) = operand(upper) else {
        return .opaque("a range with computed ends", reads: attributes(of: formula))
      }
      return .constant(
        .range(FormulaRange(lower: first, upper: last, includesLower: includesLower, includesUpper: includesUpper)))
    case .negated(let part):
      if case .constant(.number(let number)) = operand(part) { return .constant(.number(-number)) }
      return .opaque("a calculation", reads: attributes(of: formula))
    case .binary(.otherwise, let left, let right): return otherwise(operand(left), operand(right))
    case .conditional(let condition, let yes, let no):
      let when = self.condition(condition)
      return .alternatives([(when.yes, operand(yes)), (when.no, operand(no))])
    case .binary(let operation, let left, let right):
      if operation.isComparison || [.and, .or, .isIn, .isNotIn].contains(operation) {
        return .condition(condition(formula))
      }
      return calculated(operation, operand(left), operand(right), formula)
    case .not, .tests, .comparison, .noneOf, .anything: return .condition(condition(formula))
    case .call(.name(let name, _), let arguments): return called(name, arguments.map(\.value), formula)
    default: return .opaque("a computed value", reads: attributes(of: formula))
    }
  }

  private func otherwise(_ value: FormulaOperand, _ fallback: FormulaOperand) -> FormulaOperand {
    switch value {
    case .attribute(let path): .alternatives([(.exists(path), value), (.not(.exists(path)), fallback)])
    case .constant(.null): fallback
    case .constant, .condition: value
    case .alternatives(let alternatives):
      .alternatives(alternatives.map { ($0.when, otherwise($0.value, fallback)) })
    case .opaque(let text, let reads): .opaque(text, reads: reads + Self.attributes(of: fallback))
    }
  }

  private func calculated(
    _ operation: Formula.Operator, _ left: FormulaOperand, _ right: FormulaOperand, _ formula: Formula
  ) -> FormulaOperand {
    switch (left, right) {
    case (.constant(let first), .constant(let second)):
      return .constant(FEELEvaluator.arithmetic(operation, first, second))
    case (.alternatives(let alternatives), .constant):
      return .alternatives(alternatives.map { ($0.when, calculated(operation, $0.value, right, formula)) })
    case (.constant, .alternatives(let alternatives)):
      return .alternatives(alternatives.map { ($0.when, calculated(operation, left, $0.value, formula)) })
    default: return .opaque("a calculation", reads: attributes(of: formula))
    }
  }
}

extension Formula.Operator {
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .atMost, .greater, .atLeast: true
    default: false
    }
  }

  /// The operator with its sides exchanged.
  var mirrored: Formula.Operator {
    switch self {
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    default: self
    }
  }

  var comparison: Predicate.Comparison {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .atMost: .atMost
    case .greater: .greater
    default: .atLeast
    }
  }
}

extension FormulaValue {
  /// The value in the type model of conditions; nil for null and what conditions do not compare.
  var conditionValue: Value? {
    switch self {
    case .boolean(let truth): .boolean(truth)
    case .number(let number): number.integerValue.map { .integer(Int64($0)) } ?? .decimal(number.doubleValue)
    case .text(let text): .text(text)
    case .date(let date): .instant(Instant(date))
    case .dateTime(let date, let time): .instant(Instant(microseconds: Int64(FEELTemporal.position(date, time))))
    default: nil
    }
  }
}

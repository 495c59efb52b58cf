internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension JsonLogicLowering {
  /// Neighbours compared in turn.
  mutating func comparisons(_ name: LogicOperator, _ arguments: [Node], _ node: Node) -> Predicate {
    guard arguments.count >= 2 else { return unknown("`\(name.rawValue)` of fewer than two", node) }
    var parts: [Predicate] = []
    for (left, right) in zip(arguments, arguments.dropFirst()) {
      guard let part = comparison(name, left, right) else { return unknown("`\(name.rawValue)`", node) }
      parts.append(part)
    }
    // Reads are noted when every pair could be said: an opaque one notes them by itself.
    for argument in arguments {
      if let (path, _) = attribute(argument) {
        notes.read(path, at: pathNode(argument))
      } else {
        notes.literals(argument)
      }
    }
    let paths = arguments.compactMap { attribute($0)?.path }
    for path in paths { notes.identifiers(arguments.filter { attribute($0) == nil }, comparedWith: path) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  /// Nil for what is no comparison of one attribute with a value.
  private func comparison(_ name: LogicOperator, _ left: Node, _ right: Node) -> Predicate? {
    if let (path, fallback) = attribute(left), let literal = literal(right) {
      let whenMissing = Self.holds(name, fallback, literal)
      return present(name, AttributePath(path), literal).map { whole($0, AttributePath(path), whenMissing) }
    }
    if let (path, fallback) = attribute(right), let literal = literal(left) {
      let whenMissing = Self.holds(name, literal, fallback)
      return present(name.mirrored, AttributePath(path), literal).map { whole($0, AttributePath(path), whenMissing) }
    }
    if let first = literal(left), let second = literal(right) {
      return Self.holds(name, first, second).map { .constant($0) }
    }
    return nil
  }

  private func literal(_ node: Node) -> JSONValue? {
    switch node.content {
    case .null, .boolean, .integer, .decimal, .text: JSONValue(node)
    case .sequence, .mapping: nil
    }
  }

  /// Nil where the comparison fails.
  private static func holds(_ name: LogicOperator, _ left: JSONValue, _ right: JSONValue) -> Bool? {
    try? LogicEvaluator.holds(name, left, right)
  }

  /// What is said of a value, and what comes of none.
  private func whole(_ present: Predicate, _ path: AttributePath, _ whenMissing: Bool?) -> Predicate {
    switch whenMissing {
    case true?: .any([.not(.exists(path)), present])
    case false?: .all([.exists(path), present])
    case nil: present
    }
  }

  /// The comparison with a value that is there; nil where predicates cannot say it.
  private func present(_ name: LogicOperator, _ path: AttributePath, _ literal: JSONValue) -> Predicate? {
    switch name {
    case .equal: return .isTrue(equality(path, literal))
    case .unequal: return .not(.isTrue(equality(path, literal)))
    case .strictlyEqual: return .isTrue(identity(path, literal))
    case .strictlyUnequal: return .not(.isTrue(identity(path, literal)))
    default:
      guard let order = name.order else { return nil }
      switch literal {
      case .number, .text: return Value(literal).map { .compare(path, order, $0) }
      case .null: return .compare(path, order, .integer(0))
      case .boolean, .array, .object: return nil
      }
    }
  }

  private func identity(_ path: AttributePath, _ literal: JSONValue) -> Predicate {
    Value(literal).map { .compare(path, .equal, $0) } ?? .constant(false)
  }

  /// `==`: a number equals its spelling, nothing equals 0, false and the empty text.
  private func equality(_ path: AttributePath, _ literal: JSONValue) -> Predicate {
    switch literal {
    case .null: return .isIn(path, [.integer(0), .boolean(false), .text("")])
    case .boolean(let value): return .isIn(path, [.boolean(value), .integer(value ? 1 : 0)])
    case .number(let number):
      var values = [Value(literal), .text(literal.asText)].compactMap { $0 }
      if number == 0 || number == 1 { values.append(.boolean(number == 1)) }
      return .isIn(path, values)
    case .text(let text):
      let number = literal.asNumber
      let spelled = number.isNaN || text.isEmpty ? nil : Value(.number(number))
      return .isIn(path, [.text(text)] + (spelled.map { [$0] } ?? []))
    case .array, .object: return .constant(false)
    }
  }

  // MARK: - Lists and texts

  /// `in`: the attribute among values, or a value in the attribute, be that a text or a list.
  mutating func membership(_ arguments: [Node], _ node: Node) -> Predicate {
    guard arguments.count == 2 else { return unknown("`in` of other than two", node) }
    if let (path, fallback) = attribute(arguments[0]), fallback == .null,
      let values = arguments[1].elements, values.allSatisfy({ literal($0) != nil })
    {
      notes.read(path, at: pathNode(arguments[0]))
      notes.literals(arguments[1])
      notes.identifiers(values, comparedWith: path)
      let found = Predicate.isTrue(.isIn(AttributePath(path), values.compactMap(\.value)))
      let takesNothing = values.contains { if case .null = $0.content { true } else { false } }
      return takesNothing ? .any([found, .not(.exists(AttributePath(path)))]) : found
    }
    if let (path, fallback) = attribute(arguments[1]), fallback == .null, let value = literal(arguments[0]),
      let element = Value(value)
    {
      notes.read(path, at: pathNode(arguments[1]))
      notes.literals(arguments[0])
      let attribute = AttributePath(path)
      return .any([
        .isTrue(.set(attribute, .containsAny, [element])),
        .isTrue(.text(attribute, .contains, value.asText)),
      ])
    }
    return unknown("`in`", node)
  }

  /// `some` and `none` of a list's elements equal to, or among, values. Without a list the rule fails.
  mutating func elements(_ name: LogicOperator, _ arguments: [Node], _ node: Node) -> Predicate {
    guard arguments.count == 2, let (path, fallback) = attribute(arguments[0]), fallback == .null,
      let values = elementValues(arguments[1])
    else { return unknown("`\(name.rawValue)`", node) }
    notes.read(path, at: pathNode(arguments[0]))
    for value in values { notes.literals(value) }
    return .set(
      AttributePath(path), name == .some ? .containsAny : .containsNone, values.compactMap(\.value))
  }

  private func elementValues(_ test: Node) -> [Node]? {
    guard let entry = test.entries?.first, test.entries?.count == 1, let arguments = entry.value.elements,
      arguments.count == 2
    else { return nil }
    func isElement(_ node: Node) -> Bool {
      guard let inner = node.entries?.first, node.entries?.count == 1 else { return false }
      return inner.key == "var" && inner.value.scalarText == ""
        || inner.key == "val" && inner.value.elements?.isEmpty == true
    }
    func isExact(_ node: Node) -> Bool {
      switch node.content {
      case .text(let text): entry.key != "==" || JSONValue.text(text).asNumber.isNaN
      case .boolean, .integer, .decimal: entry.key != "=="
      default: false
      }
    }
    switch entry.key {
    case "==", "===":
      guard arguments.contains(where: isElement) else { return nil }
      let values = arguments.filter { !isElement($0) }
      return values.count == 1 && values.allSatisfy(isExact) ? values : nil
    case "in":
      guard isElement(arguments[0]), let values = arguments[1].elements, values.allSatisfy(isExact) else { return nil }
      return values
    default: return nil
    }
  }

  /// flagd's `starts_with` and `ends_with`: null, which is not true, for what is no text.
  mutating func textTest(_ name: LogicOperator, _ arguments: [Node], _ node: Node) -> Predicate {
    guard arguments.count == 2, let (path, fallback) = attribute(arguments[0]), fallback == .null,
      case .text(let text) = arguments[1].content
    else { return unknown("`\(name.rawValue)`", node) }
    notes.read(path, at: pathNode(arguments[0]))
    notes.literals(arguments[1])
    return .isTrue(.text(AttributePath(path), name == .startsWith ? .startsWith : .endsWith, text))
  }
}

extension LogicOperator {
  /// The same comparison with its sides exchanged.
  fileprivate var mirrored: LogicOperator {
    switch self {
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    default: self
    }
  }

  fileprivate var order: Predicate.Comparison? {
    switch self {
    case .less: .less
    case .atMost: .atMost
    case .greater: .greater
    case .atLeast: .atLeast
    default: nil
    }
  }
}

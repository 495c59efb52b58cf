internal import GovernanceModel
internal import Patterns
internal import SourceDocuments

/// Reads what stands beside an operator.
enum OperatorReader {
  case comparison(Predicate.Comparison)
  case membership(isNegated: Bool)
  case between, exists
  case text(Predicate.TextTest)
  case set(Predicate.SetTest)
  case within, olderThan

  static let names = [
    "equals", "notEquals", "lessThan", "atMost", "moreThan", "atLeast", "in", "notIn", "between", "contains",
    "startsWith", "endsWith", "matches", "exists", "containsAny", "containsAll", "containsNone", "within",
    "olderThan",
  ]

  static func named(_ name: String) -> OperatorReader? {
    switch name {
    case "equals": .comparison(.equal)
    case "notEquals": .comparison(.notEqual)
    case "lessThan": .comparison(.less)
    case "atMost": .comparison(.atMost)
    case "moreThan": .comparison(.greater)
    case "atLeast": .comparison(.atLeast)
    case "in": .membership(isNegated: false)
    case "notIn": .membership(isNegated: true)
    case "between": .between
    case "exists": .exists
    case "within": .within
    case "olderThan": .olderThan
    default:
      Predicate.TextTest(rawValue: name).map { .text($0) } ?? Predicate.SetTest(rawValue: name).map { .set($0) }
    }
  }

  func read(_ path: AttributePath, _ name: String, _ node: Node, _ problems: inout Problems) -> Predicate? {
    switch self {
    case .comparison(let comparison):
      return Self.literal(name, node, isOrdered: comparison.isOrder, &problems).map { .compare(path, comparison, $0) }
    case .membership(let isNegated):
      guard let values = Self.list(name, node, &problems) else { return nil }
      return isNegated ? .not(.isIn(path, values)) : .isIn(path, values)
    case .between: return Self.between(path, node, &problems)
    case .exists:
      guard case .boolean(let exists) = node.content else {
        problems.error("`exists` is true or false; found \(node.kind)", at: node)
        return nil
      }
      return exists ? .exists(path) : .not(.exists(path))
    case .text(let test): return Self.text(path, test, node, &problems)
    case .set(let test): return Self.list(name, node, &problems).map { .set(path, test, $0) }
    case .within: return node.readPeriod("within", &problems).map { .within(path, $0) }
    case .olderThan: return node.readPeriod("olderThan", &problems).map { .olderThan(path, $0) }
    }
  }

  private static func literal(
    _ name: String, _ node: Node, isOrdered: Bool, _ problems: inout Problems
  ) -> Value? {
    switch node.content {
    case .text(let text) where isOrdered && Double(text) != nil:
      problems.error(
        "`\(text)` is a text here, and no number is more or less than a text", at: node,
        help: "write the number without quotes")
    case .integer, .decimal, .text: return node.value
    case .boolean where !isOrdered: return node.value
    case .boolean:
      problems.error("truth values have no order: `\(name)` compares numbers, texts and dates", at: node)
    case .sequence:
      problems.error("`\(name)` compares with one value; found a list", at: node, help: "use `in` for several values")
    case .null:
      problems.error("`\(name)` compares with a value; found nothing", at: node, help: "ask with `exists: false`")
    case .mapping:
      problems.error("`\(name)` compares with one value; found a mapping", at: node)
    }
    return nil
  }

  private static func list(_ name: String, _ node: Node, _ problems: inout Problems) -> [Value]? {
    guard let elements = node.items else { return element(name, node, &problems).map { [$0] } }
    guard elements.count > 0 else {
      problems.error("`\(name)` needs at least one value", at: node)
      return nil
    }
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for node in elements { if let value = element(name, node, &problems) { values.append(value) } }
    return values.count == elements.count ? values : nil
  }

  private static func element(_ name: String, _ node: Node, _ problems: inout Problems) -> Value? {
    if node.isScalar { return node.value }
    problems.error("`\(name)` is a list of values; found \(node.kind) in it", at: node)
    return nil
  }

  private static func between(_ path: AttributePath, _ node: Node, _ problems: inout Problems) -> Predicate? {
    guard let ends = node.elements, ends.count == 2 else {
      problems.error("`between` is a list of two values, both of which belong to it", at: node)
      return nil
    }
    guard let low = literal("between", ends[0], isOrdered: true, &problems),
      let high = literal("between", ends[1], isOrdered: true, &problems)
    else { return nil }
    switch low.order(to: high) {
    case .less, .same: return .between(path, low, high)
    case .greater: problems.error("`between` names the lower end first", at: node)
    case nil: problems.error("the ends of `between` are of one type", at: node)
    }
    return nil
  }

  private static func text(
    _ path: AttributePath, _ test: Predicate.TextTest, _ node: Node, _ problems: inout Problems
  ) -> Predicate? {
    guard let text = node.readText(test.rawValue, &problems) else { return nil }
    if test == .matches {
      do {
        _ = try Pattern(text)
      } catch {
        problems.error("not a pattern: \(error.message)", at: node, help: "patterns are in RE2 syntax")
        return nil
      }
    }
    return .text(path, test, text)
  }
}

extension Predicate.Comparison {
  /// Asks which of two values is greater.
  var isOrder: Bool { self != .equal && self != .notEqual }
}

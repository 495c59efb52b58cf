internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers a query in the three-valued logic of its export to SQL: a comparison with a missing field is unknown, and so is
/// its negation.
struct ReactQueryBuilderLowering {
  var notes: RuleNotes

  mutating func predicate(_ node: Node) -> Predicate {
    guard let rules = node["rules"] else { return rule(node) }
    guard let elements = rules.elements else { return notes.opaque("`rules` that are no list", at: rules) }
    let joined = node["combinator"]?.scalarText.map { join(elements, $0, at: node) } ?? mixed(elements, at: node)
    return node["not"]?.isTrue == true ? .not(joined) : joined
  }

  private mutating func join(_ elements: [Node], _ combinator: String, at node: Node) -> Predicate {
    let parts = elements.filter { $0["muted"]?.isTrue != true && $0.entries != nil }.map { predicate($0) }
    switch combinator.lowercased() {
    case "and": return .every(parts)
    // A group of no rules is exported as `1 = 1`.
    case "or": return parts.isEmpty ? .constant(true) : .some(parts)
    case "xor":
      return notes.opaque(
        "an odd number of rules", at: node["combinator"] ?? node, reads: parts.flatMap(\.reads).map(\.text),
        of: Self.whole(node))
    default: return notes.opaque("combinator `\(combinator)`", at: node["combinator"] ?? node, of: Self.whole(node))
    }
  }

  /// Combinators between rules: `and` binds tighter than `or`.
  private mutating func mixed(_ elements: [Node], at node: Node) -> Predicate {
    var groups: [[Predicate]] = [[]]
    for element in elements {
      switch element.scalarText?.lowercased() {
      case nil: groups[groups.count - 1].append(predicate(element))
      case "and": break
      case "or": groups.append([])
      case .some(let word): return notes.opaque("combinator `\(word)`", at: element, of: Self.whole(node))
      }
    }
    return elements.isEmpty ? .constant(true) : .some(groups.map { .every($0) })
  }

  private mutating func rule(_ node: Node) -> Predicate {
    guard let fieldNode = node["field"], let field = fieldNode.scalarText, let test = node["operator"]?.scalarText
    else {
      return notes.opaque("a rule without `field` or `operator`", at: node)
    }
    // What nobody has filled in yet is not exported.
    if field == "~" || test == "~" { return .constant(true) }
    let path = notes.attribute(field, at: fieldNode)
    if let value = node["value"] {
      let isList = ["in", "notIn"].contains(test)
      notes.personalValues(value.elements ?? [value], of: isList || test == "=" ? field : "", isList: isList)
    }
    if node["valueSource"]?.scalarText == "field" {
      return notes.opaque(
        "a comparison of two fields", at: node, reads: [field, node["value"]?.scalarText ?? "*"],
        of: Self.whole(node))
    }
    if let match = node["match"] {
      return notes.opaque("a condition on the elements of a list", at: match, reads: [field], of: Self.whole(node))
    }
    switch test {
    case "null": return .not(.exists(path))
    case "notNull": return .exists(path)
    default: break
    }
    guard let value = node["value"], !value.isNull else {
      return notes.opaque("`\(test)` without a value", at: node, reads: [field], of: Self.whole(node))
    }
    return comparison(path, test, value)
  }

  /// The condition itself, without its negation and without the ids that the editor gives.
  private static func whole(_ node: Node) -> Node { node.without("not", "id", "path") }

  private mutating func comparison(_ path: AttributePath, _ test: String, _ node: Node) -> Predicate {
    let literals = Self.literals(node)
    if test == "in" || test == "notIn" {
      let isIn = literals.isEmpty ? Predicate.constant(false) : .isIn(path, literals)
      return test == "in" ? isIn : .not(isIn)
    }
    if test == "between" || test == "notBetween" {
      guard literals.count == 2 else {
        return notes.opaque("`\(test)` without two values", at: node, reads: [path.text])
      }
      let between = Predicate.between(path, literals[0], literals[1])
      return test == "between" ? between : .not(between)
    }
    guard node.elements == nil, let literal = node.value else {
      return notes.opaque("`\(test)` of a list", at: node, reads: [path.text])
    }
    if let comparison = Self.comparisons[test] { return .compare(path, comparison, literal) }
    let text = node.scalarText ?? ""
    switch test {
    case "contains": return .text(path, .contains, text)
    case "beginsWith": return .text(path, .startsWith, text)
    case "endsWith": return .text(path, .endsWith, text)
    case "doesNotContain": return .not(.text(path, .contains, text))
    case "doesNotBeginWith": return .not(.text(path, .startsWith, text))
    case "doesNotEndWith": return .not(.text(path, .endsWith, text))
    default: return notes.opaque("operator `\(test)`", at: node, reads: [path.text])
    }
  }

  /// A list, or a text with commas.
  private static func literals(_ node: Node) -> [Value] {
    if let elements = node.elements { return elements.compactMap(\.value) }
    guard case .text(let text) = node.content else { return node.value.map { [$0] } ?? [] }
    return text.split(separator: ",").map { .text(String($0).trimmed) }.filter { $0 != .text("") }
  }

  private static let comparisons: [String: Predicate.Comparison] = [
    "=": .equal, "!=": .notEqual, "<": .less, "<=": .atMost, ">": .greater, ">=": .atLeast,
  ]
}

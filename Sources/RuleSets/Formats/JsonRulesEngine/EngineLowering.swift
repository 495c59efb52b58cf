internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers conditions of json-rules-engine. An undefined fact fails the whole rule: the predicate is unknown there. A path
/// that leads nowhere is undefined, which no operator but the negative ones accepts.
struct EngineLowering {
  var notes: RuleNotes
  let shared: [String: Node]
  private var depth = 0

  init(file: SourceFile, shared: [String: Node]) {
    notes = RuleNotes(file: file)
    self.shared = shared
  }

  mutating func predicate(_ node: Node) -> Predicate {
    if let parts = node["all"]?.elements { return .all(parts.map { predicate($0) }) }
    if let parts = node["any"]?.elements { return parts.isEmpty ? .constant(true) : .any(parts.map { predicate($0) }) }
    if let inner = node["not"] { return .not(predicate(inner)) }
    if let reference = node["condition"] {
      let name = reference.scalarText ?? ""
      notes.references.append(notes.part(reference, name))
      guard let condition = shared[name] else {
        let near = nearestName(to: name, among: shared.keys)
        notes.dangling.append(
          notes.part(reference, "condition `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "")))
        return .segment(name)
      }
      // What the shared condition reads, this rule reads; each at most once around a circle.
      if depth < 16 {
        depth += 1
        _ = predicate(condition)
        depth -= 1
      }
      return .segment(name)
    }
    return leaf(node)
  }

  private mutating func leaf(_ node: Node) -> Predicate {
    guard let name = node["operator"]?.scalarText, let value = node["value"], let factNode = node["fact"],
      let fact = factNode.scalarText
    else { return notes.opaque("a condition without `fact`, `operator` and `value`", at: node) }
    let keys = node["path"]?.scalarText.map { FactPath.keys($0) } ?? []
    let path = ([fact] + (keys ?? [])).joined(separator: ".")
    if node["params"] != nil {
      return notes.opaque("the fact `\(fact)` is fetched while the rule runs", at: factNode, reads: [path])
    }
    guard keys != nil else {
      return notes.opaque("a path that names several places", at: node["path"] ?? node, reads: [path])
    }
    if let other = value["fact"]?.scalarText {
      let otherKeys = value["path"]?.scalarText.flatMap { FactPath.keys($0) } ?? []
      notes.read(([other] + otherKeys).joined(separator: "."), at: value)
      return notes.opaque("`\(fact)` is compared with another fact", at: value, reads: [path])
    }
    guard let test = EngineOperator(name) else {
      return notes.opaque(
        "the operator `\(name)` is not one of json-rules-engine", at: node["operator"] ?? node, reads: [path])
    }
    notes.literals(value)
    notes.identifiers(value.elements ?? [value], comparedWith: path)
    guard let tested = predicate(test.test, test.decorators[...], AttributePath(path), value) else {
      return notes.opaque("`\(name)`", at: node["operator"] ?? node, reads: [path])
    }
    notes.read(path, at: factNode)
    guard node["path"] != nil else { return tested }
    return test.holds(nil, JSONValue(value)) ? .any([.not(.exists(AttributePath(path))), tested]) : .isTrue(tested)
  }

  /// Nil for what predicates cannot say.
  private func predicate(
    _ test: EngineOperator.Test, _ decorators: ArraySlice<EngineOperator.Decorator>, _ path: AttributePath,
    _ value: Node
  ) -> Predicate? {
    let inner = decorators.dropFirst()
    let values = (value.elements ?? []).compactMap(\.value)
    let isWhole = values.count == value.elements?.count
    switch decorators.first {
    case nil: return plain(test, path, value)
    case .not?: return predicate(test, inner, path, value).map { .not($0) }
    case .someValue? where inner.isEmpty && test == .equal && isWhole: return .isIn(path, values)
    case .someValue? where inner.isEmpty && test == .contains && isWhole: return .set(path, .containsAny, values)
    case .everyValue? where inner.isEmpty && test == .contains && isWhole: return .set(path, .containsAll, values)
    case .everyValue? where inner.isEmpty && test == .doesNotContain && isWhole:
      return .set(path, .containsNone, values)
    case .someFact? where inner.isEmpty && test == .equal: return value.value.map { .set(path, .containsAny, [$0]) }
    case .someFact? where inner.isEmpty && test == .in && isWhole: return .set(path, .containsAny, values)
    case .everyFact? where inner.isEmpty && test == .notEqual:
      return value.value.map { .set(path, .containsNone, [$0]) }
    case .everyFact? where inner.isEmpty && test == .notIn && isWhole: return .set(path, .containsNone, values)
    default: return nil
    }
  }

  private func plain(_ test: EngineOperator.Test, _ path: AttributePath, _ value: Node) -> Predicate? {
    if let elements = value.elements {
      let values = elements.compactMap(\.value)
      guard values.count == elements.count, !elements.contains(where: { $0.elements != nil }) else { return nil }
      switch test {
      case .in: return .isIn(path, values)
      case .notIn: return .not(.isTrue(.isIn(path, values)))
      default: return nil
      }
    }
    guard let literal = value.value else { return nil }
    switch test {
    case .equal: return .compare(path, .equal, literal)
    case .notEqual: return .compare(path, .notEqual, literal)
    case .contains: return .set(path, .containsAny, [literal])
    case .doesNotContain: return .set(path, .containsNone, [literal])
    case .lessThan: return order(.less, path, literal)
    case .lessThanInclusive: return order(.atMost, path, literal)
    case .greaterThan: return order(.greater, path, literal)
    case .greaterThanInclusive: return order(.atLeast, path, literal)
    case .in, .notIn: return nil
    }
  }

  /// Numbers only: a text must begin with a number to be compared at all.
  private func order(_ comparison: Predicate.Comparison, _ path: AttributePath, _ literal: Value) -> Predicate? {
    switch literal {
    case .integer, .decimal: .compare(path, comparison, literal)
    default: nil
    }
  }

  /// Facts in the parameters of an event leave with it.
  mutating func export(_ event: Node) {
    guard let params = event["params"] else { return }
    notes.literals(params)
    var (paths, first) = ([AttributePath](), Node?.none)
    collect(params, &paths, &first)
    guard let first else { return }
    let recipient = event["type"]?.scalarText ?? "event"
    notes.exports.append(
      RuleExport(recipient: recipient, paths: paths, isWildcard: false, place: notes.part(first, recipient)))
    for path in paths { notes.read(path.text, at: first) }
  }

  private func collect(_ node: Node, _ paths: inout [AttributePath], _ first: inout Node?) {
    if let fact = node["fact"]?.scalarText {
      let keys = node["path"]?.scalarText.flatMap { FactPath.keys($0) } ?? []
      paths.append(AttributePath(([fact] + keys).joined(separator: ".")))
      first = first ?? node["fact"]
    }
    for entry in node.entries ?? [] { collect(entry.value, &paths, &first) }
    for element in node.elements ?? [] { collect(element, &paths, &first) }
  }
}

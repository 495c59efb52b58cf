internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers the truth of JsonLogic to predicates; what they cannot say is opaque, with what it reads.
///
/// JsonLogic is two-valued: a missing attribute is null, which is 0 to a number and nothing to a text. Where that makes
/// a comparison true, the predicate says so with `exists`; where it makes the whole rule fail (`null < "a"`), the
/// predicate is unknown. Coercions between types of values that are there are left out, but for equality of a number
/// with its own spelling.
struct JsonLogicLowering {
  var notes: RuleNotes
  /// flagd's evaluators; nil for plain JsonLogic.
  let evaluators: [String: Node]?
  private var references: [String] = []

  init(file: SourceFile, evaluators: [String: Node]? = nil) {
    notes = RuleNotes(file: file)
    self.evaluators = evaluators
  }

  /// When the node's value is truthy.
  mutating func truth(of node: Node) -> Predicate {
    guard let entries = node.entries, let entry = entries.first else { return .constant(JSONValue(node).countsAsTrue) }
    if entry.key == "$ref", evaluators != nil { return reference(entry.value) }
    guard entries.count == 1, let name = LogicOperator(rawValue: entry.key), evaluators != nil || !name.isOfFlagd else {
      return unknown("unknown operator `\(entry.key)`", node)
    }
    let arguments = entry.value.elements ?? [entry.value]
    switch name {
    case .and where entry.value.elements != nil: return .all(arguments.map { truth(of: $0) })
    case .or where entry.value.elements != nil: return .any(arguments.map { truth(of: $0) })
    case .not: return .not(arguments.first.map { truth(of: $0) } ?? .constant(false))
    case .truth, .log: return arguments.first.map { truth(of: $0) } ?? .constant(false)
    case .choose, .ternary: return choice(arguments[...])
    case .variable, .value: return truthOfAttribute(node)
    case .exists: return existence(entry.value, node)
    case .missing: return absence(arguments, node)
    case .equal, .unequal, .strictlyEqual, .strictlyUnequal, .less, .atMost, .greater, .atLeast:
      return comparisons(name, arguments, node)
    case .contained: return membership(arguments, node)
    case .some, .none: return elements(name, arguments, node)
    case .startsWith, .endsWith: return textTest(name, arguments, node)
    default: return unknown("`\(entry.key)`", node)
    }
  }

  /// Each condition counts where those before it do not hold.
  private mutating func choice(_ arguments: ArraySlice<Node>) -> Predicate {
    guard let condition = arguments.first else { return .constant(false) }
    let test = truth(of: condition)
    let rest = arguments.dropFirst()
    guard let consequence = rest.first else { return test }
    let then = truth(of: consequence)
    return .any([.all([test, then]), .all([.not(test), choice(rest.dropFirst())])])
  }

  private mutating func reference(_ node: Node) -> Predicate {
    guard let name = node.scalarText, let evaluator = evaluators?[name] else {
      notes.dangling.append(notes.part(node, "evaluator `\(node.scalarText ?? "")`"))
      return notes.opaque("unknown evaluator", at: node)
    }
    guard !references.contains(name), references.count < 32 else {
      return notes.opaque("the evaluator `\(name)` refers to itself", at: node)
    }
    references.append(name)
    defer { references.removeLast() }
    return truth(of: evaluator)
  }

  // MARK: - Attributes

  /// The attribute that a node reads, when its path is written out, and the default for it.
  func attribute(_ node: Node) -> (path: String, fallback: JSONValue)? {
    guard let entry = node.entries?.first, node.entries?.count == 1 else { return nil }
    let arguments = entry.value.elements ?? [entry.value]
    switch entry.key {
    case "var":
      guard let path = arguments.first?.scalarText, !path.isEmpty, arguments.count < 3 else { return nil }
      if arguments.count == 2, arguments[1].entries?.isEmpty == false { return nil }
      return (path, arguments.count == 2 ? JSONValue(arguments[1]) : .null)
    case "val":
      let keys = arguments.compactMap(\.scalarText)
      guard keys.count == arguments.count, !keys.isEmpty, keys != [""] else { return nil }
      return (keys.joined(separator: "."), .null)
    default: return nil
    }
  }

  /// Where the path of an attribute is written out.
  func pathNode(_ node: Node) -> Node {
    guard let arguments = node.entries?.first?.value else { return node }
    guard let elements = arguments.elements else { return arguments }
    return elements.first(where: { $0.scalarText != nil }) ?? node
  }

  /// True for what is there and is neither false, 0 nor empty.
  private mutating func truthOfAttribute(_ node: Node) -> Predicate {
    guard let (path, fallback) = attribute(node) else { return unknown("a computed path", node) }
    notes.read(path, at: pathNode(node))
    let attribute = AttributePath(path)
    let nothing: [Value] = [.boolean(false), .integer(0), .text(""), .set([])]
    let isTruthy = Predicate.all([.exists(attribute), .not(.isTrue(.isIn(attribute, nothing)))])
    return fallback.countsAsTrue ? .any([isTruthy, .not(.exists(attribute))]) : isTruthy
  }

  private mutating func existence(_ keys: Node, _ node: Node) -> Predicate {
    let parts = (keys.elements ?? [keys]).map(\.scalarText)
    let path = parts.compactMap { $0 }.joined(separator: ".")
    guard !path.isEmpty, !parts.contains(nil) else { return unknown("a computed path", node) }
    notes.read(path, at: pathNode(node))
    return .exists(AttributePath(path))
  }

  /// A list of missing keys is truthy when it is not empty.
  private mutating func absence(_ keys: [Node], _ node: Node) -> Predicate {
    let keys = keys.count == 1 ? keys[0].elements ?? keys : keys
    guard keys.allSatisfy({ $0.scalarText?.isEmpty == false }) else { return unknown("a computed path", node) }
    return .any(
      keys.map { key in
        notes.read(key.scalarText ?? "", at: key)
        return .not(.exists(AttributePath(key.scalarText ?? "")))
      })
  }

  // MARK: - What is not said

  mutating func unknown(_ what: String, _ node: Node) -> Predicate {
    var walk = LogicReads()
    walk.visit(node, evaluators: evaluators)
    for read in walk.reads { notes.read(read.path, at: read.node) }
    notes.literals(node)
    var reads: [String] = []
    for read in walk.reads where !reads.contains(read.path) { reads.append(read.path) }
    notes.opaque.append(notes.part(node, what))
    if walk.isOpen {
      notes.readsAnything(at: notes.part(node, what))
      reads.append(AttributePath.anything.text)
    }
    return .opaque(text: "\(what) \(node.distinctText)", reads: reads.map { AttributePath($0) })
  }
}

internal import SourceDocuments

/// JsonLogic, compiled: operators told apart once, constants folded into values.
indirect enum LogicExpression: Sendable {
  case constant(JSONValue)
  /// A list with logic in it.
  case list([LogicExpression])
  case operation(LogicOperation)
  /// Evaluated, this fails with a reason: an operator that nobody knows, a reference in a circle.
  case faulty(reason: String, Node)
}

/// An operator with what it is applied to.
struct LogicOperation: Sendable {
  enum Arguments: Sendable {
    /// `[…]`: each element is an argument.
    case list([LogicExpression])
    /// Anything else: one argument, which may turn out to be the list of them.
    case single(LogicExpression)
  }

  let name: LogicOperator
  let arguments: Arguments
  /// As written, for places.
  let node: Node
}

/// Compiles JsonLogic. flagd's dialect adds operators, and evaluators that are referred to by name.
struct LogicCompiler {
  /// Nil: plain JsonLogic. Else flagd's `$evaluators`.
  let evaluators: [String: Node]?
  private var path: [String] = []

  init(evaluators: [String: Node]? = nil) { self.evaluators = evaluators }

  mutating func compile(_ node: Node) -> LogicExpression {
    if let elements = node.elements {
      let parts = elements.map { compile($0) }
      return Self.constants(parts).map { .constant(.array($0)) } ?? .list(parts)
    }
    guard let entries = node.entries, let entry = entries.first else { return .constant(JSONValue(node)) }
    guard entries.count == 1 else { return .faulty(reason: "Unknown Operator", node) }
    if entry.key == "$ref", evaluators != nil { return reference(entry.value) }
    guard let name = LogicOperator(rawValue: entry.key), evaluators != nil || !name.isOfFlagd else {
      return .faulty(reason: "Unknown Operator", node)
    }
    if name == .preserve { return .constant(JSONValue(entry.value)) }
    let arguments: LogicOperation.Arguments =
      if let elements = entry.value.elements {
        .list(elements.map { compile($0) })
      } else {
        .single(compile(entry.value))
      }
    return .operation(LogicOperation(name: name, arguments: arguments, node: node))
  }

  /// flagd puts an evaluator in the place of each reference to it.
  private mutating func reference(_ node: Node) -> LogicExpression {
    guard let name = node.scalarText, let evaluator = evaluators?[name] else {
      return .faulty(reason: "Unknown Evaluator", node)
    }
    guard !path.contains(name), path.count < 32 else { return .faulty(reason: "Cyclic Evaluator", node) }
    path.append(name)
    defer { path.removeLast() }
    return compile(evaluator)
  }

  private static func constants(_ parts: [LogicExpression]) -> [JSONValue]? {
    var values: [JSONValue] = []
    for part in parts {
      guard case .constant(let value) = part else { return nil }
      values.append(value)
    }
    return values
  }
}

internal import GovernanceModel
internal import SourceDocuments

/// Evaluates the conditions of json-rules-engine on facts. Facts that are fetched while a rule runs (`params`) are as
/// good as their value in the data.
struct EngineEvaluator {
  let file: SourceFile
  let facts: JSONValue
  let shared: [String: Node]
  let isTraced: Bool
  private var references: [String] = []

  init(file: SourceFile, facts: JSONValue, shared: [String: Node], isTraced: Bool) {
    (self.file, self.facts, self.shared, self.isTraced) = (file, facts, shared, isTraced)
  }

  /// Whether the condition holds, with the steps that led there.
  ///
  /// Conditions of one priority run together, so an undefined fact among them fails the rule even where another decides.
  mutating func holds(_ node: Node) throws(EvaluationError) -> (holds: Bool, step: TraceStep) {
    for (key, isAll) in [("all", true), ("any", false)] {
      if let parts = node[key]?.elements { return try connected(key, isAll, parts, node) }
    }
    if let inner = node["not"] {
      let result = try holds(inner)
      return (!result.holds, step("not", node, !result.holds, [result.step]))
    }
    if let reference = node["condition"] { return try referred(reference, node) }
    return try compared(node)
  }

  private mutating func connected(
    _ key: String, _ isAll: Bool, _ parts: [Node], _ node: Node
  ) throws(EvaluationError) -> (holds: Bool, step: TraceStep) {
    let priorities = Set(parts.map(Self.priority)).sorted(by: >)
    var steps: [TraceStep] = []
    for priority in priorities {
      var isDecided = false
      for part in parts where Self.priority(part) == priority {
        let result = try holds(part)
        steps.append(result.step)
        if result.holds != isAll { isDecided = true }
      }
      if isDecided { return (!isAll, step(key, node, !isAll, steps)) }
    }
    // `any` of nothing holds too: the engine asks whether a result other than true is left.
    let holds = isAll || parts.isEmpty
    return (holds, step(key, node, holds, steps))
  }

  private static func priority(_ node: Node) -> Int64 {
    if case .integer(let priority)? = node["priority"]?.content { priority } else { 1 }
  }

  private mutating func referred(
    _ reference: Node, _ node: Node
  ) throws(EvaluationError) -> (holds: Bool, step: TraceStep) {
    let name = reference.scalarText ?? ""
    guard let condition = shared[name] else { throw error("Undefined condition", "no condition `\(name)`", reference) }
    guard !references.contains(name) else { throw error("Cyclic condition", "`\(name)` refers to itself", reference) }
    references.append(name)
    defer { references.removeLast() }
    let result = try holds(condition)
    return (result.holds, step("condition \(name)", node, result.holds, [result.step]))
  }

  private func compared(_ node: Node) throws(EvaluationError) -> (holds: Bool, step: TraceStep) {
    guard let name = node["operator"]?.scalarText, let value = node["value"] else {
      throw error("Invalid condition", "a condition has `fact`, `operator` and `value`", node)
    }
    guard let test = EngineOperator(name) else {
      throw error("Unknown operator", "`\(name)` is no operator of json-rules-engine", node["operator"] ?? node)
    }
    let fact = try fact(node)
    let other = value["fact"] == nil ? JSONValue(value) : try self.fact(value) ?? .null
    let holds = test.holds(fact, other)
    return (holds, step(node.maskedText, node, holds, []))
  }

  /// The value of `fact`, with its `path`; nil where the path leads nowhere.
  private func fact(_ node: Node) throws(EvaluationError) -> JSONValue? {
    guard let name = node["fact"]?.scalarText else { throw error("Invalid condition", "no `fact`", node) }
    guard let found = facts[name] else { throw error("Undefined fact", "no fact `\(name)` in the data", node) }
    guard let path = node["path"]?.scalarText else { return found }
    guard let keys = FactPath.keys(path) else { throw error("Unsupported path", "`\(path)`", node["path"] ?? node) }
    return keys.reduce(Optional(found)) { value, key in value?.member(key) }
  }

  private func step(_ clause: String, _ node: Node, _ holds: Bool, _ inner: [TraceStep]) -> TraceStep {
    guard isTraced else { return TraceStep(clause: "", outcome: "") }
    return TraceStep(
      clause: clause, place: file.span(node.position, length: Int(node.length)), outcome: String(holds), inner: inner)
  }

  private func error(_ reason: String, _ detail: String, _ node: Node) -> EvaluationError {
    EvaluationError(reason, detail: detail, place: file.span(node.position, length: Int(node.length)))
  }
}

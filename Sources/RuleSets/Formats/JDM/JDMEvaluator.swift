internal import GovernanceModel
internal import SourceDocuments

/// Why a graph has no result.
enum JDMFailure: Error, Hashable {
  /// The engine fails too: no input node, a cycle, an expression of wrong types.
  case invalid(String)
  /// A part that a general language decides.
  case opaque(String)
}

/// Runs a graph on an input, as the engine does: results flow along the edges, switches cut them.
struct JDMEvaluator {
  let graph: JDMGraph
  let now: Instant
  /// What was decided on the way, in order.
  private(set) var trace: [JDMStep] = []
  private var results: [Int: FormulaValue] = [:]
  private var edges: Set<JDMGraph.Edge>
  private var removed: Set<Int> = []

  init(_ graph: JDMGraph, now: Instant) {
    (self.graph, self.now) = (graph, now)
    edges = Set(graph.edges)
  }

  /// The merged results of the nodes at which the graph ends.
  mutating func run(_ input: FormulaValue) throws(JDMFailure) -> FormulaValue {
    let inputs = graph.nodes.indices.filter { if case .input = graph.nodes[$0].kind { true } else { false } }
    guard inputs.count == 1 else { throw .invalid("a graph has one input node; found \(inputs.count)") }
    guard let order = graph.order else { throw .invalid("the graph has a cycle") }
    for node in order where reachable(node, from: inputs[0]) {
      if let result = try result(of: node, input) { results[node] = result }
      if case .output = graph.nodes[node].kind { break }
    }
    let ends = graph.nodes.indices.filter { node in
      results[node] != nil && !removed.contains(node) && !edges.contains { $0.source == node }
    }
    return ends.reduce(.context([:])) { $0.merged(with: results[$1] ?? .null) }
  }

  /// A node runs when all edges to it come from what ran; after switches the cut edges are gone.
  private func reachable(_ node: Int, from input: Int) -> Bool {
    if node == input { return true }
    return !removed.contains(node)
      && edges.contains { $0.target == node && (results[$0.source] != nil || isSwitch($0.source)) }
  }

  private func isSwitch(_ node: Int) -> Bool { if case .switching = graph.nodes[node].kind { true } else { false } }

  private func incoming(_ node: Int) -> FormulaValue {
    // The data before a switch passes it.
    graph.edges.filter { $0.target == node && edges.contains($0) }.reduce(.context([:])) { merged, edge in
      merged.merged(with: results[edge.source] ?? .null)
    }
  }

  /// The result of a node by its name or id; nil where it did not run.
  func result(ofNode name: String) -> FormulaValue? {
    results.first { graph.nodes[$0.key].name == name || graph.nodes[$0.key].id == name }?.value
  }

  private var byName: FormulaValue {
    .context(Dictionary(results.map { (graph.nodes[$0.key].name, $0.value) }, uniquingKeysWith: { $1 }))
  }

  private mutating func result(of index: Int, _ input: FormulaValue) throws(JDMFailure) -> FormulaValue? {
    let node = graph.nodes[index]
    let data = incoming(index)
    switch node.kind {
    case .input: return input
    case .output: return data
    case .switching(let statements, let isFirst):
      try cut(index, statements, isFirst: isFirst, data)
      return data
    case .table, .expressions: return try transformed(node, data)
    case .decision(let key): throw .opaque("the graph `\(key)`, which another file defines")
    case .opaque(let what): throw .opaque(what)
    }
  }

  /// Applies the node to its input field, to each element in loop mode, and puts the result where it belongs.
  private mutating func transformed(_ node: JDMGraph.GraphNode, _ data: FormulaValue) throws(JDMFailure) -> FormulaValue
  {
    let transform = node.transform
    var scoped = data
    if case .context(var members) = data {
      members["$nodes"] = byName
      scoped = .context(members)
    }
    var input = scoped
    if let field = transform.inputField {
      input = try strict { () throws(ZENFailure) in try evaluator(scoped).value(of: parsed(field)) }
    }
    var output: FormulaValue
    if transform.isLoop {
      guard case .list(let elements) = input else { throw .invalid("a loop visits a list") }
      var outputs: [FormulaValue] = []
      for element in elements {
        let result = try apply(node, withNodes(element))
        outputs.append(transform.passesThrough ? element.merged(with: result) : result)
      }
      output = .list(outputs)
    } else {
      output = try apply(node, withNodes(input))
    }
    if let path = transform.outputPath { output = FormulaValue.context([:]).inserting(output, at: path) }
    return transform.passesThrough ? data.merged(with: output) : output
  }

  private func withNodes(_ value: FormulaValue) -> FormulaValue {
    guard case .context(var members) = value else { return value }
    members["$nodes"] = byName
    return .context(members)
  }

  private func evaluator(_ data: FormulaValue) -> ZENEvaluator {
    guard case .context(let members) = data else { return ZENEvaluator(scope: ["$": data], now: now) }
    return ZENEvaluator(scope: members, now: now)
  }

  private func parsed(_ formula: JDMFormula) throws(ZENFailure) -> Formula {
    guard let formula = formula.formula else { throw .types("an expression that cannot be read") }
    return formula
  }

  private func strict<T>(_ body: () throws(ZENFailure) -> T) throws(JDMFailure) -> T {
    do {
      return try body()
    } catch {
      switch error {
      case .types(let message): throw .invalid(message)
      case .unsupported(let what): throw .opaque(what)
      }
    }
  }

  private mutating func apply(_ node: JDMGraph.GraphNode, _ data: FormulaValue) throws(JDMFailure) -> FormulaValue {
    switch node.kind {
    case .table(let table): return try apply(table, node, data)
    case .expressions(let expressions): return try apply(expressions, data)
    default: return .null
    }
  }

  private func apply(_ expressions: [JDMExpression], _ data: FormulaValue) throws(JDMFailure) -> FormulaValue {
    var evaluator = evaluator(data)
    var result = FormulaValue.context([:])
    for expression in expressions {
      let value = try strict { () throws(ZENFailure) in try evaluator.value(of: parsed(expression.formula)) }
      result = result.inserting(value, at: expression.key)
      evaluator.scope["$"] = (evaluator.scope["$"] ?? .context([:])).inserting(value, at: expression.key)
    }
    return result
  }

  private mutating func apply(
    _ table: JDMTable, _ node: JDMGraph.GraphNode, _ data: FormulaValue
  ) throws(JDMFailure) -> FormulaValue {
    var outputs: [FormulaValue] = []
    var evaluator = evaluator(data)
    for row in table.rows {
      guard let output = try result(of: row, of: table, &evaluator) else { continue }
      trace.append(JDMStep(node: node.name, what: "row \(row.id)", place: row.node))
      if !table.isCollect { return output }
      outputs.append(output)
    }
    return table.isCollect ? .list(outputs) : .null
  }

  /// Nil where the row does not match; an error in a cell is no match.
  private func result(
    of row: JDMTable.Row, of table: JDMTable, _ evaluator: inout ZENEvaluator
  ) throws(JDMFailure) -> FormulaValue? {
    do {
      for (field, cell) in zip(table.fields, row.inputs) {
        guard let cell else { continue }
        if let field { evaluator.subject = try evaluator.value(of: parsed(field)) }
        guard case .boolean(true) = try evaluator.value(of: parsed(cell)) else { return nil }
      }
      var output = FormulaValue.context([:])
      for (key, cell) in zip(table.outputs, row.outputs) {
        guard let cell else { continue }
        output = output.inserting(try evaluator.value(of: parsed(cell)), at: key)
      }
      return output
    } catch ZENFailure.unsupported(let what) {
      throw .opaque(what)
    } catch {
      return nil
    }
  }

  private mutating func cut(
    _ index: Int, _ statements: [JDMStatement], isFirst: Bool, _ data: FormulaValue
  ) throws(JDMFailure) {
    let evaluator = evaluator(withNodes(data))
    var handles: Set<String> = []
    for statement in statements where !(isFirst && !handles.isEmpty) {
      do {
        guard let condition = statement.condition else {
          handles.insert(statement.id)
          continue
        }
        if case .boolean(true) = try evaluator.value(of: parsed(condition)) { handles.insert(statement.id) }
      } catch ZENFailure.unsupported(let what) {
        throw .opaque(what)
      } catch { continue }
    }
    for edge in edges where edge.source == index && !(edge.handle.map(handles.contains) ?? false) { remove(edge) }
  }

  /// A node that loses its last edge on one side loses those on the other.
  private mutating func remove(_ edge: JDMGraph.Edge) {
    guard edges.remove(edge) != nil else { return }
    if !edges.contains(where: { $0.target == edge.target }) {
      removed.insert(edge.target)
      for next in edges where next.source == edge.target { remove(next) }
    }
    if !edges.contains(where: { $0.source == edge.source }) {
      removed.insert(edge.source)
      for previous in edges where previous.target == edge.source { remove(previous) }
    }
  }
}

/// A row that fired.
struct JDMStep: Sendable {
  var node: String
  var what: String
  var place: Node
}

extension FormulaValue {
  /// The value with another at a dotted path; objects on the way are made.
  func inserting(_ value: FormulaValue, at path: String) -> FormulaValue {
    var members: [String: FormulaValue] = if case .context(let members) = self { members } else { [:] }
    guard let dot = path.firstIndex(of: ".") else {
      members[path] = value
      return .context(members)
    }
    let (key, rest) = (String(path[..<dot]), String(path[path.index(after: dot)...]))
    members[key] = (members[key] ?? .context([:])).inserting(value, at: rest)
    return .context(members)
  }

  /// The engine's merge: objects member by member, a null removes, a list replaces, a scalar changes nothing at the top.
  func merged(with patch: FormulaValue, isTop: Bool = true) -> FormulaValue {
    switch patch {
    case .context(let changes):
      guard case .context(var members) = self else { return patch }
      for (key, change) in changes {
        if change == .null {
          members[key] = nil
        } else {
          members[key] = members[key].map { $0.merged(with: change, isTop: false) } ?? change
        }
      }
      return .context(members)
    case .list: return patch
    default: return isTop ? self : patch
    }
  }
}

internal import GovernanceModel
internal import SourceDocuments

/// Reads a JDM graph from JSON. What is no part of a graph is an error with its place; what is not carried is opaque.
struct JDMReader {
  private var problems: Problems
  private var faults: [(node: Node, message: String)] = []

  /// True for a mapping with `nodes` and `edges` whose nodes have types of JDM.
  static func recognises(_ root: Node) -> Bool {
    guard let nodes = root["nodes"]?.elements, root["edges"]?.elements != nil else { return false }
    return nodes.contains { $0["type"]?.scalarText?.hasSuffix("Node") == true }
  }

  static func read(_ root: Node, _ file: SourceFile) throws(InputError) -> JDMGraph {
    var reader = JDMReader(problems: Problems(in: file))
    let nodes = (root["nodes"]?.elements ?? []).compactMap { reader.graphNode($0) }
    var places: [String: Int] = [:]
    for (index, node) in nodes.enumerated() {
      if places.updateValue(index, forKey: node.id) != nil {
        reader.problems.error("two nodes have the id `\(node.id)`", at: node.node["id"] ?? node.node)
      }
    }
    let edges = (root["edges"]?.elements ?? []).compactMap { reader.edge($0, places) }
    try reader.problems.throwIfAny()
    var graph = JDMGraph(nodes: nodes, edges: edges, faults: reader.faults)
    graph.cyclicNode = graph.firstNodeOnCycle
    return graph
  }

  private init(problems: Problems) { self.problems = problems }

  private mutating func edge(_ node: Node, _ places: [String: Int]) -> JDMGraph.Edge? {
    func end(_ key: String) -> Int? {
      guard let id = node[key]?.scalarText, let place = places[id] else {
        let near = Problems.suggestion(for: node[key]?.scalarText ?? "", among: Array(places.keys))
        problems.error("`\(key)` of an edge names no node", at: node[key] ?? node, help: near)
        return nil
      }
      return place
    }
    guard let source = end("sourceId"), let target = end("targetId") else { return nil }
    return JDMGraph.Edge(source: source, target: target, handle: node["sourceHandle"]?.scalarText)
  }

  private mutating func graphNode(_ node: Node) -> JDMGraph.GraphNode? {
    guard let id = node["id"]?.scalarText, let type = node["type"]?.scalarText else {
      problems.error("a node has `id` and `type`; found \(node.kind)", at: node)
      return nil
    }
    let content = node["content"]
    let kind: JDMGraph.Kind =
      switch type {
      case "inputNode": .input(schema: content?["schema"])
      case "outputNode": .output
      case "decisionTableNode": table(content ?? node)
      case "expressionNode": .expressions(expressions(content))
      case "switchNode":
        .switching(statements(content), isFirst: content?["hitPolicy"]?.scalarText != "collect")
      case "decisionNode": .decision(content?["key"]?.scalarText ?? "")
      case "functionNode": .opaque("a function in JavaScript")
      case "customNode": .opaque("a custom node of kind `\(content?["kind"]?.scalarText ?? "?")`")
      default: .opaque("a node of type `\(type)`")
      }
    let field = content?["inputField"].flatMap { $0.scalarText.map { !$0.isEmpty } == true ? $0 : nil }
    let transform = JDMGraph.Transform(
      inputField: field.map { formula($0, isUnary: false) },
      outputPath: content?["outputPath"]?.scalarText.flatMap { $0.isEmpty ? nil : $0 },
      isLoop: content?["executionMode"]?.scalarText == "loop",
      passesThrough: content?["passThrough"]?.scalarText == "true")
    return JDMGraph.GraphNode(
      id: id, name: node["name"]?.scalarText ?? id, kind: kind, node: node, transform: transform)
  }

  private mutating func formula(_ node: Node, isUnary: Bool) -> JDMFormula {
    let text = node.scalarText ?? ""
    do {
      let formula = try isUnary ? ZENParser.unaryTest(text) : ZENParser.expression(text)
      return JDMFormula(text: text, node: node, formula: formula)
    } catch {
      faults.append((node, "an expression that cannot be read: \(error.message)"))
      return JDMFormula(text: text, node: node, formula: nil)
    }
  }

  private mutating func table(_ content: Node) -> JDMGraph.Kind {
    let inputs = content["inputs"]?.elements ?? []
    let outputs = content["outputs"]?.elements ?? []
    let fields = inputs.map { input -> JDMFormula? in
      guard let field = input["field"], let text = field.scalarText, !text.trimmed.isEmpty else { return nil }
      return formula(field, isUnary: false)
    }
    var rows: [JDMTable.Row] = []
    for (index, node) in (content["rules"]?.elements ?? []).enumerated() {
      func cell(_ clause: Node, isUnary: Bool) -> JDMFormula? {
        guard let cell = node[clause["id"]?.scalarText ?? ""], let text = cell.scalarText else {
          return nil
        }
        return text.trimmed.isEmpty ? nil : formula(cell, isUnary: isUnary)
      }
      let tests = inputs.indices.map { cell(inputs[$0], isUnary: fields[$0] != nil) }
      let results = outputs.map { cell($0, isUnary: false) }
      rows.append(
        JDMTable.Row(
          id: node["_id"]?.scalarText ?? "\(index + 1)", node: node, inputs: tests, outputs: results))
    }
    return .table(
      JDMTable(
        isCollect: content["hitPolicy"]?.scalarText == "collect", fields: fields,
        outputs: outputs.map { $0["field"]?.scalarText ?? "" }, rows: rows))
  }

  private mutating func expressions(_ content: Node?) -> [JDMExpression] {
    (content?["expressions"]?.elements ?? []).compactMap { node in
      guard let key = node["key"]?.scalarText, let value = node["value"], !key.isEmpty,
        value.scalarText?.isEmpty == false
      else { return nil }
      return JDMExpression(key: key, formula: formula(value, isUnary: false))
    }
  }

  private mutating func statements(_ content: Node?) -> [JDMStatement] {
    (content?["statements"]?.elements ?? []).map { node in
      let condition = node["condition"].flatMap { $0.scalarText?.isEmpty == false ? $0 : nil }
      return JDMStatement(
        id: node["id"]?.scalarText ?? "", condition: condition.map { formula($0, isUnary: false) })
    }
  }
}

extension JDMGraph {
  func predecessors(of node: Int) -> [Int] { edges.filter { $0.target == node }.map(\.source) }

  /// The nodes before a node, each after those before it; nil where the graph has a cycle.
  var order: [Int]? {
    var waiting = nodes.indices.map { node in edges.count { $0.target == node } }
    var (order, ready) = ([Int](), nodes.indices.filter { waiting[$0] == 0 })
    while let node = ready.first {
      ready.removeFirst()
      order.append(node)
      for edge in edges where edge.source == node {
        waiting[edge.target] -= 1
        if waiting[edge.target] == 0 { ready.append(edge.target) }
      }
    }
    return order.count == nodes.count ? order : nil
  }

  fileprivate var firstNodeOnCycle: Int? {
    if order != nil { return nil }
    // A node that reaches itself.
    return nodes.indices.first { start in
      var (reached, open) = (Set<Int>(), [start])
      while let node = open.popLast() {
        for edge in edges where edge.source == node {
          if edge.target == start { return true }
          if reached.insert(edge.target).inserted { open.append(edge.target) }
        }
      }
      return false
    }
  }
}

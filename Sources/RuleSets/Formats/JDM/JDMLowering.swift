internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers a graph: each row of a table is a rule; what earlier nodes compute is inlined where it is exact.
struct JDMLowering {
  let graph: JDMGraph
  let file: SourceFile
  /// Of the whole file: what it computes elsewhere is part of what a condition says.
  private let digest: String
  private var scopes: [Int: JDMScope] = [:]
  private var rules: [Rule] = []
  /// Every attribute that some node reads, to tell declared inputs that none does.
  private var used: Set<String> = []
  private var readsEverything = false

  /// Tables of more rows are one rule: the condition that no earlier row fires grows with each row.
  static let maximumRows = 256

  init(_ graph: JDMGraph, file: SourceFile) {
    (self.graph, self.file, digest) = (graph, file, SHA256Digest.hexadecimal(of: file.bytes))
  }

  mutating func ruleSet() -> RuleSet {
    let graph = graph
    for index in graph.order ?? Array(graph.nodes.indices) { lower(index) }
    if let cycle = graph.cyclicNode {
      add("graph", at: graph.nodes[cycle].node, .opaque(text: "a cycle in the graph", reads: []).identified(by: digest))
      { notes in
        _ = notes.opaque("a cycle in the graph", at: graph.nodes[cycle].node)
      }
    }
    if !graph.faults.isEmpty {
      add(
        "expressions", at: graph.faults[0].node,
        .opaque(text: "expressions that cannot be read", reads: []).identified(by: digest)
      ) {
        notes in
        for fault in graph.faults {
          _ = notes.opaque(fault.message, at: fault.node)
          notes.readsAnything(at: notes.part(fault.node, fault.message))
        }
      }
    }
    unusedInputs()
    return RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: "jdm", path: file.path,
      digest: digest, rules: rules, segments: [:])
  }

  private mutating func lower(_ index: Int) {
    let node = graph.nodes[index]
    var scope = incoming(index)
    switch node.kind {
    case .input: scope = JDMScope()
    case .output: break
    case .table(let table): scope = lower(table, node, scope)
    case .expressions(let expressions): scope = lower(expressions, node, scope)
    case .switching(let statements, let isFirst): switching(index, statements, isFirst, node, &scope)
    case .decision(let key): scope = opaque("the graph `\(key)`, which another file defines", node, scope)
    case .opaque(let what): scope = opaque(what, node, scope)
    }
    scopes[index] = scope
  }

  /// What holds, and what is known, before a node.
  private func incoming(_ index: Int) -> JDMScope {
    let edges = graph.edges.filter { $0.target == index }
    let merged = edges.reduce(into: JDMScope?.none) { merged, edge in
      guard var scope = scopes[edge.source] else { return }
      if case .switching = graph.nodes[edge.source].kind {
        scope.reached = scope.branches[edge.handle ?? ""] ?? .constant(false)
      }
      merged = merged.map { $0.merged(with: scope) } ?? scope
    }
    return merged ?? JDMScope()
  }

  // MARK: - Nodes

  private mutating func switching(
    _ index: Int, _ statements: [JDMStatement], _ isFirst: Bool, _ node: JDMGraph.GraphNode, _ scope: inout JDMScope
  ) {
    let lowering = scope.lowering()
    var earlier: [Predicate] = []
    var notes = RuleNotes(file: file)
    for statement in statements {
      let condition = statement.condition.map { self.condition($0, lowering, node) } ?? .constant(true)
      let branch = Predicate.all([scope.reached, condition] + (isFirst ? earlier.map { .not(.isTrue($0)) } : []))
      scope.branches[statement.id] = branch.simplified()
      earlier.append(condition)
      if let formula = statement.condition { note(formula, scope, &notes) }
    }
    guard !notes.reads.isEmpty || !notes.opaque.isEmpty else { return }
    append(node.name, scope.reached, notes, at: node.node["name"] ?? node.node)
  }

  /// - Parameter subject: what the condition is about, as it is written.
  private func condition(
    _ formula: JDMFormula, _ lowering: FormulaLowering, _ node: JDMGraph.GraphNode, subject: String = ""
  ) -> Predicate {
    let condition =
      formula.formula.map { lowering.condition($0).yes.simplified() } ?? .opaque(text: formula.text, reads: [])
    return condition.identified(by: "\(digest) \(node.node["id"]?.scalarText ?? node.name) \(subject) \(formula.text)")
  }

  private mutating func opaque(_ what: String, _ node: JDMGraph.GraphNode, _ scope: JDMScope) -> JDMScope {
    readsEverything = true
    let place = node.node["content"].flatMap { $0.entries == nil ? $0 : nil } ?? node.node["name"] ?? node.node
    let source = node.node["content"].flatMap { $0["source"]?.scalarText ?? $0.scalarText } ?? ""
    add(node.name, at: place, scope.reached) { notes in
      _ = notes.opaque(what, at: place)
      notes.readsAnything(at: notes.part(place, what))
      if source.contains("from 'http'") || source.contains("from \"http\"") || source.contains("axios") {
        notes.exports.append(
          RuleExport(recipient: "http", paths: [], isWildcard: true, place: notes.part(place, "http")))
      }
    }
    var after = JDMScope()
    after.reached = scope.reached
    after.isOpaque = true
    return after
  }

  private mutating func lower(_ expressions: [JDMExpression], _ node: JDMGraph.GraphNode, _ scope: JDMScope) -> JDMScope
  {
    var inner = inside(node, scope)
    var notes = RuleNotes(file: file)
    if let field = node.transform.inputField { note(field, scope, &notes) }
    var outputs: [(String, FormulaOperand)] = []
    for expression in expressions {
      note(expression.formula, inner, &notes)
      let operand =
        expression.formula.formula.map { inner.lowering().operand($0) }
        ?? .opaque(expression.formula.text, reads: [])
      inner.computed["$." + expression.key] = operand
      outputs.append((expression.key, operand))
    }
    notes.writes = expressions.map {
      RuleRead(path: AttributePath($0.key), place: notes.part($0.formula.node, $0.key))
    }
    append(node.name, scope.reached, notes, at: node.node["name"] ?? node.node)
    return scope.after(node.transform, outputs)
  }

  /// The scope in which the cells of a node are read: its input field moves every path.
  private func inside(_ node: JDMGraph.GraphNode, _ scope: JDMScope) -> JDMScope {
    guard let field = node.transform.inputField else { return scope }
    var inner = scope
    if !node.transform.isLoop, let path = field.formula?.path?.path {
      inner.prefix = path + "."
    } else {
      inner.isElement = true
      inner.elementOf = field.formula?.reads().first?.path
    }
    return inner
  }

  private mutating func lower(_ table: JDMTable, _ node: JDMGraph.GraphNode, _ scope: JDMScope) -> JDMScope {
    let inner = inside(node, scope)
    let lowering = inner.lowering()
    let fields = table.fields.map { field in
      field.map { $0.formula.map { lowering.operand($0) } ?? FormulaOperand.opaque($0.text, reads: []) }
    }
    let fires = table.rows.map { row -> Predicate in
      let cells = row.inputs.indices.compactMap { place -> Predicate? in
        guard fields.indices.contains(place), let cell = row.inputs[place] else { return nil }
        var lowering = lowering
        if let field = fields[place] { lowering.subject = field }
        return condition(cell, lowering, node, subject: table.fields[place]?.text ?? "")
      }
      return Predicate.all(cells).simplified()
    }
    if table.rows.count > Self.maximumRows {
      large(table, fires, node, inner)
      return scope.after(node.transform, table.outputs.map { ($0, .opaque("a large table", reads: [])) })
    }
    let flaws = TableAnalysis(table.shape).flaws
    var outputs = table.outputs.map { ($0, [(when: Predicate, value: FormulaOperand)]()) }
    for (index, row) in table.rows.enumerated() {
      var parts = [scope.reached, fires[index]]
      if !table.isCollect { parts += TableRows.earlier(fires[..<index], thatMeet: fires[index]) }
      let audience = Predicate.all(parts).simplified()
      emit(row, table, audience, node, inner, flaws.filter { $0.row == index })
      let local = Predicate.all(Array(parts.dropFirst())).simplified()
      for (place, cell) in row.outputs.enumerated() where cell != nil {
        outputs[place].1.append((local, cell?.formula.map { lowering.operand($0) } ?? .opaque("an output", reads: [])))
      }
    }
    // Where no row gives the output, it is what it was before, or nothing.
    for index in outputs.indices {
      let none = Predicate.not(.any(outputs[index].1.map { .isTrue($0.when) }))
      let before = node.transform.passesThrough ? scope.resolve(outputs[index].0) : .constant(.null)
      outputs[index].1.append((none.simplified(), before))
    }
    if table.isCollect {
      return scope.after(
        node.transform, table.outputs.map { ($0, .opaque("a list of results", reads: [])) }, isList: true)
    }
    return scope.after(node.transform, outputs.map { ($0.0, .alternatives($0.1)) })
  }

  private mutating func large(
    _ table: JDMTable, _ fires: [Predicate], _ node: JDMGraph.GraphNode, _ scope: JDMScope
  ) {
    var notes = RuleNotes(file: file)
    for field in table.fields { if let field { note(field, scope, &notes) } }
    for row in table.rows { for cell in (row.inputs + row.outputs) { if let cell { note(cell, scope, &notes) } } }
    append(node.name, .all([scope.reached, .any(fires)]), notes, at: node.node["name"] ?? node.node)
  }

  private mutating func emit(
    _ row: JDMTable.Row, _ table: JDMTable, _ audience: Predicate, _ node: JDMGraph.GraphNode, _ scope: JDMScope,
    _ flaws: [TableAnalysis.Flaw]
  ) {
    var notes = RuleNotes(file: file)
    for (field, cell) in zip(table.fields, row.inputs) {
      if let field { note(field, scope, &notes) }
      if let cell { note(cell, scope, &notes) }
    }
    for (name, cell) in zip(table.outputs, row.outputs) {
      guard let cell else { continue }
      note(cell, scope, &notes)
      notes.writes.append(RuleRead(path: AttributePath(name), place: notes.part(cell.node, name)))
    }
    let action = zip(table.outputs, row.outputs).map { "\($0)=\($1?.text ?? "")" }.joined(separator: ";")
    let id = node.name + "/" + row.id
    append(id, audience, notes, at: row.node["_id"] ?? row.node, action: node.name + ":" + action)
    rules[rules.count - 1].flaws = flaws.map { flaw in
      RuleFlaw(
        kind: flaw.kind, place: notes.part(node.node["name"] ?? node.node, node.name), explanation: flaw.explanation)
    }
  }

  // MARK: - Notes

  /// Notes what an expression reads, below computed values too, its literals and its opaque parts.
  private mutating func note(_ formula: JDMFormula, _ scope: JDMScope, _ notes: inout RuleNotes) {
    guard let parsed = formula.formula else {
      _ = notes.opaque("an expression that cannot be read", at: formula.node)
      notes.readsAnything(at: notes.part(formula.node, "an expression that cannot be read"))
      return
    }
    for read in parsed.reads() {
      for path in scope.attributes(of: read.path) {
        used.insert(path.text)
        notes.reads.append(RuleRead(path: path, place: place(of: read, in: formula, path.text, notes)))
      }
    }
    parsed.forEachLiteral { text in
      guard let kind = PersonalLiteral.kind(of: text) else { return }
      notes.personalLiterals.append(notes.part(formula.node, kind.rawValue))
    }
  }

  /// The name inside the cell, where the cell has no escapes; else the cell.
  private func place(of read: FormulaRead, in formula: JDMFormula, _ path: String, _ notes: RuleNotes) -> RulePart {
    let node = formula.node
    let count = formula.text.unicodeScalars.count
    guard Int(node.length) == count + 2, read.offset < count else { return notes.part(node, path) }
    let position = Node.Position(line: Int(node.position.line), column: Int(node.position.column) + 1 + read.offset)
    return notes.part(position, min(read.path.unicodeScalars.count, count - read.offset), path)
  }

  private mutating func add(
    _ id: String, at node: Node, _ audience: Predicate, _ fill: (inout RuleNotes) -> Void
  ) {
    var notes = RuleNotes(file: file)
    fill(&notes)
    append(id, audience, notes, at: node)
  }

  /// Adds a rule; what its audience reads below computed values counts as read.
  private mutating func append(
    _ id: String, _ audience: Predicate, _ notes: RuleNotes, at node: Node, action: String? = nil
  ) {
    var notes = notes
    let known = Set(notes.reads.map(\.path))
    for path in audience.reads where !known.contains(path) {
      used.insert(path.text)
      notes.reads.append(RuleRead(path: path, place: notes.part(node, path.text)))
    }
    audience.forEachPart { part in
      guard case .opaque(let text, _) = part, !notes.opaque.contains(where: { $0.text == text.withoutIdentity })
      else { return }
      notes.opaque.append(notes.part(node, text.withoutIdentity))
    }
    let taken = rules.count { $0.id == id || $0.id.hasPrefix(id + "#") }
    var rule = Rule(
      id: taken == 0 ? id : "\(id)#\(taken + 1)", audience: audience, notes: notes, place: notes.part(node, id))
    rule.action = action
    rules.append(rule)
  }

  /// Inputs that the schema declares and no node reads: collected for nothing (GDPR, article 5(1)(c)).
  private mutating func unusedInputs() {
    guard !readsEverything else { return }
    for node in graph.nodes {
      guard case .input(let schema?) = node.kind, case .text(let text) = schema.content,
        let source = try? SourceFile(path: file.path, bytes: Array(text.utf8)), let root = try? Node.read(source)
      else { continue }
      let unused = JDMSchema.leaves(of: root).filter { leaf in
        !used.contains { $0 == leaf || leaf.hasPrefix($0 + ".") || $0.hasPrefix(leaf + ".") }
      }
      guard !unused.isEmpty else { continue }
      let flaws = unused.map { leaf in
        RuleFlaw(
          kind: .unusedInput, place: RuleNotes(file: file).part(schema, leaf),
          explanation: "`\(leaf)` is declared as an input and nothing reads it")
      }
      if rules.isEmpty { add(node.name, at: node.node["name"] ?? node.node, .constant(true)) { _ in } }
      rules[0].flaws += flaws
    }
  }
}

extension JDMTable {
  fileprivate var shape: TableShape {
    TableShape(
      policy: isCollect ? .several : .first, mustAnswer: !isCollect,
      columns: fields.map { $0?.text ?? "a condition" }, allowed: fields.map { _ in nil },
      rows: rows.map { row in
        zip(fields, row.inputs).map { field, cell in
          guard let cell else { return .anything }
          return field == nil ? nil : cell.formula
        }
      },
      answers: rows.map { row in row.outputs.map { $0?.text ?? "" }.joined(separator: ";") })
  }
}

/// The leaves of a JSON schema.
enum JDMSchema {
  static func leaves(of schema: Node, depth: Int = 0) -> [String] {
    guard depth < 32, let properties = schema["properties"]?.entries else { return [] }
    return properties.flatMap { entry -> [String] in
      // The members of a list's elements are read through closures; the list itself is the leaf.
      let inner = leaves(of: entry.value, depth: depth + 1)
      return inner.isEmpty ? [entry.key] : inner.map { entry.key + "." + $0 }
    }
  }
}

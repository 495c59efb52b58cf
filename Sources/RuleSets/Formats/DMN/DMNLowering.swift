internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments
internal import XMLDocuments

/// Lowers a decision model: each row of a decision's table is a rule, every other decision is one rule.
struct DMNLowering {
  let model: DMNModel
  let file: SourceFile
  /// Of the whole file: what it computes elsewhere is part of what a condition says.
  private let digest: String
  private let places: XMLPlaces
  private var rules: [Rule] = []
  private var used: Set<String> = []
  private var computed: [String: FormulaOperand] = [:]

  /// Tables of more rows are one rule.
  static let maximumRows = 256

  init(_ model: DMNModel, file: SourceFile) {
    (self.model, self.file, places) = (model, file, XMLPlaces(file.bytes))
    digest = SHA256Digest.hexadecimal(of: file.bytes)
  }

  mutating func ruleSet() -> RuleSet {
    // A decision comes after those that it requires.
    for decision in ordered() {
      computed[decision.name] = .opaque("decision `\(decision.name)`", reads: [])
      lower(decision)
    }
    for knowledge in model.knowledge { lower(knowledge) }
    unusedInputs()
    return RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: "dmn", path: file.path,
      digest: digest, rules: rules, segments: [:])
  }

  private func ordered() -> [DMNModel.Decision] {
    var (done, order): (Set<String>, [DMNModel.Decision]) = ([], [])
    let all = Dictionary(model.decisions.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    func visit(_ decision: DMNModel.Decision) {
      guard done.insert(decision.id).inserted else { return }
      for id in decision.requires { if let required = all[id] { visit(required) } }
      order.append(decision)
    }
    for decision in model.decisions { visit(decision) }
    return order
  }

  // MARK: - Decisions

  private mutating func lower(_ decision: DMNModel.Decision) {
    if case .table(let table) = decision.logic {
      computed[decision.name] = lower(table, decision)
      return
    }
    var notes = RuleNotes(file: file)
    note(decision.logic, bound: [], &notes)
    var operand: FormulaOperand = .opaque("decision `\(decision.name)`", reads: notes.reads.map(\.path))
    if case .literal(let text) = decision.logic, let formula = text.formula { operand = lowering().operand(formula) }
    computed[decision.name] = operand
    append(decision.name, .constant(true), notes, at: decision.element)
  }

  private func lowering() -> FormulaLowering {
    let (inputs, computed) = (Set(model.inputs.map(\.name)), computed)
    return FormulaLowering(dialect: .feel) { Self.resolve($0, inputs, computed) }
  }

  /// Paths begin with the name of an input or of a decision.
  private static func resolve(
    _ path: String, _ inputs: Set<String>, _ computed: [String: FormulaOperand]
  ) -> FormulaOperand {
    if let found = computed[path] { return found }
    var head = path[...]
    while let dot = head.lastIndex(of: ".") {
      head = head[..<dot]
      guard let found = computed[String(head)] else { continue }
      return .opaque("a member of decision `\(head)`", reads: FormulaLowering.attributes(of: found))
    }
    if inputs.contains(path) || inputs.contains(where: { path.hasPrefix($0 + ".") }) {
      return .attribute(AttributePath(path))
    }
    return .opaque("`\(path)`", reads: [])
  }

  private mutating func lower(_ table: DMNTable, _ decision: DMNModel.Decision) -> FormulaOperand {
    let lowering = lowering()
    let inputs = table.inputs.map { input in
      input.expression.formula.map { lowering.operand($0) } ?? .opaque("an input expression", reads: [])
    }
    let fires = table.rows.map { row -> Predicate in
      let cells = zip(zip(inputs, table.inputs), row.inputs).map { input, cell -> Predicate in
        var lowering = lowering
        lowering.subject = input.0
        let condition = cell.formula.map { lowering.condition($0).yes } ?? .opaque(text: cell.text, reads: [])
        return condition.identified(by: "\(digest) \(decision.id) \(input.1.expression.text) \(cell.text)")
      }
      return Predicate.all(cells).simplified()
    }
    let flaws = TableAnalysis(DMNTableShape.shape(of: table)).flaws
    guard table.rows.count <= Self.maximumRows else {
      var notes = RuleNotes(file: file)
      note(.table(table), bound: [], &notes)
      append(decision.name, .any(fires), notes, at: decision.element)
      return .opaque("decision `\(decision.name)`", reads: notes.reads.map(\.path))
    }
    var alternatives: [(when: Predicate, value: FormulaOperand)] = []
    for (index, row) in table.rows.enumerated() {
      let earlier = table.hitPolicy == .first ? TableRows.earlier(fires[..<index], thatMeet: fires[index]) : []
      let audience = Predicate.all([fires[index]] + earlier).simplified()
      emit(row, index, table, decision, audience, flaws)
      if table.outputs.count == 1, let output = row.outputs.first?.formula {
        alternatives.append((audience, lowering.operand(output)))
      }
    }
    return operand(of: table, decision, alternatives, lowering)
  }

  /// What the table's decision is to those that require it: exact where one row answers with a plain value.
  private func operand(
    of table: DMNTable, _ decision: DMNModel.Decision, _ alternatives: [(when: Predicate, value: FormulaOperand)],
    _ lowering: FormulaLowering
  ) -> FormulaOperand {
    let isSingle = [.unique, .first, .any].contains(table.hitPolicy) && table.outputs.count == 1
    let size = alternatives.reduce(0) { $0 + FormulaCondition(yes: $1.when, no: .constant(false)).size }
    let whole = FormulaOperand.alternatives(alternatives)
    guard isSingle, size <= JDMScope.maximumInlined else {
      return .opaque("decision `\(decision.name)`", reads: FormulaLowering.attributes(of: whole))
    }
    let none = Predicate.not(.any(alternatives.map { .isTrue($0.when) })).simplified()
    let fallback = table.outputs[0].fallback?.formula.map { lowering.operand($0) } ?? .constant(.null)
    return .alternatives(alternatives + [(none, fallback)])
  }

  private mutating func emit(
    _ row: DMNTable.Row, _ index: Int, _ table: DMNTable, _ decision: DMNModel.Decision, _ audience: Predicate,
    _ flaws: [TableAnalysis.Flaw]
  ) {
    var notes = RuleNotes(file: file)
    for (input, cell) in zip(table.inputs, row.inputs) {
      note(input.expression, bound: [], &notes)
      note(cell, bound: [], &notes)
    }
    for (output, cell) in zip(table.outputs, row.outputs) {
      note(cell, bound: [], &notes)
      let name = table.outputs.count == 1 ? decision.name : decision.name + "." + output.name
      notes.writes.append(RuleRead(path: AttributePath(name), place: part(cell.element, name)))
    }
    append(
      "\(decision.name)/\(row.id)", audience, notes, at: row.element,
      action: decision.name + ":" + row.outputs.map { $0.text.trimmed }.joined(separator: ";"),
      flaws: flaws.filter { $0.row == index }.map { flaw in
        RuleFlaw(
          kind: flaw.kind, place: part(flaw.kind == .gap ? table.element : row.element, decision.name),
          explanation: flaw.explanation)
      })
  }

  private mutating func lower(_ knowledge: DMNModel.Knowledge) {
    var notes = RuleNotes(file: file)
    note(knowledge.logic, bound: Set(knowledge.parameters.map(\.name)), &notes)
    guard !notes.opaque.isEmpty || !notes.personalLiterals.isEmpty else { return }
    append(
      knowledge.name,
      .opaque(text: notes.opaque.first?.text ?? "who calls `\(knowledge.name)`", reads: [])
        .identified(by: "\(digest) \(knowledge.name)"), notes,
      at: knowledge.element)
  }

  // MARK: - Notes

  private mutating func note(_ text: DMNText, bound: Set<String>, _ notes: inout RuleNotes) {
    guard let formula = text.formula else {
      let place = part(text.element, "an expression that cannot be read: \(text.fault?.message ?? "")")
      notes.opaque.append(place)
      notes.readsAnything(at: place)
      return
    }
    let lowering = lowering()
    for read in formula.reads(bound: bound) {
      let head = String(read.path.prefix { $0 != "." })
      if bound.contains(head) || bound.contains(where: { read.path.hasPrefix($0 + ".") }) { continue }
      for path in FormulaLowering.attributes(of: lowering.resolve(read.path)) {
        used.insert(path.text)
        notes.reads.append(RuleRead(path: path, place: place(of: read, in: text, path.text)))
      }
    }
    formula.forEachLiteral { literal in
      guard let kind = PersonalLiteral.kind(of: literal) else { return }
      notes.personalLiterals.append(part(text.element, kind.rawValue))
    }
  }

  private mutating func note(_ logic: DMNExpression, bound: Set<String>, _ notes: inout RuleNotes) {
    switch logic {
    case .literal(let text): note(text, bound: bound, &notes)
    case .table(let table):
      for input in table.inputs { note(input.expression, bound: bound, &notes) }
      for row in table.rows { for cell in row.inputs + row.outputs { note(cell, bound: bound, &notes) } }
    case .context(let entries):
      var bound = bound
      for entry in entries {
        note(entry.value, bound: bound, &notes)
        if let name = entry.name { bound.insert(name) }
      }
    case .invocation(let callee, let bindings):
      _ = callee
      for binding in bindings { note(binding.value, bound: bound, &notes) }
    case .function(let parameters, let body): note(body, bound: bound.union(parameters), &notes)
    case .list(let parts): for part in parts { note(part, bound: bound, &notes) }
    case .relation(_, let rows): for part in rows.joined() { note(part, bound: bound, &notes) }
    case .conditional(let condition, let yes, let no):
      for part in [condition, yes, no] { note(part, bound: bound, &notes) }
    case .iteration(_, let name, let source, let body):
      note(source, bound: bound, &notes)
      note(body, bound: bound.union([name, "partial"]), &notes)
    case .filter(let source, let condition):
      note(source, bound: bound, &notes)
      note(condition, bound: bound.union(["item"]), &notes)
    case .unsupported(let what, let element):
      notes.opaque.append(part(element, what))
      notes.readsAnything(at: part(element, what))
    }
  }

  /// The name inside the text, where the file spells it as it is; else the element's text.
  private func place(of read: FormulaRead, in text: DMNText, _ path: String) -> RulePart {
    let notes = RuleNotes(file: file)
    guard let element = places[text.element], !element.content.isEmpty else { return part(text.element, path) }
    let content = file.bytes[element.content]
    guard content.elementsEqual(text.text.utf8) else { return part(text.element, path) }
    let before = String(String.UnicodeScalarView(text.text.unicodeScalars.prefix(read.offset))).utf8.count
    let start = element.content.lowerBound + before
    return notes.part(bytes: start..<min(start + read.path.utf8.count, element.content.upperBound), path)
  }

  /// The text of an element without the blanks around it, or its tag.
  private func part(_ element: XMLElement, _ text: String) -> RulePart {
    let notes = RuleNotes(file: file)
    guard let place = places[element] else { return notes.part(Node.Position(line: element.line, column: 1), 1, text) }
    guard element.children.isEmpty, !place.content.isEmpty else { return notes.part(bytes: place.tag, text) }
    let bytes = file.bytes
    var range = place.content
    while let first = range.first, bytes[first] <= 32 { range = range.dropFirst() }
    while let last = range.last, bytes[last] <= 32 { range = range.dropLast() }
    return range.isEmpty ? notes.part(bytes: place.tag, text) : notes.part(bytes: range, text)
  }

  private mutating func append(
    _ id: String, _ audience: Predicate, _ notes: RuleNotes, at element: XMLElement, action: String? = nil,
    flaws: [RuleFlaw] = []
  ) {
    var notes = notes
    let known = Set(notes.reads.map(\.path))
    for path in audience.reads where !known.contains(path) {
      used.insert(path.text)
      notes.reads.append(RuleRead(path: path, place: part(element, path.text)))
    }
    audience.forEachPart { predicate in
      guard case .opaque(let text, _) = predicate, !notes.opaque.contains(where: { $0.text == text.withoutIdentity })
      else { return }
      notes.opaque.append(part(element, text.withoutIdentity))
    }
    let taken = rules.count { $0.id == id || $0.id.hasPrefix(id + "#") }
    var rule = Rule(
      id: taken == 0 ? id : "\(id)#\(taken + 1)", audience: audience, notes: notes, place: part(element, id))
    (rule.action, rule.flaws) = (action, flaws)
    rules.append(rule)
  }

  /// Inputs that the model declares and no decision reads.
  private mutating func unusedInputs() {
    for input in model.inputs where !used.contains(where: { $0 == input.name || $0.hasPrefix(input.name + ".") }) {
      if rules.isEmpty { append(input.name, .constant(true), RuleNotes(file: file), at: input.element) }
      rules[0].flaws.append(
        RuleFlaw(
          kind: .unusedInput, place: part(input.element, input.name),
          explanation: "`\(input.name)` is declared as an input and nothing reads it"))
    }
  }
}

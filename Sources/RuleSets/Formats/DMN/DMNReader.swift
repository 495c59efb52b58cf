internal import GovernanceModel
internal import SourceDocuments
internal import XMLDocuments

/// Reads a decision model from XML. Local names are matched: every version of DMN has its own namespace.
struct DMNReader {
  private let file: SourceFile
  private var names: FEELNames
  private var diagnostics: [Diagnostic] = []
  private var depth = 0

  static func recognises(_ root: XMLElement) -> Bool {
    root.name == "definitions"
      && (root.namespace?.uppercased().contains("DMN") ?? false
        || root.children.contains { $0.name == "decision" || $0.name == "inputData" })
  }

  static func read(_ root: XMLElement, _ file: SourceFile) throws(InputError) -> DMNModel {
    var reader = DMNReader(file: file, names: FEELNames(Self.names(below: root)))
    guard root.name == "definitions" else {
      throw InputError([reader.diagnostic("expected `definitions`; found `\(root.name)`", at: root)])
    }
    let model = reader.model(root)
    if let cycle = model.cyclicDecision {
      reader.diagnostics.append(
        reader.diagnostic("decision `\(cycle.name)` requires itself, directly or through others", at: cycle.element))
    }
    if !reader.diagnostics.isEmpty { throw InputError(reader.diagnostics) }
    return model
  }

  private init(file: SourceFile, names: FEELNames) { (self.file, self.names) = (file, names) }

  private func diagnostic(_ message: String, at element: XMLElement) -> Diagnostic {
    let place =
      XMLPlaces(file.bytes)[element].map { file.position(ofByte: $0.tag.lowerBound) }
      ?? Node.Position(line: element.line, column: 1)
    return Diagnostic(.error, message, at: file.span(place), excerpt: file.line(Int(place.line)))
  }

  /// Every name that the model gives to something, at any depth.
  private static func names(below element: XMLElement) -> Set<String> {
    var names: Set<String> = []
    var open = [element]
    while let next = open.popLast() {
      if let name = next.attributes["name"] { names.insert(normalised(name)) }
      open += next.children
    }
    return names
  }

  static func normalised(_ name: String) -> String {
    name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func name(of element: XMLElement) -> String {
    normalised(element.first("variable")?.attributes["name"] ?? element.attributes["name"] ?? "")
  }

  private static func type(of element: XMLElement) -> String? {
    let type =
      element.attributes["typeRef"] ?? element.first("variable")?.attributes["typeRef"]
      ?? element.first("typeRef")?.text.trimmed
    // A qualified name: `feel:number` is `number`.
    return type.map { String($0.split(separator: ":").last ?? "") }
  }

  private mutating func model(_ root: XMLElement) -> DMNModel {
    let inputs = root.all("inputData").map { element in
      DMNModel.Input(
        id: element.attributes["id"] ?? "", name: Self.name(of: element),
        type: element.first("variable").flatMap(Self.type), element: element)
    }
    let decisions = root.all("decision").map { element in
      DMNModel.Decision(
        id: element.attributes["id"] ?? "", name: Self.name(of: element),
        type: element.first("variable").flatMap(Self.type),
        requires: references(element, "informationRequirement", ["requiredInput", "requiredDecision"]),
        calls: references(element, "knowledgeRequirement", ["requiredKnowledge"]), logic: logic(in: element),
        element: element)
    }
    let knowledge = root.all("businessKnowledgeModel").map { knowledgeModel($0) }
    let services = root.all("decisionService").map { element in
      DMNModel.Service(
        id: element.attributes["id"] ?? "", name: Self.name(of: element),
        outputs: element.all("outputDecision").compactMap(Self.reference),
        inputs: element.all("inputData").compactMap(Self.reference),
        inputDecisions: element.all("inputDecision").compactMap(Self.reference))
    }
    var types: [String: DMNType] = [:]
    for definition in root.all("itemDefinition") {
      types[definition.attributes["name"] ?? ""] = Self.type(definition)
    }
    return DMNModel(
      name: root.attributes["name"] ?? "", inputs: inputs, decisions: decisions, knowledge: knowledge,
      services: services, types: types,
      imports: root.all("import").compactMap { $0.attributes["name"] }.map(Self.normalised), names: names, element: root
    )
  }

  private mutating func knowledgeModel(_ element: XMLElement) -> DMNModel.Knowledge {
    let function = element.first("encapsulatedLogic")
    let parameters = (function?.all("formalParameter") ?? []).map {
      (name: Self.normalised($0.attributes["name"] ?? ""), type: Self.type(of: $0))
    }
    let kind = function?.attributes["kind"] ?? "FEEL"
    let logic: DMNExpression =
      if let function { kind == "FEEL" ? logic(in: function) : .unsupported("a function in \(kind)", function) } else {
        .unsupported("a knowledge model without logic", element)
      }
    return DMNModel.Knowledge(
      id: element.attributes["id"] ?? "", name: Self.name(of: element),
      calls: references(element, "knowledgeRequirement", ["requiredKnowledge"]), parameters: parameters, logic: logic,
      type: function.flatMap { $0.attributes["typeRef"] }.map { String($0.split(separator: ":").last ?? "") },
      element: element)
  }

  private func references(_ element: XMLElement, _ requirement: String, _ kinds: [String]) -> [String] {
    element.all(requirement).flatMap(\.children).filter { kinds.contains($0.name) }.compactMap(Self.reference)
  }

  /// `#id`, or an address that ends in it.
  private static func reference(_ element: XMLElement) -> String? {
    element.attributes["href"].map { String($0.split(separator: "#").last ?? "") }
  }

  private static func type(_ definition: XMLElement) -> DMNType {
    let components = definition.all("itemComponent")
    let inner: DMNType =
      components.isEmpty
      ? .alias(type(of: definition) ?? "Any")
      : .structure(components.map { (normalised($0.attributes["name"] ?? ""), type($0)) })
    return definition.attributes["isCollection"] == "true" ? .list(inner) : inner
  }

  // MARK: - Boxed expressions

  private static let expressions: Set<String> = [
    "literalExpression", "decisionTable", "context", "invocation", "functionDefinition", "list", "relation",
    "conditional", "for", "some", "every", "filter",
  ]

  /// The expression among the children of an element.
  private mutating func logic(in element: XMLElement) -> DMNExpression {
    guard let child = element.children.first(where: { Self.expressions.contains($0.name) }) else {
      return .unsupported("no logic that DMN knows", element)
    }
    return expression(child)
  }

  private mutating func logic(_ part: String, of element: XMLElement) -> DMNExpression {
    guard let child = element.first(part) else { return .unsupported("no `\(part)`", element) }
    return logic(in: child)
  }

  private mutating func expression(_ element: XMLElement) -> DMNExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { return .unsupported("boxed expressions nested deeper than 100", element) }
    switch element.name {
    case "literalExpression": return literal(element)
    case "decisionTable": return table(element)
    case "context":
      return .context(
        element.all("contextEntry").map { entry in
          let variable = entry.first("variable")
          return (variable?.attributes["name"].map(Self.normalised), variable.flatMap(Self.type), logic(in: entry))
        })
    case "invocation":
      let bindings = element.all("binding").map { binding in
        (name: Self.normalised(binding.first("parameter")?.attributes["name"] ?? ""), value: logic(in: binding))
      }
      return .invocation(logic(in: element), bindings)
    case "functionDefinition":
      let kind = element.attributes["kind"] ?? "FEEL"
      guard kind == "FEEL" else { return .unsupported("a function in \(kind)", element) }
      let parameters = element.all("formalParameter").map { Self.normalised($0.attributes["name"] ?? "") }
      return .function(parameters, logic(in: element))
    case "list": return .list(element.children.filter { Self.expressions.contains($0.name) }.map { expression($0) })
    case "relation":
      let columns = element.all("column").map { Self.normalised($0.attributes["name"] ?? "") }
      let rows = element.all("row").map { row in
        row.children.filter { Self.expressions.contains($0.name) }.map { expression($0) }
      }
      return .relation(columns, rows)
    case "conditional":
      return .conditional(
        logic("if", of: element), logic("then", of: element), logic("else", of: element))
    case "filter": return .filter(logic("in", of: element), logic("match", of: element))
    default:
      let kind = Formula.Iteration(rawValue: element.name) ?? .forEach
      return .iteration(
        kind, Self.normalised(element.attributes["iteratorVariable"] ?? ""), logic("in", of: element),
        logic(kind == .forEach ? "return" : "satisfies", of: element))
    }
  }

  private func literal(_ element: XMLElement) -> DMNExpression {
    let language = element.attributes["expressionLanguage"] ?? ""
    if element.first("importedValues") != nil { return .unsupported("values of another document", element) }
    guard language.isEmpty || language.uppercased().contains("FEEL") else {
      return .unsupported("an expression in another language than FEEL", element)
    }
    return .literal(text(element) { text throws(FormulaFault) in try FEELParser.expression(text, names: names) })
  }

  /// The text of an element's `text`, parsed.
  private func text(_ element: XMLElement, _ parse: (String) throws(FormulaFault) -> Formula) -> DMNText {
    let holder = element.first("text") ?? element
    let text = holder.text
    do {
      return DMNText(text: text, element: holder, formula: try parse(text), fault: nil)
    } catch {
      return DMNText(text: text, element: holder, formula: nil, fault: error)
    }
  }

  private func values(_ element: XMLElement?) -> [Formula] {
    guard let text = element?.first("text")?.text, !text.trimmed.isEmpty else { return [] }
    return (try? FEELParser.list(text, names: names)) ?? []
  }

  private func table(_ element: XMLElement) -> DMNExpression {
    let policy = element.attributes["hitPolicy"] ?? "UNIQUE"
    guard let hitPolicy = DMNTable.HitPolicy(rawValue: policy) else {
      return .unsupported("hit policy `\(policy)`", element)
    }
    func parsed(_ text: String) throws(FormulaFault) -> Formula { try FEELParser.expression(text, names: names) }
    func tests(_ text: String) throws(FormulaFault) -> Formula { try FEELParser.unaryTests(text, names: names) }
    func result(_ text: String) throws(FormulaFault) -> Formula {
      text.trimmed.isEmpty || text.trimmed == "-" ? .literal(.null) : try parsed(text)
    }
    let inputs = element.all("input").map { input in
      let expression = input.first("inputExpression")
      return DMNTable.Input(
        expression: text(expression ?? input, parsed), type: expression.flatMap(Self.type),
        values: values(input.first("inputValues")), element: input)
    }
    let outputs = element.all("output").map { output in
      DMNTable.Output(
        name: Self.normalised(output.attributes["name"] ?? ""), values: values(output.first("outputValues")),
        fallback: output.first("defaultOutputEntry").map { text($0, result) })
    }
    let rows = element.all("rule").enumerated().map { index, rule in
      DMNTable.Row(
        id: rule.attributes["id"] ?? "\(index + 1)", inputs: rule.all("inputEntry").map { text($0, tests) },
        outputs: rule.all("outputEntry").map { text($0, result) }, element: rule)
    }
    return .table(
      DMNTable(
        hitPolicy: hitPolicy, aggregation: element.attributes["aggregation"], inputs: inputs, outputs: outputs,
        rows: rows, element: element))
  }
}

extension DMNModel {
  /// A decision that requires itself.
  fileprivate var cyclicDecision: Decision? {
    let requirements = Dictionary(decisions.map { ($0.id, $0.requires) }, uniquingKeysWith: { $1 })
    return decisions.first { decision in
      var (reached, open) = (Set<String>(), decision.requires)
      while let next = open.popLast() {
        if next == decision.id { return true }
        if reached.insert(next).inserted { open += requirements[next] ?? [] }
      }
      return false
    }
  }
}

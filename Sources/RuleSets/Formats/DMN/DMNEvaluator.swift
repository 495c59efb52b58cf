internal import GovernanceModel
internal import XMLDocuments

/// Evaluates the decisions of a model on the values of its inputs.
struct DMNEvaluator: FEELLibrary {
  let model: DMNModel
  let types: DMNTypes
  private let inputs: [String: FormulaValue]
  private let decisions: [String: DMNModel.Decision]
  private let knowledge: [String: DMNModel.Knowledge]
  private let services: [String: DMNModel.Service]
  /// Decisions whose values are given: the inputs of a service.
  private var given: [String: FormulaValue] = [:]

  /// - Parameter data: the values of the inputs by their names; what an input's type calls a date is read as one.
  init(_ model: DMNModel, data: FormulaValue) {
    self.model = model
    types = DMNTypes(model.types)
    var values: [String: FormulaValue] = [:]
    for input in model.inputs {
      values[input.id] = types.coerced(data.member(input.name), to: input.type)
    }
    inputs = values
    decisions = Dictionary(model.decisions.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    knowledge = Dictionary(model.knowledge.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    services = Dictionary(model.services.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    for decision in model.decisions where data.member(decision.name) != .null {
      given[decision.id] = types.coerced(data.member(decision.name), to: decision.type)
    }
  }

  /// The value of a decision. A value that is given with the data goes before the decision's own logic, for every
  /// decision but the one that is asked for.
  func value(of decision: DMNModel.Decision) throws(FEELFailure) -> FormulaValue {
    try value(of: decision, depth: 0)
  }

  /// The rows of a decision's table that match.
  func rows(of table: DMNTable, _ decision: DMNModel.Decision) throws(FEELFailure) -> [Int] {
    try DMNTableEvaluator(table: table, evaluator: scope(of: decision, depth: 0), types: types).value().rows
  }

  private func value(of decision: DMNModel.Decision, depth: Int) throws(FEELFailure) -> FormulaValue {
    types.conforming(try evaluate(decision.logic, scope(of: decision, depth: depth)), to: decision.type)
  }

  /// What the logic of a decision sees: its required inputs and decisions, and the functions that it may call.
  private func scope(of decision: DMNModel.Decision, depth: Int) throws(FEELFailure) -> FEELEvaluator {
    guard depth < FEELEvaluator.maximumDepth else { throw .unsupported("requirements nested too deep") }
    var scope: [String: FormulaValue] = [:]
    for id in decision.requires {
      if let input = model.inputs.first(where: { $0.id == id }) {
        scope[input.name] = inputs[id] ?? .null
      } else if let required = decisions[id] {
        if let value = given[id] {
          scope[required.name] = value
        } else {
          scope[required.name] = try value(of: required, depth: depth + 1)
        }
      } else {
        throw .unsupported("a requirement of another model")
      }
    }
    return FEELEvaluator(try scope.merging(functions(decision.calls)) { $1 }, library: self)
  }

  /// The functions that a decision or knowledge model may call, those that they call themselves included.
  private func functions(_ ids: [String]) throws(FEELFailure) -> [String: FormulaValue] {
    var functions: [String: FormulaValue] = [:]
    for id in ids {
      if let model = knowledge[id] {
        functions[model.name] = .function(.init(parameters: model.parameters.map(\.name), body: .model(id)))
      } else if let service = services[id] {
        functions[service.name] = .function(.init(parameters: parameters(of: service), body: .model(id)))
      } else {
        throw .unsupported("a function of an imported model")
      }
    }
    return functions
  }

  private func parameters(of service: DMNModel.Service) -> [String] {
    service.inputs.compactMap { id in model.inputs.first { $0.id == id }?.name }
      + service.inputDecisions.compactMap { decisions[$0]?.name }
  }

  func call(_ id: String, _ arguments: [FormulaValue], depth: Int) throws(FEELFailure) -> FormulaValue {
    if let service = services[id] { return try call(service, arguments, depth: depth) }
    guard let model = knowledge[id] else { return .null }
    var scope = try functions(model.calls)
    for (parameter, argument) in zip(model.parameters, arguments) {
      scope[parameter.name] = types.coerced(types.conforming(argument, to: parameter.type), to: parameter.type)
    }
    // A knowledge model may call itself.
    if scope[model.name] == nil { scope.merge(try functions([id])) { $1 } }
    var evaluator = FEELEvaluator(scope, library: self)
    evaluator.depth = depth
    return types.conforming(try evaluate(model.logic, evaluator), to: model.type)
  }

  private func call(
    _ service: DMNModel.Service, _ arguments: [FormulaValue], depth: Int
  ) throws(FEELFailure) -> FormulaValue {
    guard depth < FEELEvaluator.maximumDepth else { throw .unsupported("services nested too deep") }
    let data = Dictionary(zip(parameters(of: service), arguments), uniquingKeysWith: { $1 })
    let inner = DMNEvaluator(model, data: .context(data))
    var results: [String: FormulaValue] = [:]
    for id in service.outputs {
      guard let decision = decisions[id] else { continue }
      results[decision.name] = try inner.value(of: decision, depth: depth + 1)
    }
    return results.count == 1 ? results.values.first ?? .null : .context(results)
  }

  // MARK: - Boxed expressions

  func evaluate(_ expression: DMNExpression, _ evaluator: FEELEvaluator) throws(FEELFailure) -> FormulaValue {
    switch expression {
    case .literal(let text): return try evaluator.value(of: Self.parsed(text))
    case .table(let table):
      return try DMNTableEvaluator(table: table, evaluator: evaluator, types: types).value().result
    case .context(let entries): return try context(entries, evaluator)
    case .invocation(let callee, let bindings):
      guard case .function(let function) = try evaluate(callee, evaluator) else { return .null }
      var arguments: [String: FormulaValue] = [:]
      for binding in bindings { arguments[binding.name] = try evaluate(binding.value, evaluator) }
      return try evaluator.apply(function, function.parameters.map { arguments[$0] ?? .null })
    case .function(let parameters, let body):
      guard case .literal(let text) = body else { throw .unsupported("a function with a boxed body") }
      return try evaluator.value(of: .function(parameters: parameters, body: Self.parsed(text)))
    case .list(let parts):
      var values: [FormulaValue] = []
      for part in parts { values.append(try evaluate(part, evaluator)) }
      return .list(values)
    case .relation(let columns, let rows):
      var values: [FormulaValue] = []
      for row in rows {
        var members: [String: FormulaValue] = [:]
        for (column, cell) in zip(columns, row) { members[column] = try evaluate(cell, evaluator) }
        values.append(.context(members))
      }
      return .list(values)
    case .conditional(let condition, let yes, let no):
      return try evaluate(evaluate(condition, evaluator) == .boolean(true) ? yes : no, evaluator)
    case .iteration(let kind, let name, let source, let body):
      return try iterate(kind, name, evaluate(source, evaluator), body, evaluator)
    case .filter(let source, let condition): return try filter(evaluate(source, evaluator), condition, evaluator)
    case .unsupported(let what, _): throw .unsupported(what)
    }
  }

  static func parsed(_ text: DMNText) throws(FEELFailure) -> Formula {
    guard let formula = text.formula else {
      throw .unsupported("an expression that cannot be read: \(text.fault?.message ?? "")")
    }
    return formula
  }

  private func context(
    _ entries: [(name: String?, type: String?, value: DMNExpression)], _ evaluator: FEELEvaluator
  ) throws(FEELFailure) -> FormulaValue {
    var members: [String: FormulaValue] = [:]
    for entry in entries {
      let value = types.conforming(try evaluate(entry.value, evaluator.inner(members)), to: entry.type)
      guard let name = entry.name else { return value }
      members[name] = value
    }
    return .context(members)
  }

  private func iterate(
    _ kind: Formula.Iteration, _ name: String, _ source: FormulaValue, _ body: DMNExpression,
    _ evaluator: FEELEvaluator
  ) throws(FEELFailure) -> FormulaValue {
    guard case .list(let elements) = source else { return .null }
    var results: [FormulaValue] = []
    for element in elements {
      results.append(try evaluate(body, evaluator.inner([name: element, "partial": .list(results)])))
    }
    return switch kind {
    case .forEach: .list(results)
    case .some: FEELListFunctions.aggregate("any", results)
    case .every: FEELListFunctions.aggregate("all", results)
    }
  }

  private func filter(
    _ source: FormulaValue, _ condition: DMNExpression, _ evaluator: FEELEvaluator
  ) throws(FEELFailure) -> FormulaValue {
    guard case .list(let elements) = source else { return .null }
    var kept: [FormulaValue] = []
    for element in elements {
      var scope: [String: FormulaValue] = if case .context(let members) = element { members } else { [:] }
      scope["item"] = element
      if try evaluate(condition, evaluator.inner(scope)) == .boolean(true) { kept.append(element) }
    }
    return .list(kept)
  }
}

internal import GovernanceModel

/// Evaluates one decision table under its hit policy (DMN 1.5, 8.2.10).
struct DMNTableEvaluator {
  let table: DMNTable
  let evaluator: FEELEvaluator
  let types: DMNTypes

  /// The result, and the rows that matched.
  func value() throws(FEELFailure) -> (result: FormulaValue, rows: [Int]) {
    var values: [FormulaValue] = []
    for input in table.inputs { values.append(try evaluator.value(of: DMNEvaluator.parsed(input.expression))) }
    for (input, value) in zip(table.inputs, values) where !input.values.isEmpty && value != .null {
      // A value that is not allowed is an error; the result of an error is null.
      if try evaluator.passes(value, input.values) == false { return (.null, []) }
    }
    var matched: [Int] = []
    for index in table.rows.indices where try matches(table.rows[index], values) {
      matched.append(index)
      if table.hitPolicy == .first { break }
    }
    return (try result(of: matched), matched)
  }

  private func matches(_ row: DMNTable.Row, _ values: [FormulaValue]) throws(FEELFailure) -> Bool {
    for (cell, value) in zip(row.inputs, values) {
      let test = try DMNEvaluator.parsed(cell)
      if case .anything = test { continue }
      if try evaluator.passes(value, Self.tests(test)) != true { return false }
    }
    return true
  }

  static func tests(_ cell: Formula) -> [Formula] {
    if case .tests(.subject, let tests) = cell { tests } else { [cell] }
  }

  private func result(of matched: [Int]) throws(FEELFailure) -> FormulaValue {
    let isList: Bool
    switch table.hitPolicy {
    case .ruleOrder, .outputOrder: isList = true
    case .collect: isList = table.aggregation == nil
    default: isList = false
    }
    guard !matched.isEmpty else {
      if let fallback = try fallback() { return isList ? .list([fallback]) : fallback }
      if table.hitPolicy == .collect, table.aggregation == "COUNT" { return .number(.zero) }
      return isList && table.hitPolicy == .collect ? .list([]) : .null
    }
    var outputs: [[FormulaValue]] = []
    for index in matched {
      var row: [FormulaValue] = []
      for cell in table.rows[index].outputs { row.append(try evaluator.value(of: DMNEvaluator.parsed(cell))) }
      outputs.append(row)
    }
    switch table.hitPolicy {
    case .unique: return outputs.count == 1 ? combined(outputs[0]) : .null
    case .first: return combined(outputs[0])
    case .any: return Set(outputs).count == 1 ? combined(outputs[0]) : .null
    case .priority: return combined(try byPriority(outputs)[0])
    case .outputOrder: return .list(try byPriority(outputs).map(combined))
    case .ruleOrder: return .list(outputs.map(combined))
    case .collect: return collected(outputs)
    }
  }

  /// One output is its value, several are a context.
  private func combined(_ outputs: [FormulaValue]) -> FormulaValue {
    if table.outputs.count == 1 { return outputs.first ?? .null }
    return .context(Dictionary(zip(table.outputs.map(\.name), outputs), uniquingKeysWith: { $1 }))
  }

  /// Nil where no output has a default.
  private func fallback() throws(FEELFailure) -> FormulaValue? {
    guard table.outputs.contains(where: { $0.fallback != nil }) else { return nil }
    var outputs: [FormulaValue] = []
    for output in table.outputs {
      outputs.append(
        try output.fallback.map { text throws(FEELFailure) in try evaluator.value(of: DMNEvaluator.parsed(text)) }
          ?? .null)
    }
    return combined(outputs)
  }

  private func collected(_ outputs: [[FormulaValue]]) -> FormulaValue {
    let values = outputs.map(combined)
    guard let aggregation = table.aggregation else { return .list(values) }
    return FEELListFunctions.aggregate(aggregation.lowercased(), values)
  }

  /// Rows by the places of their outputs in the lists of output values, first output first; equal rows in their order.
  private func byPriority(_ outputs: [[FormulaValue]]) throws(FEELFailure) -> [[FormulaValue]] {
    var ranks: [[Int]] = []
    for row in outputs {
      var rank: [Int] = []
      for (output, value) in zip(table.outputs, row) where !output.values.isEmpty {
        var place = output.values.count
        for (index, test) in output.values.enumerated().reversed() where try evaluator.passes(value, [test]) == true {
          place = index
        }
        rank.append(place)
      }
      ranks.append(rank)
    }
    return outputs.indices.sorted { ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0].lexicographicallyPrecedes(ranks[$1]) }
      .map { outputs[$0] }
  }
}

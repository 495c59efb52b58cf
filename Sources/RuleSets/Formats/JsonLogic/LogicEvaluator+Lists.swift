internal import SourceDocuments

extension LogicEvaluator {
  /// `map`, `filter`, `reduce`, `all`, `some`, `none`: a list, and logic for each of its elements.
  mutating func iterate(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    let parts = try lazy(operation)
    guard parts.count >= 2 else { throw .arguments }
    let elements = try elements(operation.name, parts[0])
    switch operation.name {
    case .map:
      var mapped: [JSONValue] = []
      for (index, element) in elements.enumerated() { mapped.append(try value(parts[1], on: element, at: index)) }
      return .array(mapped)
    case .filter:
      var kept: [JSONValue] = []
      for (index, element) in elements.enumerated() where try value(parts[1], on: element, at: index).isTruthy {
        kept.append(element)
      }
      return .array(kept)
    case .reduce: return try reduce(elements, parts)
    default: return .boolean(try quantify(operation.name, elements, parts[1]))
    }
  }

  /// Nothing to go through is an empty list where the result is one; a question about it has no answer.
  private mutating func elements(
    _ name: LogicOperator, _ source: LogicExpression
  ) throws(LogicFailure) -> [JSONValue] {
    let list = try value(source)
    if let elements = list.elements { return elements }
    guard list == .null, name == .map || name == .filter || name == .reduce else { throw .arguments }
    return []
  }

  private mutating func reduce(
    _ elements: [JSONValue], _ parts: [LogicExpression]
  ) throws(LogicFailure) -> JSONValue {
    var accumulator = parts.count > 2 ? try value(parts[2]) : .null
    for (index, element) in elements.enumerated() {
      let context = JSONValue.object(["current": element, "accumulator": accumulator])
      accumulator = try value(parts[1], on: context, at: index)
    }
    return accumulator
  }

  /// `all` of nothing is false, unlike in logic.
  private mutating func quantify(
    _ name: LogicOperator, _ elements: [JSONValue], _ test: LogicExpression
  ) throws(LogicFailure) -> Bool {
    let isAll = name == .all
    for (index, element) in elements.enumerated() {
      if try value(test, on: element, at: index).isTruthy != isAll { return name == .some }
    }
    return isAll ? !elements.isEmpty : name == .none
  }

  mutating func value(
    _ expression: LogicExpression, on element: JSONValue, at index: Int
  ) throws(LogicFailure) -> JSONValue {
    scopes.append(Scope(context: element, index: index))
    defer { scopes.removeLast() }
    return try value(expression)
  }
}

internal import SourceDocuments

extension LogicEvaluator {
  /// `if` with any number of conditions, each before what it leads to; the last alone is the rest.
  mutating func choose(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    var rest = try lazy(operation)[...]
    while let condition = rest.popFirst() {
      let test = try value(condition)
      guard let consequence = rest.popFirst() else { return test }
      if test.isTruthy { return try value(consequence) }
    }
    return .null
  }

  /// The first operand that decides, or the last.
  mutating func connect(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    var result = JSONValue.null
    for part in try lazy(operation) {
      result = try value(part)
      if result.isTruthy == (operation.name == .or) { return result }
    }
    return result
  }

  mutating func coalesce(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    guard case .list(let parts) = operation.arguments else {
      return try eager(operation).first { $0 != .null } ?? .null
    }
    for part in parts {
      let result = try value(part)
      if result != .null { return result }
    }
    return .null
  }

  /// The first part that does not fail; each after the first sees the failure as its data, two scopes in.
  mutating func attempt(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    guard case .list(let parts) = operation.arguments else { return try eager(operation).first ?? .null }
    var last: LogicFailure?
    for part in parts {
      let depth = scopes.count
      if let last { scopes.append(Scope(context: last.context)) }
      defer { scopes.removeLast(scopes.count - depth) }
      do {
        return try value(part)
      } catch { last = error }
    }
    if let last { throw last }
    return .null
  }

  static func thrown(_ value: JSONValue) -> LogicFailure {
    guard case .object(let members) = value else { return LogicFailure(reason: value.asText) }
    return LogicFailure(reason: members["type"]?.asText ?? "Error", thrown: value)
  }

  /// Neighbours are compared from the left until one comparison fails; what comes after is not looked at.
  mutating func compare(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    let parts = try lazy(operation)
    guard parts.count >= 2 else { throw .arguments }
    var left = try value(parts[0])
    for part in parts.dropFirst() {
      let right = try value(part)
      guard try Self.holds(operation.name, left, right) else { return .boolean(false) }
      left = right
    }
    return .boolean(true)
  }

  static func holds(
    _ name: LogicOperator, _ left: JSONValue, _ right: JSONValue
  ) throws(LogicFailure) -> Bool {
    switch name {
    case .strictlyEqual: left.isSame(as: right)
    case .strictlyUnequal: !left.isSame(as: right)
    case .equal: try isEqual(left, right)
    case .unequal: !(try isEqual(left, right))
    default: try isOrdered(name, left, right)
    }
  }

  /// Texts as texts, anything else as numbers; null equals whatever is nothing and no other text.
  private static func isEqual(_ left: JSONValue, _ right: JSONValue) throws(LogicFailure) -> Bool {
    switch (left, right) {
    case (.text, .text): return left.isSame(as: right)
    case (.null, .text(let text)), (.text(let text), .null): return text.isEmpty
    default:
      let (first, second) = (left.asNumber, right.asNumber)
      if first.isNaN || second.isNaN { throw .notANumber }
      return first == second
    }
  }

  private static func isOrdered(
    _ name: LogicOperator, _ left: JSONValue, _ right: JSONValue
  ) throws(LogicFailure) -> Bool {
    if case .text(let first) = left, case .text(let second) = right {
      let isLess = first.utf16.lexicographicallyPrecedes(second.utf16)
      let isGreater = second.utf16.lexicographicallyPrecedes(first.utf16)
      switch name {
      case .less: return isLess
      case .atMost: return !isGreater
      case .greater: return isGreater
      default: return !isLess
      }
    }
    let (first, second) = (left.asNumber, right.asNumber)
    if first.isNaN || second.isNaN { throw .notANumber }
    switch name {
    case .less: return first < second
    case .atMost: return first <= second
    case .greater: return first > second
    default: return first >= second
    }
  }
}

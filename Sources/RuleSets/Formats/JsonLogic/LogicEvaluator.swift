internal import GovernanceModel
internal import SourceDocuments

/// Why logic has no value.
struct LogicFailure: Error, Hashable {
  /// `NaN`, `Invalid Arguments`, `Unknown Operator`, or what a rule throws.
  var reason: String
  /// What a rule threw, when that is more than a reason.
  var thrown: JSONValue?

  static let notANumber = LogicFailure(reason: "NaN")
  static let arguments = LogicFailure(reason: "Invalid Arguments")

  /// What the next part of a `try` sees.
  var context: JSONValue { thrown ?? .object(["type": .text(reason)]) }
}

/// Evaluates compiled JsonLogic on data.
struct LogicEvaluator {
  /// Contexts from the outermost in: the data, then the element of each list around, with its index.
  var scopes: [Scope]
  /// The salt of flagd's bucketing.
  var flagKey: String?
  /// Collects steps where a trace is asked for.
  var tracer: LogicTracer?

  struct Scope {
    var context: JSONValue
    var index: Int?
  }

  init(data: JSONValue, flagKey: String? = nil, tracer: LogicTracer? = nil) {
    scopes = [Scope(context: data)]
    (self.flagKey, self.tracer) = (flagKey, tracer)
  }

  var context: JSONValue { scopes[scopes.count - 1].context }

  mutating func value(_ expression: LogicExpression) throws(LogicFailure) -> JSONValue {
    switch expression {
    case .constant(let value): return value
    case .list(let parts): return .array(try values(parts))
    case .faulty(let reason, _): throw LogicFailure(reason: reason)
    case .operation(let operation):
      tracer?.begin(operation)
      do {
        let result = try apply(operation)
        tracer?.end(operation, .success(result))
        return result
      } catch {
        tracer?.end(operation, .failure(error))
        throw error
      }
    }
  }

  mutating func values(_ parts: [LogicExpression]) throws(LogicFailure) -> [JSONValue] {
    var values: [JSONValue] = []
    values.reserveCapacity(parts.count)
    for part in parts { values.append(try value(part)) }
    return values
  }

  private mutating func apply(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    switch operation.name {
    case .choose, .ternary: return try choose(operation)
    case .and, .or: return try connect(operation)
    case .coalesce: return try coalesce(operation)
    case .attempt: return try attempt(operation)
    case .equal, .strictlyEqual, .unequal, .strictlyUnequal, .less, .atMost, .greater, .atLeast:
      return try compare(operation)
    case .map, .filter, .reduce, .all, .some, .none: return try iterate(operation)
    case .not: return .boolean(!(try first(operation)).isTruthy)
    case .truth: return .boolean(try first(operation).isTruthy)
    case .length: return try length(first(operation))
    case .log: return try first(operation)
    case .fail: throw Self.thrown(try first(operation))
    case .fractional, .fractionalEvaluation, .semanticVersion, .startsWith, .endsWith:
      return try ofFlagd(operation)
    default: return try compute(operation.name, eager(operation))
    }
  }

  /// Operators that see the values of their arguments only.
  private func compute(_ name: LogicOperator, _ arguments: [JSONValue]) throws(LogicFailure) -> JSONValue {
    switch name {
    case .variable: variable(arguments)
    case .value: path(arguments) ?? .null
    case .exists: .boolean(path(arguments) != nil)
    case .missing: .array(missing(arguments))
    case .missingSome: try missingSome(arguments)
    case .add, .subtract, .multiply, .divide, .remainder: .number(try arithmetic(name, arguments))
    case .maximum, .minimum: try extreme(name, arguments)
    case .merge: .array(arguments.flatMap { $0.elements ?? [$0] })
    case .contained: .boolean(contained(arguments))
    case .concatenate: .text(arguments.filter { $0 != .null }.map(\.asText).joined())
    case .substring: .text(try substring(arguments))
    default: throw .arguments
    }
  }

  // MARK: - Arguments

  /// The values of all arguments; one argument that is a list is the list of them.
  mutating func eager(_ operation: LogicOperation) throws(LogicFailure) -> [JSONValue] {
    switch operation.arguments {
    case .list(let parts): return try values(parts)
    case .single(let part):
      let result = try value(part)
      return result.elements ?? [result]
    }
  }

  /// The value of the first argument; null when there is none.
  mutating func first(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    switch operation.arguments {
    case .list(let parts): return try parts.first.map { part throws(LogicFailure) in try value(part) } ?? .null
    case .single(let part): return try value(part)
    }
  }

  /// Arguments that are evaluated one by one; only a list as written will do.
  func lazy(_ operation: LogicOperation) throws(LogicFailure) -> [LogicExpression] {
    guard case .list(let parts) = operation.arguments else { throw .arguments }
    return parts
  }
}

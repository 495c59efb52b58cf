internal import GovernanceModel

/// Equality and order of FEEL (DMN 1.5, tables 53 and 54): nil where the values cannot be compared.
enum FEELComparison {
  static func areEqual(_ left: FormulaValue, _ right: FormulaValue) -> Bool? {
    switch (left, right) {
    case (.null, .null): true
    case (.null, _), (_, .null): false
    case (.list(let first), .list(let second)):
      first.count == second.count && zip(first, second).allSatisfy { areEqual($0, $1) == true }
    case (.context(let first), .context(let second)):
      first.count == second.count
        && first.allSatisfy { key, value in second[key].map { areEqual(value, $0) == true } ?? false }
    case (.dateTime(let day, let time), .dateTime(let otherDay, let otherTime)):
      FEELTemporal.position(day, time) == FEELTemporal.position(otherDay, otherTime)
    case (.time(let first), .time(let second)): position(first) == position(second)
    case (.number, .number), (.boolean, .boolean), (.text, .text), (.date, .date), (.months, .months),
      (.microseconds, .microseconds), (.range, .range), (.function, .function):
      left == right
    default: nil
    }
  }

  private static func position(_ time: CivilTime) -> Int { time.microseconds - (time.offset ?? 0) * 1_000_000 }

  static func holds(_ operation: Formula.Operator, _ left: FormulaValue, _ right: FormulaValue) -> Bool? {
    switch operation {
    case .equal: return areEqual(left, right)
    case .notEqual: return areEqual(left, right).map { !$0 }
    default: break
    }
    return switch (left, right) {
    case (.number(let first), .number(let second)): operation.holds(first, second)
    case (.text(let first), .text(let second)): order(operation, first, second)
    case (.date(let first), .date(let second)): operation.holds(first, second)
    case (.dateTime, .dateTime), (.date, .dateTime), (.dateTime, .date):
      operation.holds(FEELTemporal.instant(left) ?? 0, FEELTemporal.instant(right) ?? 0)
    case (.time(let first), .time(let second)): operation.holds(position(first), position(second))
    case (.months(let first), .months(let second)): operation.holds(first, second)
    case (.microseconds(let first), .microseconds(let second)): operation.holds(first, second)
    default: nil
    }
  }

  /// Texts are ordered by their scalars, which is the order of their UTF-8 bytes.
  private static func order(_ operation: Formula.Operator, _ left: String, _ right: String) -> Bool {
    let isEqual = left.utf8.elementsEqual(right.utf8)
    let precedes = left.utf8.lexicographicallyPrecedes(right.utf8)
    return switch operation {
    case .less: precedes
    case .atMost: precedes || isEqual
    case .greater: !precedes && !isEqual
    default: !precedes
    }
  }

  /// Nil where the value cannot be compared with an end.
  static func contains(_ range: FormulaRange, _ value: FormulaValue) -> Bool? {
    func isAbove() -> Bool? {
      range.lower == .null ? true : holds(range.includesLower ? .atLeast : .greater, value, range.lower)
    }
    func isBelow() -> Bool? {
      range.upper == .null ? true : holds(range.includesUpper ? .atMost : .less, value, range.upper)
    }
    guard let isAbove = isAbove(), let isBelow = isBelow() else { return nil }
    return isAbove && isBelow
  }
}

/// Types of FEEL as far as values tell them.
enum FEELTypes {
  static func isInstance(_ value: FormulaValue, of type: String) -> Bool {
    switch type {
    case "Any": return value != .null
    case "Null": return value == .null
    default: break
    }
    switch value {
    case .null: return false
    case .number: return type == "number"
    case .text: return type == "string"
    case .boolean: return type == "boolean"
    case .date: return type == "date"
    case .time: return type == "time"
    case .dateTime: return type == "date and time" || type == "dateTime"
    case .months: return type == "years and months duration" || type == "yearMonthDuration"
    case .microseconds: return type == "days and time duration" || type == "dayTimeDuration"
    case .function: return type.hasPrefix("function")
    case .range: return type.hasPrefix("range")
    case .list(let elements):
      guard type.hasPrefix("list") else { return false }
      let inner = type.dropFirst(4).filter { $0 != "<" && $0 != ">" }.description.trimmed
      return inner.isEmpty || elements.allSatisfy { isInstance($0, of: inner) }
    case .context: return type.hasPrefix("context")
    }
  }
}

/// The functions of FEEL on lists (DMN 1.5, 10.3.4.4).
enum FEELListFunctions {
  static func call(_ name: String, _ arguments: [FormulaValue]) -> FormulaValue? {
    switch name {
    case "count", "min", "max", "sum", "mean", "median", "mode", "product", "stddev", "all", "any":
      return aggregate(name, elements(arguments))
    case "concatenate":
      return .list(arguments.flatMap { if case .list(let inner) = $0 { inner } else { [$0] } })
    case "union": return .list(distinct(arguments.flatMap { if case .list(let inner) = $0 { inner } else { [$0] } }))
    default: break
    }
    // A single value counts as a list of one.
    let list: [FormulaValue]
    switch arguments.first {
    case .list(let elements): list = elements
    case .null, nil: return nil
    case .some(let single): list = [single]
    }
    let second = arguments.count > 1 ? arguments[1] : .null
    switch name {
    case "list contains": return .boolean(list.contains { FEELComparison.areEqual($0, second) == true })
    case "append": return .list(list + arguments.dropFirst())
    case "reverse": return .list(list.reversed())
    case "distinct values": return .list(distinct(list))
    case "flatten": return .list(list.flatMap(flattened))
    case "index of":
      return .list(
        list.indices.filter { FEELComparison.areEqual(list[$0], second) == true }
          .map { .number(DecimalNumber($0 + 1)) })
    case "string join":
      let separator = second.text ?? ""
      return .text(list.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: separator))
    case "sublist", "insert before", "remove", "list replace": return positioned(name, list, arguments)
    default: return nil
    }
  }

  /// `sum([1, 2])` and `sum(1, 2)` are one.
  private static func elements(_ arguments: [FormulaValue]) -> [FormulaValue] {
    if arguments.count == 1, case .list(let elements) = arguments[0] { return elements }
    return arguments
  }

  private static func flattened(_ value: FormulaValue) -> [FormulaValue] {
    if case .list(let elements) = value { elements.flatMap(flattened) } else { [value] }
  }

  private static func distinct(_ elements: [FormulaValue]) -> [FormulaValue] {
    elements.reduce(into: []) { kept, element in
      if !kept.contains(where: { FEELComparison.areEqual($0, element) == true }) { kept.append(element) }
    }
  }

  private static func positioned(_ name: String, _ list: [FormulaValue], _ arguments: [FormulaValue]) -> FormulaValue {
    guard arguments.count > 1, case .number(let position) = arguments[1], let place = position.integerValue, place != 0
    else { return .null }
    let index = place > 0 ? place - 1 : list.count + place
    guard index >= 0, index < list.count || (name == "insert before" && index == list.count) else { return .null }
    var changed = list
    switch name {
    case "insert before": changed.insert(arguments.count > 2 ? arguments[2] : .null, at: index)
    case "remove": changed.remove(at: index)
    case "list replace": changed[index] = arguments.count > 2 ? arguments[2] : .null
    default:
      var end = list.count
      if arguments.count > 2, case .number(let length) = arguments[2] {
        guard let count = length.integerValue, count >= 0, index + count <= list.count else { return .null }
        end = index + count
      }
      changed = Array(list[index..<end])
    }
    return .list(changed)
  }

  static func aggregate(_ name: String, _ elements: [FormulaValue]) -> FormulaValue {
    switch name {
    case "count": return .number(DecimalNumber(elements.count))
    case "all", "any":
      let decisive = FormulaValue.boolean(name == "any")
      if elements.contains(decisive) { return decisive }
      let isComplete = elements.allSatisfy { if case .boolean = $0 { true } else { false } }
      return isComplete ? .boolean(name == "all") : .null
    case "min": return extreme(elements, .less)
    case "max": return extreme(elements, .greater)
    default: break
    }
    if name == "sum", let first = elements.first {
      // Durations add up too.
      switch first {
      case .months, .microseconds: return elements.dropFirst().reduce(first) { FEELTemporal.sum($0, $1) }
      default: break
      }
    }
    var numbers: [DecimalNumber] = []
    for element in elements {
      guard case .number(let number) = element else { return .null }
      numbers.append(number)
    }
    return statistic(name, numbers)
  }

  private static func extreme(_ elements: [FormulaValue], _ operation: Formula.Operator) -> FormulaValue {
    guard var found = elements.first else { return .null }
    for element in elements.dropFirst() {
      guard let isBetter = FEELComparison.holds(operation, element, found) else { return .null }
      if isBetter { found = element }
    }
    return found
  }

  private static func statistic(_ name: String, _ numbers: [DecimalNumber]) -> FormulaValue {
    if name == "mode" { return .list(modes(numbers).map { .number($0) }) }
    guard !numbers.isEmpty else { return .null }
    let (sum, count) = (numbers.reduce(.zero) { $0 + $1 }, DecimalNumber(numbers.count))
    switch name {
    case "sum": return .number(sum)
    case "product": return .number(numbers.reduce(DecimalNumber(1)) { $0 * $1 })
    case "mean": return (sum / count).map { .number($0) } ?? .null
    case "median": return numbers.median.map { .number($0) } ?? .null
    default:
      guard numbers.count > 1, let mean = sum / count else { return .null }
      let squares = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(.zero) { $0 + $1 }
      let variance = squares / DecimalNumber(numbers.count - 1)
      return variance.flatMap { DecimalNumber($0.doubleValue.squareRoot()) }.map { .number($0) } ?? .null
    }
  }

  private static func modes(_ numbers: [DecimalNumber]) -> [DecimalNumber] {
    let counts = Dictionary(grouping: numbers) { $0 }.mapValues(\.count)
    let most = counts.values.max()
    return counts.filter { $0.value == most }.keys.sorted()
  }
}

/// The relations of points and ranges (DMN 1.5, 10.3.4.10). A point counts as the range that holds it alone.
enum FEELRangeFunctions {
  static func call(_ name: String, _ arguments: [FormulaValue]) -> FormulaValue? {
    guard arguments.count == 2, arguments.allSatisfy({ $0 != .null }) else { return nil }
    let (first, second) = (range(arguments[0]), range(arguments[1]))
    let result: Bool? =
      switch name {
      case "before": isBefore(first, second)
      case "after": isBefore(second, first)
      case "meets": meets(first, second)
      case "met by": meets(second, first)
      case "includes": includes(first, second)
      case "during": includes(second, first)
      case "coincides": first == second
      case "overlaps":
        isBefore(first, second).flatMap { before in isBefore(second, first).map { !before && !$0 } }
      default: nil
      }
    return result.map { .boolean($0) }
  }

  private static func range(_ value: FormulaValue) -> FormulaRange {
    if case .range(let range) = value { return range }
    return FormulaRange(lower: value, upper: value, includesLower: true, includesUpper: true)
  }

  private static func isBefore(_ first: FormulaRange, _ second: FormulaRange) -> Bool? {
    let isTouching = first.includesUpper && second.includesLower
    return FEELComparison.holds(isTouching ? .less : .atMost, first.upper, second.lower)
  }

  private static func meets(_ first: FormulaRange, _ second: FormulaRange) -> Bool? {
    FEELComparison.areEqual(first.upper, second.lower).map { $0 && first.includesUpper && second.includesLower }
  }

  private static func includes(_ outer: FormulaRange, _ inner: FormulaRange) -> Bool? {
    let lower = outer.includesLower || !inner.includesLower
    let upper = outer.includesUpper || !inner.includesUpper
    guard let starts = FEELComparison.holds(lower ? .atMost : .less, outer.lower, inner.lower),
      let ends = FEELComparison.holds(upper ? .atLeast : .greater, outer.upper, inner.upper)
    else { return nil }
    return starts && ends
  }
}

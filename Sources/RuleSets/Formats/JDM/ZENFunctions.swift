internal import GovernanceModel
internal import Patterns

/// The functions of ZEN that tables and expression nodes call.
enum ZENFunctions {
  /// Functions whose second argument is evaluated for each element of the first.
  static let closures: Set<String> = ["all", "none", "some", "one", "filter", "map", "flatMap", "count"]

  static func call(_ name: String, _ arguments: [FormulaValue], now: Instant) throws(ZENFailure) -> FormulaValue {
    if let result = try texts(name, arguments) { return result }
    if let result = try lists(name, arguments) { return result }
    if let result = try numbers(name, arguments) { return result }
    if let result = try conversions(name, arguments) { return result }
    return try ZENDates.call(name, arguments, now: now)
  }

  private static func text(_ arguments: [FormulaValue], _ index: Int) throws(ZENFailure) -> String {
    guard index < arguments.count, case .text(let text) = arguments[index] else {
      throw .types("an argument that is no text")
    }
    return text
  }

  private static func number(_ arguments: [FormulaValue], _ index: Int) throws(ZENFailure) -> DecimalNumber {
    guard index < arguments.count, case .number(let number) = arguments[index] else {
      throw .types("an argument that is no number")
    }
    return number
  }

  private static func texts(_ name: String, _ arguments: [FormulaValue]) throws(ZENFailure) -> FormulaValue? {
    switch name {
    case "upper": return .text(try text(arguments, 0).uppercased())
    case "lower": return .text(try text(arguments, 0).lowercased())
    case "trim": return .text(try text(arguments, 0).trimmed)
    case "startsWith": return .boolean(try text(arguments, 0).utf8.starts(with: try text(arguments, 1).utf8))
    case "endsWith":
      let (whole, end) = (try text(arguments, 0), try text(arguments, 1))
      return .boolean(whole.utf8.reversed().starts(with: end.utf8.reversed()))
    case "matches":
      guard let pattern = Pattern.shared(try text(arguments, 1)) else { throw .types("no regular expression") }
      return .boolean(pattern.isFound(in: try text(arguments, 0)))
    case "split":
      let separator = try text(arguments, 1)
      return .list(try text(arguments, 0).pieces(separatedBy: separator).map { .text($0) })
    case "contains":
      guard arguments.count == 2 else { throw .types("`contains` takes two arguments") }
      if case .list(let elements) = arguments[0] {
        return .boolean(elements.contains { ZENEvaluator.areEqual($0, arguments[1]) })
      }
      let (whole, part) = (try text(arguments, 0), try text(arguments, 1))
      return .boolean(part.isEmpty || whole.firstRange(of: part) != nil)
    default: return nil
    }
  }

  private static func lists(_ name: String, _ arguments: [FormulaValue]) throws(ZENFailure) -> FormulaValue? {
    switch (name, arguments.first) {
    case ("len", .text(let text)): return .number(DecimalNumber(text.utf8.count))
    case ("len", .list(let elements)): return .number(DecimalNumber(elements.count))
    case ("flatten", .list(let elements)): return flattened(elements)
    case ("keys", .context(let members)): return .list(members.keys.sorted().map { .text($0) })
    case ("keys", .list(let elements)): return .list(elements.indices.map { .number(DecimalNumber($0)) })
    case ("values", .context(let members)): return .list(members.sorted { $0.key < $1.key }.map(\.value))
    case ("merge", .list(let elements)):
      var merged: [String: FormulaValue] = [:]
      for case .context(let members) in elements { merged.merge(members) { $1 } }
      return .context(merged)
    case ("len", _), ("flatten", _), ("keys", _), ("values", _), ("merge", _):
      throw .types("`\(name)` takes a list or an object")
    default: return nil
    }
  }

  static func flattened(_ elements: [FormulaValue]) -> FormulaValue {
    .list(elements.flatMap { element in if case .list(let inner) = element { inner } else { [element] } })
  }

  private static func numbers(_ name: String, _ arguments: [FormulaValue]) throws(ZENFailure) -> FormulaValue? {
    switch name {
    case "abs":
      let value = try number(arguments, 0)
      return .number(value.isNegative ? -value : value)
    case "floor": return .number(try number(arguments, 0).rounded(.down))
    case "ceil": return .number(try number(arguments, 0).rounded(.up))
    case "round", "trunc":
      let scale = arguments.count > 1 ? try number(arguments, 1).integerValue ?? 0 : 0
      return .number(
        try number(arguments, 0).rounded(name == "round" ? .toNearestOrEven : .towardZero, scale: scale))
    case "sum", "avg", "min", "max", "median", "mode": return try aggregate(name, arguments)
    default: return nil
    }
  }

  private static func aggregate(_ name: String, _ arguments: [FormulaValue]) throws(ZENFailure) -> FormulaValue {
    guard case .list(let elements) = arguments.first else { throw .types("`\(name)` takes a list") }
    var numbers: [DecimalNumber] = []
    for element in elements {
      guard case .number(let number) = element else { throw .types("`\(name)` takes a list of numbers") }
      numbers.append(number)
    }
    let sum = numbers.reduce(.zero) { $0 + $1 }
    if name == "sum" { return .number(sum) }
    guard let least = numbers.min(), let greatest = numbers.max() else { throw .types("`\(name)` of an empty list") }
    switch name {
    case "min": return .number(least)
    case "max": return .number(greatest)
    case "avg": return (sum / DecimalNumber(numbers.count)).map { .number($0) } ?? .null
    case "median": return .number(numbers.median ?? least)
    default:
      // The last of the most frequent in ascending order.
      let counts = Dictionary(grouping: numbers) { $0 }.mapValues(\.count)
      let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
      return .number(most?.key ?? least)
    }
  }

  private static func conversions(_ name: String, _ arguments: [FormulaValue]) throws(ZENFailure) -> FormulaValue? {
    let value = arguments.first ?? .null
    switch name {
    case "bool": return .boolean(truth(of: value))
    case "string":
      switch value {
      case .null: return .text("null")
      case .boolean, .number, .text: return .text(value.text ?? "")
      default: throw .types("`string` takes a scalar")
      }
    case "number":
      switch value {
      case .number: return value
      case .boolean(let flag): return .number(DecimalNumber(flag ? 1 : 0))
      case .text(let text):
        guard let number = DecimalNumber(text: text.trimmed) else { throw .types("`number` of no number") }
        return .number(number)
      default: throw .types("`number` takes a scalar")
      }
    case "isNumeric":
      switch value {
      case .number: return .boolean(true)
      case .text(let text): return .boolean(DecimalNumber(text: text) != nil)
      default: return .boolean(false)
      }
    case "type": return .text(typeName(value))
    default: return nil
    }
  }

  private static func truth(of value: FormulaValue) -> Bool {
    switch value {
    case .null: false
    case .boolean(let flag): flag
    case .number(let number): number != .zero
    case .text(let text): text.trimmed == "true" || (text.trimmed != "false" && text.isEmpty)
    default: true
    }
  }

  private static func typeName(_ value: FormulaValue) -> String {
    switch value {
    case .null: "null"
    case .boolean: "bool"
    case .number: "number"
    case .text: "string"
    case .list: "array"
    default: "object"
    }
  }
}

extension [DecimalNumber] {
  /// The middle in ascending order, or the mean of the two in the middle; nil for none.
  var median: DecimalNumber? {
    let sorted = sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / DecimalNumber(2)
  }
}

extension String {
  /// The parts between the separator; each character for an empty one.
  func pieces(separatedBy separator: String) -> [String] {
    if separator.isEmpty { return map(String.init) }
    var (pieces, rest): ([String], Substring) = ([], self[...])
    while let range = rest.firstRange(of: separator) {
      pieces.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return pieces + [String(rest)]
  }
}

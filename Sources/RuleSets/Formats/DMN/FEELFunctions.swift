internal import GovernanceModel
internal import Patterns

/// The built-in functions of FEEL (DMN 1.5, 10.3.4). Arguments of the wrong type give null.
enum FEELFunctions {
  /// The parameters of each function, for calls by name; several where it is overloaded.
  private static let signatures: [String: [[String]]] = [
    "date": [["from"], ["year", "month", "day"]], "time": [["from"], ["hour", "minute", "second", "offset"]],
    "date and time": [["from"], ["date", "time"]], "duration": [["from"]],
    "years and months duration": [["from", "to"]], "string": [["from"]],
    "number": [["from", "grouping separator", "decimal separator"]], "not": [["negand"]],
    "substring": [["string", "start position", "length"]], "string length": [["string"]],
    "upper case": [["string"]], "lower case": [["string"]], "trim": [["string"]],
    "substring before": [["string", "match"]], "substring after": [["string", "match"]],
    "replace": [["input", "pattern", "replacement", "flags"]], "contains": [["string", "match"]],
    "starts with": [["string", "match"]], "ends with": [["string", "match"]],
    "matches": [["input", "pattern", "flags"]], "split": [["string", "delimiter"]],
    "string join": [["list", "delimiter"]], "list contains": [["list", "element"]], "count": [["list"]],
    "min": [["list"]], "max": [["list"]], "sum": [["list"]], "mean": [["list"]], "median": [["list"]],
    "mode": [["list"]], "product": [["list"]], "stddev": [["list"]], "all": [["list"]], "any": [["list"]],
    "sublist": [["list", "start position", "length"]], "append": [["list", "item"]], "concatenate": [["list"]],
    "insert before": [["list", "position", "newItem"]], "remove": [["list", "position"]], "reverse": [["list"]],
    "index of": [["list", "match"]], "union": [["list"]], "distinct values": [["list"]], "flatten": [["list"]],
    "sort": [["list", "precedes"]], "list replace": [["list", "position", "newItem"]], "decimal": [["n", "scale"]],
    "floor": [["n", "scale"]], "ceiling": [["n", "scale"]], "round up": [["n", "scale"]],
    "round down": [["n", "scale"]], "round half up": [["n", "scale"]], "round half down": [["n", "scale"]],
    "abs": [["n"]], "modulo": [["dividend", "divisor"]], "sqrt": [["number"]], "log": [["number"]],
    "exp": [["number"]], "odd": [["number"]], "even": [["number"]], "is": [["value1", "value2"]],
    "get value": [["m", "key"]], "get entries": [["m"]], "context": [["entries"]],
    "context put": [["context", "key", "value"]], "context merge": [["contexts"]], "day of year": [["date"]],
    "day of week": [["date"]], "month of year": [["date"]], "week of year": [["date"]],
    "before": [["point1", "point2"]], "after": [["point1", "point2"]], "meets": [["range1", "range2"]],
    "met by": [["range1", "range2"]], "overlaps": [["range1", "range2"]], "includes": [["range", "point"]],
    "during": [["point", "range"]], "coincides": [["point1", "point2"]], "is defined": [["value"]],
  ]

  static func isKnown(_ name: String) -> Bool { signatures[name] != nil }

  /// The parameters of the overload that has all these names.
  static func parameters(_ name: String, named: [String]) -> [String] {
    let overloads = signatures[name] ?? []
    return overloads.first { overload in named.allSatisfy(overload.contains) } ?? overloads.first ?? []
  }

  static func call(
    _ name: String, _ arguments: [FormulaValue], evaluator: FEELEvaluator
  ) throws(FEELFailure) -> FormulaValue {
    if name == "sort" { return try sorted(arguments, evaluator) }
    guard isKnown(name) else { throw .unsupported("function `\(name)`") }
    return conversions(name, arguments) ?? texts(name, arguments) ?? numbers(name, arguments)
      ?? FEELListFunctions.call(name, arguments) ?? dates(name, arguments) ?? FEELRangeFunctions.call(name, arguments)
      ?? .null
  }

  private static func sorted(
    _ arguments: [FormulaValue], _ evaluator: FEELEvaluator
  ) throws(FEELFailure) -> FormulaValue {
    guard case .list(var elements) = arguments.first else { return .null }
    // An insertion sort: stable, and a precedence that is no order does no harm.
    for index in elements.indices.dropFirst() {
      var place = index
      while place > 0 {
        let (left, right) = (elements[place], elements[place - 1])
        let precedes: Bool
        if arguments.count > 1, case .function(let function) = arguments[1] {
          precedes = try evaluator.apply(function, [left, right]) == .boolean(true)
        } else {
          precedes = FEELComparison.holds(.less, left, right) == true
        }
        guard precedes else { break }
        elements.swapAt(place, place - 1)
        place -= 1
      }
    }
    return .list(elements)
  }

  // MARK: - Conversions

  private static func conversions(_ name: String, _ arguments: [FormulaValue]) -> FormulaValue? {
    let first = arguments.first ?? .null
    switch name {
    case "date": return date(arguments)
    case "time": return time(arguments)
    case "date and time": return dateTime(arguments)
    case "duration": return if case .text(let text) = first { FEELTemporal.duration(text) } else { .null }
    case "years and months duration":
      return arguments.count == 2 ? FEELTemporal.months(from: first, to: arguments[1]) : .null
    case "string": return first.text.map { .text($0) } ?? .null
    case "number": return number(arguments)
    case "not": return FEELEvaluator.not(first)
    case "is": return .boolean(arguments.count == 2 && arguments[0] == arguments[1])
    case "is defined": return .boolean(first != .null)
    case "get value":
      guard arguments.count == 2, case .text(let key) = arguments[1] else { return .null }
      return first.member(key)
    case "get entries":
      guard case .context(let members) = first else { return .null }
      return .list(members.sorted { $0.key < $1.key }.map { .context(["key": .text($0.key), "value": $0.value]) })
    case "context":
      guard case .list(let entries) = first else { return .null }
      var members: [String: FormulaValue] = [:]
      for entry in entries {
        guard case .text(let key) = entry.member("key"), members[key] == nil else { return .null }
        members[key] = entry.member("value")
      }
      return .context(members)
    case "context put":
      guard case .context(var members) = first, arguments.count == 3, case .text(let key) = arguments[1] else {
        return .null
      }
      members[key] = arguments[2]
      return .context(members)
    case "context merge":
      guard case .list(let contexts) = first else { return .null }
      return .context(
        contexts.reduce(into: [:]) { all, context in
          if case .context(let members) = context { all.merge(members) { $1 } }
        })
    default: return nil
    }
  }

  private static func date(_ arguments: [FormulaValue]) -> FormulaValue {
    switch (arguments.count, arguments.first) {
    case (1, .text(let text)): return FEELTemporal.date(text)
    case (1, .date(let date)), (1, .dateTime(let date, _)): return .date(date)
    case (3, _):
      let parts = arguments.compactMap { if case .number(let number) = $0 { number.integerValue } else { nil } }
      guard parts.count == 3 else { return .null }
      return CivilDate(year: parts[0], month: parts[1], day: parts[2]).map { .date($0) } ?? .null
    default: return .null
    }
  }

  private static func time(_ arguments: [FormulaValue]) -> FormulaValue {
    switch (arguments.count, arguments.first) {
    case (1, .text(let text)): return FEELTemporal.time(text)
    case (1, .time(let time)), (1, .dateTime(_, let time)): return .time(time)
    case (1, .date): return .time(CivilTime(microseconds: 0, offset: 0))
    case (3, _), (4, _):
      guard case .number(let hour) = arguments[0], case .number(let minute) = arguments[1],
        case .number(let second) = arguments[2], let hours = hour.integerValue, let minutes = minute.integerValue,
        (0..<24).contains(hours), (0..<60).contains(minutes), !second.isNegative, second < DecimalNumber(60),
        let rest = (second * DecimalNumber(1_000_000)).rounded(.towardZero).integerValue
      else { return .null }
      var time = CivilTime(microseconds: (hours * 60 + minutes) * 60_000_000 + rest)
      if arguments.count == 4, case .microseconds(let offset) = arguments[3] { time.offset = offset / 1_000_000 }
      return .time(time)
    default: return .null
    }
  }

  private static func dateTime(_ arguments: [FormulaValue]) -> FormulaValue {
    switch (arguments.count, arguments.first) {
    case (1, .text(let text)): return FEELTemporal.dateTime(text)
    case (1, .dateTime), (1, .date):
      if case .date(let date) = arguments[0] { return .dateTime(date, CivilTime(microseconds: 0, offset: 0)) }
      return arguments[0]
    case (2, .date(let date)), (2, .dateTime(let date, _)):
      if case .time(let time) = arguments[1] { return .dateTime(date, time) }
      return .null
    default: return .null
    }
  }

  private static func number(_ arguments: [FormulaValue]) -> FormulaValue {
    guard case .text(var text) = arguments.first else {
      return if case .number = arguments.first { arguments[0] } else { .null }
    }
    if arguments.count > 1, case .text(let grouping) = arguments[1] { text = text.replacing(grouping, with: "") }
    if arguments.count > 2, case .text(let decimal) = arguments[2] { text = text.replacing(decimal, with: ".") }
    return DecimalNumber(text: text).map { .number($0) } ?? .null
  }

  // MARK: - Texts

  private static func texts(_ name: String, _ arguments: [FormulaValue]) -> FormulaValue? {
    guard case .text(let text) = arguments.first else { return nil }
    let second: String? = if arguments.count > 1, case .text(let other) = arguments[1] { other } else { nil }
    switch name {
    case "string length": return .number(DecimalNumber(text.unicodeScalars.count))
    case "upper case": return .text(text.uppercased())
    case "lower case": return .text(text.lowercased())
    case "trim": return .text(text.trimmed)
    case "substring": return substring(text, arguments)
    case "contains": return second.map { .boolean($0.isEmpty || text.firstRange(of: $0) != nil) } ?? .null
    case "starts with": return second.map { .boolean(text.utf8.starts(with: $0.utf8)) } ?? .null
    case "ends with":
      return second.map { .boolean(text.utf8.reversed().starts(with: $0.utf8.reversed())) } ?? .null
    case "substring before":
      return second.map { match in .text(text.firstRange(of: match).map { String(text[..<$0.lowerBound]) } ?? "") }
        ?? .null
    case "substring after":
      guard let second else { return .null }
      if second.isEmpty { return .text(text) }
      return .text(text.firstRange(of: second).map { String(text[$0.upperBound...]) } ?? "")
    case "matches":
      guard let pattern = second.flatMap({ Pattern.shared(flags(arguments, 2) + $0) }) else { return .null }
      return .boolean(pattern.isFound(in: text))
    case "split": return second.map { .list(text.pieces(separatedBy: $0).map { .text($0) }) } ?? .null
    default: return nil
    }
  }

  private static func flags(_ arguments: [FormulaValue], _ index: Int) -> String {
    guard arguments.count > index, case .text(let flags) = arguments[index], !flags.isEmpty else { return "" }
    return "(?" + flags.filter { "ims".contains($0) } + ")"
  }

  private static func substring(_ text: String, _ arguments: [FormulaValue]) -> FormulaValue {
    guard arguments.count > 1, case .number(let start) = arguments[1], let place = start.integerValue, place != 0
    else { return .null }
    let scalars = Array(text.unicodeScalars)
    let first = place > 0 ? place - 1 : scalars.count + place
    guard first >= 0, first <= scalars.count else { return .null }
    var end = scalars.count
    if arguments.count > 2, case .number(let length) = arguments[2] {
      guard let count = length.integerValue, count >= 0 else { return .null }
      end = min(end, first + count)
    }
    return .text(String(String.UnicodeScalarView(scalars[first..<end])))
  }

  // MARK: - Numbers

  private static func numbers(_ name: String, _ arguments: [FormulaValue]) -> FormulaValue? {
    guard case .number(let value) = arguments.first else {
      if name == "abs", let first = arguments.first { return magnitude(first) }
      return nil
    }
    let other: DecimalNumber? = if arguments.count > 1, case .number(let number) = arguments[1] { number } else { nil }
    if arguments.count > 1, other == nil { return nil }
    let scale = other?.integerValue ?? 0
    switch name {
    case "decimal": return .number(value.rounded(.toNearestOrEven, scale: scale))
    case "floor": return .number(value.rounded(.down, scale: scale))
    case "ceiling": return .number(value.rounded(.up, scale: scale))
    case "round up": return .number(value.rounded(.awayFromZero, scale: scale))
    case "round down": return .number(value.rounded(.towardZero, scale: scale))
    case "round half up": return .number(value.rounded(.toNearestOrAwayFromZero, scale: scale))
    case "round half down": return .number(value.roundedHalfDown(scale: scale))
    case "abs": return .number(value.isNegative ? -value : value)
    case "modulo": return other.flatMap { value.modulo($0) }.map { .number($0) } ?? .null
    case "sqrt": return value.isNegative ? .null : DecimalNumber(value.doubleValue.squareRoot()).map { .number($0) }
    case "log": return DecimalNumber(Transcendental.logarithm(value.doubleValue)).map { .number($0) } ?? .null
    case "exp": return DecimalNumber(Transcendental.exponential(value.doubleValue)).map { .number($0) } ?? .null
    case "odd": return .boolean(value.modulo(DecimalNumber(2)) == DecimalNumber(1))
    case "even": return .boolean(value.modulo(DecimalNumber(2)) == .zero)
    default: return nil
    }
  }

  private static func magnitude(_ value: FormulaValue) -> FormulaValue {
    switch value {
    case .months(let months): .months(abs(months))
    case .microseconds(let value): .microseconds(abs(value))
    default: .null
    }
  }

  private static func dates(_ name: String, _ arguments: [FormulaValue]) -> FormulaValue? {
    let date: CivilDate
    switch arguments.first {
    case .date(let day), .dateTime(let day, _): date = day
    default: return nil
    }
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    switch name {
    case "day of year": return .number(DecimalNumber(date.dayOfYear))
    case "day of week": return .text(days[date.weekday - 1])
    case "month of year": return .text(months[date.month - 1])
    case "week of year": return .number(DecimalNumber(date.weekOfYear))
    default: return nil
    }
  }
}

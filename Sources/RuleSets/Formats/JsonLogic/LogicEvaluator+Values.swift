internal import SourceDocuments

// Reading data, arithmetic, texts.

extension LogicEvaluator {
  /// `var`: a dotted path, or a number, with a default; nothing asks for all data.
  func variable(_ arguments: [JSONValue]) -> JSONValue {
    let key = arguments.first ?? .null
    if key == .null || key == .text("") { return context }
    return Self.value(at: key.asText, in: context) ?? (arguments.count > 1 ? arguments[1] : .null)
  }

  static func value(at path: String, in data: JSONValue) -> JSONValue? {
    var found = data
    for key in path.split(separator: ".", omittingEmptySubsequences: false) {
      guard let next = found.member(String(key)) else { return nil }
      found = next
    }
    return found
  }

  /// `val` and `exists`: keys one by one, none of them split; `[n]` first climbs n scopes, of which every other one is
  /// that of an iteration (`index`). Nil when nothing is there.
  func path(_ arguments: [JSONValue]) -> JSONValue? {
    var keys = arguments[...]
    var found = context
    if case .array(let climb)? = keys.first, climb.count == 1 {
      keys = keys.dropFirst()
      let levels = Int(exactly: climb[0].asNumber.magnitude.rounded()) ?? .max
      guard levels / 2 < scopes.count else { return nil }
      let scope = scopes[scopes.count - 1 - levels / 2]
      found = levels % 2 == 0 ? scope.context : .object(["index": scope.index.map { .number(Double($0)) } ?? .null])
    }
    for key in keys where key != .null {
      guard let next = found.member(key.asText) else { return nil }
      found = next
    }
    return found
  }

  func missing(_ arguments: [JSONValue]) -> [JSONValue] {
    let keys = arguments.count == 1 ? arguments[0].elements ?? arguments : arguments
    return keys.filter { key in Self.value(at: key.asText, in: context) == nil }
  }

  func missingSome(_ arguments: [JSONValue]) throws(LogicFailure) -> JSONValue {
    guard arguments.count >= 2, let keys = arguments[1].elements else { throw .arguments }
    let missing = missing([arguments[1]])
    return .array(Double(keys.count - missing.count) >= arguments[0].asNumber ? [] : missing)
  }

  // MARK: - Arithmetic

  func arithmetic(_ name: LogicOperator, _ arguments: [JSONValue]) throws(LogicFailure) -> Double {
    let least = name == .remainder ? 2 : name == .subtract || name == .divide ? 1 : 0
    guard arguments.count >= least else { throw .arguments }
    let numbers = arguments.map(\.asNumber)
    let result: Double =
      switch name {
      case .add: numbers.reduce(0, +)
      case .multiply: numbers.reduce(1, *)
      case .subtract: numbers.count == 1 ? -numbers[0] : numbers.dropFirst().reduce(numbers[0], -)
      case .divide: numbers.count == 1 ? 1 / numbers[0] : numbers.dropFirst().reduce(numbers[0], /)
      default: numbers.dropFirst().reduce(numbers[0]) { $0.truncatingRemainder(dividingBy: $1) }
      }
    guard !result.isNaN, name != .divide || result.isFinite else { throw .notANumber }
    return result
  }

  func extreme(_ name: LogicOperator, _ arguments: [JSONValue]) throws(LogicFailure) -> JSONValue {
    var result: Double?
    for argument in arguments {
      guard case .number(let number) = argument else { throw .arguments }
      result = result.map { name == .maximum ? Swift.max($0, number) : Swift.min($0, number) } ?? number
    }
    guard let result else { throw .arguments }
    return .number(result)
  }

  // MARK: - Texts and lists

  /// An element of a list, strictly; a part of a text.
  func contained(_ arguments: [JSONValue]) -> Bool {
    guard arguments.count >= 2 else { return false }
    switch arguments[1] {
    case .array(let elements): return elements.contains { $0.isSame(as: arguments[0]) }
    case .text(let text): return JSONValue.text(text, contains: arguments[0].asText)
    default: return false
    }
  }

  /// As JavaScript's `substr`, in UTF-16 units; a negative length leaves as many out at the end.
  func substring(_ arguments: [JSONValue]) throws(LogicFailure) -> String {
    guard let first = arguments.first else { throw .arguments }
    let units = Array(first.asText.utf16)
    let from = Self.bounded(arguments.count > 1 ? arguments[1] : .null)
    let start = from < 0 ? Swift.max(0, units.count + from) : Swift.min(from, units.count)
    var end = units.count
    if arguments.count > 2, arguments[2] != .null {
      let length = Self.bounded(arguments[2])
      end = length < 0 ? units.count + length : Swift.min(units.count, start + length)
    }
    return end > start ? String(decoding: units[start..<end], as: UTF16.self) : ""
  }

  private static func bounded(_ value: JSONValue) -> Int {
    let number = value.asNumber
    return number.isNaN ? 0 : Int(Swift.max(-1e9, Swift.min(1e9, number)))
  }

  func length(_ value: JSONValue) throws(LogicFailure) -> JSONValue {
    switch value {
    case .text(let text): return .number(Double(text.utf16.count))
    case .array(let elements): return .number(Double(elements.count))
    case .object(let members): return .number(Double(members.count))
    case .null, .boolean, .number: throw .arguments
    }
  }
}

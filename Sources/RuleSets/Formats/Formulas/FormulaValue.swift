internal import GovernanceModel
internal import SourceDocuments

/// What a formula of a decision table evaluates to.
indirect enum FormulaValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(DecimalNumber)
  case text(String)
  case list([FormulaValue])
  case context([String: FormulaValue])
  case date(CivilDate)
  case time(CivilTime)
  case dateTime(CivilDate, CivilTime)
  /// A duration of years and months, in months.
  case months(Int)
  /// A duration of days and time, in microseconds.
  case microseconds(Int)
  case range(FormulaRange)
  case function(FormulaFunction)

  init(_ value: JSONValue) {
    self =
      switch value {
      case .null: .null
      case .boolean(let value): .boolean(value)
      case .number(let value): DecimalNumber(value).map { .number($0) } ?? .null
      case .text(let text): .text(text)
      case .array(let elements): .list(elements.map(FormulaValue.init))
      case .object(let members): .context(members.mapValues(FormulaValue.init))
      }
  }

  /// Dates, times and durations as ISO 8601; ranges and functions have no JSON and are null.
  var json: JSONValue {
    switch self {
    case .null, .range, .function: .null
    case .boolean(let value): .boolean(value)
    case .number(let value): .number(value.doubleValue)
    case .text(let text): .text(text)
    case .list(let elements): .array(elements.map(\.json))
    case .context(let members): .object(members.mapValues(\.json))
    case .date, .time, .dateTime, .months, .microseconds: .text(text ?? "")
    }
  }

  /// The value as `string()` says it; nil for null and what has no text.
  var text: String? {
    switch self {
    case .null, .function, .range: nil
    case .boolean(let value): String(value)
    case .number(let value): value.text
    case .text(let text): text
    case .date(let day): day.isoText
    case .time(let time): time.text
    case .dateTime(let day, let time): day.isoText + "T" + time.text
    case .months(let months): Self.text(ofMonths: months)
    case .microseconds(let value): Self.text(ofMicroseconds: value)
    case .list(let elements): "[" + elements.map(\.nestedText).joined(separator: ", ") + "]"
    case .context(let members):
      "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.nestedText)" }.joined(separator: ", ") + "}"
    }
  }

  private var nestedText: String {
    if case .text(let text) = self { "\"\(text)\"" } else { text ?? "null" }
  }

  private static func text(ofMonths months: Int) -> String {
    let (years, rest) = (abs(months) / 12, abs(months) % 12)
    if months == 0 { return "P0M" }
    return (months < 0 ? "-P" : "P") + (years > 0 ? "\(years)Y" : "") + (rest > 0 ? "\(rest)M" : "")
  }

  private static func text(ofMicroseconds value: Int) -> String {
    if value == 0 { return "PT0S" }
    let seconds = value.magnitude / 1_000_000
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60)
    let rest = DecimalNumber(coefficient: Int128(value.magnitude % 60_000_000), exponent: -6)
    var time = (hours > 0 ? "\(hours)H" : "") + (minutes > 0 ? "\(minutes)M" : "")
    if rest != .zero { time += rest.text + "S" }
    return (value < 0 ? "-P" : "P") + (days > 0 ? "\(days)D" : "") + (time.isEmpty ? "" : "T" + time)
  }
}

/// An interval of values; a missing end is unbounded.
struct FormulaRange: Hashable, Sendable {
  var lower: FormulaValue
  var upper: FormulaValue
  var includesLower: Bool
  var includesUpper: Bool
}

/// A function value: FEEL's own, defined in a model, or a lambda.
struct FormulaFunction: Hashable, Sendable {
  enum Body: Hashable, Sendable {
    case builtIn(String)
    /// A formula with the values around its definition.
    case formula(Formula, [String: FormulaValue])
    /// A business knowledge model or decision service, by its identifier in the model.
    case model(String)
  }
  var parameters: [String]
  var body: Body
}

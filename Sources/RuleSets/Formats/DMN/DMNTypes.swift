/// The item definitions of a model: what a text of the data is read as, and what a result may be.
struct DMNTypes: Sendable {
  let definitions: [String: DMNType]

  init(_ definitions: [String: DMNType]) { self.definitions = definitions }

  /// Texts become numbers, truth values, dates, times and durations where the type says so: XML knows only texts.
  func coerced(_ value: FormulaValue, to type: String?, depth: Int = 0) -> FormulaValue {
    guard let type, depth < 32 else { return value }
    if let definition = definitions[type] { return coerced(value, to: definition, depth: depth + 1) }
    if case .list(let elements) = value { return .list(elements.map { coerced($0, to: type, depth: depth + 1) }) }
    guard case .text(let text) = value else { return value }
    switch type {
    case "number": return DecimalNumber(text: text.trimmed).map { .number($0) } ?? .null
    case "boolean": return text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .null
    case "date": return FEELTemporal.date(text)
    case "time": return FEELTemporal.time(text)
    case "date and time", "dateTime": return FEELTemporal.dateTime(text)
    case "days and time duration", "dayTimeDuration", "years and months duration", "yearMonthDuration":
      return FEELTemporal.duration(text)
    default: return value
    }
  }

  private func coerced(_ value: FormulaValue, to type: DMNType, depth: Int) -> FormulaValue {
    switch (type, value) {
    case (.alias(let name), _): return coerced(value, to: name, depth: depth)
    case (.list(let element), .list(let elements)):
      return .list(elements.map { coerced($0, to: element, depth: depth + 1) })
    case (.list(let element), _): return value == .null ? .null : coerced(value, to: element, depth: depth + 1)
    case (.structure(let components), .context(var members)):
      for component in components {
        guard let member = members[component.name] else { continue }
        members[component.name] = coerced(member, to: component.type, depth: depth + 1)
      }
      return .context(members)
    case (.structure, .list(let elements)): return .list(elements.map { coerced($0, to: type, depth: depth + 1) })
    case (.structure, _): return value
    }
  }

  private static let base: Set<String> = [
    "number", "string", "boolean", "date", "time", "date and time", "dateTime", "days and time duration",
    "dayTimeDuration", "years and months duration", "yearMonthDuration",
  ]

  /// A list of one where one value is asked is that value, one value where a list is asked is a list of one (DMN 1.5,
  /// 10.3.2.9.4); what does not conform to a base type is null.
  func conforming(_ value: FormulaValue, to type: String?) -> FormulaValue {
    guard let type, value != .null else { return value }
    var (definition, depth) = (DMNType.alias(type), 0)
    while case .alias(let name) = definition, let next = definitions[name], depth < 32 {
      (definition, depth) = (next, depth + 1)
    }
    switch (definition, value) {
    case (.list, .list), (.list, .range): return value
    case (.list, _): return .list([value])
    case (.alias(let name), .list(let elements)):
      guard Self.base.contains(name) else { return value }
      return elements.count == 1 && FEELTypes.isInstance(elements[0], of: name) ? elements[0] : .null
    case (.alias(let name), _):
      return Self.base.contains(name) && !FEELTypes.isInstance(value, of: name) ? .null : value
    case (.structure, .list(let elements)): return elements.count == 1 ? elements[0] : .null
    case (.structure, .context): return value
    case (.structure, _): return .null
    }
  }
}

internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension UnomiLowering {
  /// A comparison of a property (`PropertyConditionEvaluator` of Unomi 3.1).
  mutating func property(_ prefix: String, _ parameters: Parameters, _ condition: Node) -> Predicate {
    guard let nameNode = parameters.node("propertyName"), let name = nameNode.scalarText else {
      return unknown("a comparison without `propertyName`", at: condition)
    }
    guard !name.contains("::") else { return unknown("a computed property name", at: nameNode) }
    let test = parameters.text("comparisonOperator") ?? "equals"
    if prefix.isEmpty, name == "segments" { return membership(test, parameters, condition) }
    let path = AttributePath(prefix + name)
    noteRead(path.text, at: nameNode)
    if let relative = relativeTime(path, test, parameters, condition) { return relative }
    guard let values = literals(parameters) else {
      return unknown("a value that a script or another property gives", at: condition, reads: [path.text])
    }
    notePersonal(parameters)
    return comparison(path, test, values, condition)
  }

  private mutating func comparison(
    _ path: AttributePath, _ test: String, _ values: [Value], _ condition: Node
  ) -> Predicate {
    switch test {
    case "exists": return .exists(path)
    case "missing": return .not(.exists(path))
    default: break
    }
    guard let first = values.first else {
      return unknown("`\(test)` without a value", at: condition, reads: [path.text])
    }
    switch test {
    case "equals": return .compare(path, .equal, first)
    case "notEquals": return .not(.isTrue(.compare(path, .equal, first)))
    case "lessThan": return .compare(path, .less, first)
    case "greaterThan": return .compare(path, .greater, first)
    case "lessThanOrEqualTo": return .compare(path, .atMost, first)
    case "greaterThanOrEqualTo": return .compare(path, .atLeast, first)
    case "between": return values.count == 2 ? .between(path, values[0], values[1]) : badBetween(path, condition)
    case "in": return .isIn(path, values)
    case "notIn": return .not(.isTrue(.isIn(path, values)))
    case "all": return .set(path, .containsAll, values)
    case "hasSomeOf": return .set(path, .containsAny, values)
    case "hasNoneOf": return .not(.isTrue(.set(path, .containsAny, values)))
    case "isDay", "isNotDay": return day(path, first, isNegated: test == "isNotDay", condition)
    default: return text(path, test, values, condition)
    }
  }

  private mutating func text(_ path: AttributePath, _ test: String, _ values: [Value], _ condition: Node) -> Predicate {
    let texts = values.compactMap { value in if case .text(let text) = value { text } else { nil } }
    guard let first = texts.first else { return unknown("`\(test)` of no text", at: condition, reads: [path.text]) }
    switch test {
    case "contains": return .text(path, .contains, first)
    case "notContains": return .not(.isTrue(.text(path, .contains, first)))
    case "startsWith": return .text(path, .startsWith, first)
    case "endsWith": return .text(path, .endsWith, first)
    case "matchesRegex": return .text(path, .matches, first)
    case "inContains": return .any(texts.map { .text(path, .contains, $0) })
    default: return unknown("operator `\(test)`", at: condition, reads: [path.text])
    }
  }

  private mutating func badBetween(_ path: AttributePath, _ condition: Node) -> Predicate {
    unknown("`between` without two values", at: condition, reads: [path.text])
  }

  /// `isDay`: the instants of one UTC day.
  private mutating func day(_ path: AttributePath, _ value: Value, isNegated: Bool, _ condition: Node) -> Predicate {
    guard case .instant(let instant) = value else {
      return unknown("a day that is no date", at: condition, reads: [path.text])
    }
    let start = Instant(instant.date)
    let end = start.advanced(byMicroseconds: Instant.microsecondsPerDay)
    let within = Predicate.all([.compare(path, .atLeast, .instant(start)), .compare(path, .less, .instant(end))])
    return isNegated ? .not(.isTrue(within)) : within
  }

  /// Segments of the profile: each known one is inlined by reference, each unknown one is dangling.
  private mutating func membership(_ test: String, _ parameters: Parameters, _ condition: Node) -> Predicate {
    let names = parameters.list("propertyValues") + parameters.list("propertyValue")
    var references: [Predicate] = []
    for node in names {
      guard let id = node.scalarText, !id.contains("::") else { return unknown("a computed segment", at: condition) }
      if library.segments[id] == nil {
        let near = nearestName(to: id, among: library.segments.keys)
        dangling.append(part(node, "segment `\(id)`" + (near.map { "; did you mean `\($0)`?" } ?? "")))
      }
      references.append(.segment(id))
    }
    switch test {
    case "in", "equals", "contains", "hasSomeOf", "inContains": return .any(references)
    case "all": return .all(references)
    case "notIn", "notEquals", "hasNoneOf", "notContains": return .not(.isTrue(.any(references)))
    case "exists": return .exists(AttributePath("segments"))
    case "missing": return .not(.exists(AttributePath("segments")))
    default: return unknown("operator `\(test)` on segments", at: condition, reads: ["segments"])
    }
  }

  private static let valueKeys = [
    "propertyValue", "propertyValueInteger", "propertyValueDouble", "propertyValueDate", "propertyValues",
    "propertyValuesInteger", "propertyValuesDouble", "propertyValuesDate",
  ]

  /// The literals of a comparison; nil when one of them is computed. Dates become instants.
  private func literals(_ parameters: Parameters) -> [Value]? {
    var values: [Value] = []
    for key in Self.valueKeys {
      for node in parameters.list(key) {
        guard let value = node.value else { continue }
        if case .text(let text) = value {
          if text.contains("::") { return nil }
          if key.hasSuffix("Date") {
            guard let moment = Moment(iso8601: text) else { return nil }
            values.append(.instant(moment.start))
            continue
          }
        }
        values.append(value)
      }
    }
    return values
  }

  /// `now-30d` and the like: greater than it is `within`, less than it is `olderThan`.
  private mutating func relativeTime(
    _ path: AttributePath, _ test: String, _ parameters: Parameters, _ condition: Node
  ) -> Predicate? {
    guard
      let expression = parameters.text("propertyValueDateExpr")
        ?? parameters.list("propertyValuesDateExpr").first?.scalarText
    else { return nil }
    guard let period = DateExpression.period(expression) else {
      return unknown("date expression", at: condition, reads: [path.text])
    }
    switch test {
    case "greaterThan", "greaterThanOrEqualTo": return .within(path, period)
    case "lessThan", "lessThanOrEqualTo": return .olderThan(path, period)
    default: return unknown("operator `\(test)` with a relative date", at: condition, reads: [path.text])
    }
  }

  private mutating func notePersonal(_ parameters: Parameters) {
    for key in Self.valueKeys { for node in parameters.list(key) { notePersonal(below: node) } }
  }

  /// Notes every text that looks like it names a person; what kind it is, never the text.
  mutating func notePersonal(below node: Node?) {
    guard let node else { return }
    if case .text(let text) = node.content, let kind = PersonalLiteral.kind(of: text) {
      personalLiterals.append(part(node, kind.rawValue))
    }
    for element in node.elements ?? [] { notePersonal(below: element) }
    for entry in node.entries ?? [] { notePersonal(below: entry.value) }
  }
}

/// Elasticsearch date math as far as it looks back from now: `now-30d`, `now-1y/d`.
enum DateExpression {
  static func period(_ text: String) -> CalendarPeriod? {
    var rest = Substring(text)
    guard rest.hasPrefix("now-") else { return nil }
    rest = rest.dropFirst(4)
    if let slash = rest.firstIndex(of: "/") { rest = rest[..<slash] }
    guard let unit = rest.last, let count = Int(rest.dropLast()), (0...100_000).contains(count) else { return nil }
    switch unit {
    case "y": return CalendarPeriod(months: 12 * count)
    case "M": return CalendarPeriod(months: count)
    case "w": return CalendarPeriod(days: 7 * count)
    case "d": return CalendarPeriod(days: count)
    case "h", "H": return CalendarPeriod(microseconds: Int64(count) * 3600 * Instant.microsecondsPerSecond)
    case "m": return CalendarPeriod(microseconds: Int64(count) * 60 * Instant.microsecondsPerSecond)
    case "s": return CalendarPeriod(microseconds: Int64(count) * Instant.microsecondsPerSecond)
    default: return nil
    }
  }
}

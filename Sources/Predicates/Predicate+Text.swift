package import GovernanceModel

extension Predicate {
  /// The condition as one writes it in YAML on one line, such as `{attribute: subject.age, atLeast: 18}`.
  package var conditionText: String {
    switch self {
    case .constant(let value): value ? "{all: []}" : "{not: {all: []}}"
    case .all(let parts): "{all: [\(Self.listed(parts))]}"
    case .any(let parts): "{any: [\(Self.listed(parts))]}"
    case .not(.isIn(let path, let values)): "{attribute: \(path), notIn: [\(Self.listed(values))]}"
    case .not(.exists(let path)): "{attribute: \(path), exists: false}"
    case .not(let part): "{not: \(part.conditionText)}"
    case .isTrue(let part): "{isTrue: \(part.conditionText)}"
    case .compare(let path, let comparison, let value):
      "{attribute: \(path), \(comparison.word): \(value.literalText)}"
    case .isIn(let path, let values): "{attribute: \(path), in: [\(Self.listed(values))]}"
    case .between(let path, let low, let high):
      "{attribute: \(path), between: [\(low.literalText), \(high.literalText)]}"
    case .text(let path, let test, let text):
      "{attribute: \(path), \(test.rawValue): \(Value.text(text).literalText)}"
    case .exists(let path): "{attribute: \(path), exists: true}"
    case .set(let path, let test, let values): "{attribute: \(path), \(test.rawValue): [\(Self.listed(values))]}"
    case .within(let path, let period): "{attribute: \(path), within: \(period)}"
    case .olderThan(let path, let period): "{attribute: \(path), olderThan: \(period)}"
    case .eventCount(let count):
      "{event: \(count.event), \(count.comparison.word): \(count.count)"
        + (count.within.map { ", within: \($0)" } ?? "") + "}"
    case .consent(let use, let channel): "{consent: \(use)" + (channel.map { ", channel: \($0)" } ?? "") + "}"
    case .segment(let id): "{segment: \(id)}"
    case .opaque(let text, _): "{opaque: \(Value.text(text).literalText)}"
    }
  }

  private static func listed(_ parts: [Predicate]) -> String { parts.map(\.conditionText).joined(separator: ", ") }
  private static func listed(_ values: [Value]) -> String { values.map(\.literalText).joined(separator: ", ") }
}

extension Predicate.Comparison {
  /// As conditions write it.
  package var word: String {
    switch self {
    case .equal: "equals"
    case .notEqual: "notEquals"
    case .less: "lessThan"
    case .atMost: "atMost"
    case .greater: "moreThan"
    case .atLeast: "atLeast"
    }
  }
}

extension Value {
  /// As conditions write it; texts that could be read as something else in quotes.
  package var literalText: String {
    switch self {
    case .boolean(let value): return String(value)
    case .integer(let value): return String(value)
    case .decimal(let value): return String(value)
    case .instant(let instant): return instant.timeOfDay == 0 ? String(instant.description.prefix(10)) : "\(instant)"
    case .set(let values): return "[" + values.map(\.literalText).joined(separator: ", ") + "]"
    case .text(let text):
      let isPlain =
        text.utf8.first.map { ($0 | 32) &- 97 < 26 } == true
        && text.utf8.allSatisfy { ($0 | 32) &- 97 < 26 || $0 &- 48 < 10 || $0 == 45 || $0 == 46 || $0 == 95 }
        && !["true", "false", "null"].contains(text.lowercased())
      if isPlain { return text }
      return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
  }
}

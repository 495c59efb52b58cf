internal import GovernanceModel
internal import Patterns
internal import Predicates
internal import SourceDocuments

extension MauticLowering {
  /// A comparison of a field (`BaseFilterQueryBuilder`). Texts compare by their bytes: a database whose collation folds
  /// letters takes in more.
  mutating func comparison(_ path: AttributePath, _ test: String, _ value: Node?, _ node: Node) -> Predicate {
    switch test {
    case "empty": return .some([.not(.exists(path)), .compare(path, .equal, .text(""))])
    case "!empty", "notEmpty": return .every([.exists(path), .isNotTrue(.compare(path, .equal, .text("")))])
    default: break
    }
    let kind = FieldKind(node["type"]?.scalarText)
    guard let value, let texts = Self.texts(value), let first = texts.first else {
      return notes.opaque("`\(test)` without a value", at: value ?? node, reads: [path.text], of: Self.whole(node))
    }
    if kind == .date { return date(path, test, texts, value, node) }
    let literals = texts.compactMap { kind.literal($0) }
    guard literals.count == texts.count, let literal = literals.first else {
      return notes.opaque("a value that does not fit its type", at: value, reads: [path.text], of: Self.whole(node))
    }
    switch test {
    case "=": return kind == .list ? .set(path, .containsAny, literals) : .compare(path, .equal, literal)
    case "!=":
      return orMissing(path, kind == .list ? .set(path, .containsNone, literals) : .compare(path, .notEqual, literal))
    case "gt", "gte", "lt", "lte": return .compare(path, Self.comparisons[test] ?? .less, literal)
    case "in", "include": return kind == .list ? .set(path, .containsAny, literals) : .isIn(path, literals)
    case "!in", "exclude", "notIn":
      return orMissing(path, kind == .list ? .set(path, .containsNone, literals) : .not(.isIn(path, literals)))
    case "between" where literals.count == 2: return .between(path, literals[0], literals[1])
    case "!between" where literals.count == 2: return orMissing(path, .not(.between(path, literals[0], literals[1])))
    default: return text(path, test, first, value, node)
    }
  }

  private mutating func text(
    _ path: AttributePath, _ test: String, _ text: String, _ value: Node, _ node: Node
  ) -> Predicate {
    switch test {
    case "startsWith": return .text(path, .startsWith, text)
    case "endsWith": return .text(path, .endsWith, text)
    case "contains": return .text(path, .contains, text)
    case "like": return Self.like(path, text)
    case "!like", "notLike": return orMissing(path, .not(Self.like(path, text)))
    case "regexp", "!regexp":
      guard Pattern.shared(text) != nil else {
        return notes.opaque(
          "a regular expression that is none of RE2", at: value, reads: [path.text], of: Self.whole(node))
      }
      return test == "regexp" ? .text(path, .matches, text) : .not(.text(path, .matches, text))
    default: return notes.opaque("operator `\(test)`", at: value, reads: [path.text], of: Self.whole(node))
    }
  }

  private func orMissing(_ path: AttributePath, _ predicate: Predicate) -> Predicate {
    .some([predicate, .not(.exists(path))])
  }

  /// SQL's LIKE; without a `%` the text is looked for anywhere.
  private static func like(_ path: AttributePath, _ text: String) -> Predicate {
    guard text.contains("%") || text.contains("_") else { return .text(path, .contains, text) }
    let whole = text.contains("%") ? text : "%" + text + "%"
    let inner = whole.trimmingPercent
    if !inner.text.contains("%"), !inner.text.contains("_") {
      switch (inner.isOpenBefore, inner.isOpenBehind) {
      case (true, true): return .text(path, .contains, inner.text)
      case (false, true): return .text(path, .startsWith, inner.text)
      case (true, false): return .text(path, .endsWith, inner.text)
      case (false, false): return .compare(path, .equal, .text(inner.text))
      }
    }
    var pattern = "(?s)^"
    for character in whole.unicodeScalars {
      pattern += character == "%" ? ".*" : character == "_" ? "." : String(character).quotedPattern
    }
    return .text(path, .matches, pattern + "$")
  }

  /// A day or an instant; what is relative to today is opaque.
  private mutating func date(
    _ path: AttributePath, _ test: String, _ texts: [String], _ value: Node, _ node: Node
  ) -> Predicate {
    let moments = texts.compactMap { Moment(iso8601: $0) }
    guard moments.count == texts.count, let first = moments.first, texts.allSatisfy({ $0.utf8.count >= 10 }) else {
      return notes.opaque("a date relative to today", at: value, reads: [path.text], of: Self.whole(node))
    }
    let isDay = Predicate.all([
      .compare(path, .atLeast, .instant(first.start)), .compare(path, .less, .instant(first.end)),
    ])
    switch test {
    case "=": return first.start == first.end ? .compare(path, .equal, .instant(first.start)) : isDay
    case "!=":
      return orMissing(path, .not(first.start == first.end ? .compare(path, .equal, .instant(first.start)) : isDay))
    case "gt": return .compare(path, first.start == first.end ? .greater : .atLeast, .instant(first.end))
    case "gte": return .compare(path, .atLeast, .instant(first.start))
    case "lt": return .compare(path, .less, .instant(first.start))
    case "lte": return .compare(path, first.start == first.end ? .atMost : .less, .instant(first.end))
    default: return notes.opaque("operator `\(test)` on a date", at: value, reads: [path.text], of: Self.whole(node))
    }
  }

  /// Nil for what is no scalar; a between has two values.
  private static func texts(_ value: Node) -> [String]? {
    let nodes = value.elements ?? [value]
    let texts = nodes.compactMap(\.scalarText)
    return texts.count == nodes.count ? texts : nil
  }

  /// The type of a field.
  enum FieldKind: Equatable {
    case text, number, boolean, date, list

    init(_ type: String?) {
      switch type {
      case "number", "points": self = .number
      case "boolean": self = .boolean
      case "date", "datetime", "time": self = .date
      case "multiselect", "tags": self = .list
      default: self = .text
      }
    }

    func literal(_ text: String) -> Value? {
      switch self {
      case .text, .list: return .text(text)
      case .number:
        let number = Double(text)
        return Int64(text).map(Value.integer) ?? number.flatMap { $0.isNaN ? nil : .decimal($0) }
      case .boolean:
        return text == "1" || text == "true" ? .boolean(true) : text == "0" || text == "false" ? .boolean(false) : nil
      case .date: return nil
      }
    }
  }
}

extension String {
  /// Without the `%` at both ends, and at which ends there was one.
  fileprivate var trimmingPercent: (text: String, isOpenBefore: Bool, isOpenBehind: Bool) {
    let head = drop { $0 == "%" }
    var tail = head
    while tail.last == "%" { tail.removeLast() }
    return (String(tail), hasPrefix("%"), hasSuffix("%"))
  }
}

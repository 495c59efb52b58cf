internal import GovernanceModel
internal import Predicates

extension SQLParser {
  mutating func expression() throws(SQLFault) -> SQLExpression {
    try enter()
    defer { leave() }
    var parts = [try conjunction()]
    while accept("OR") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(SQLFault) -> SQLExpression {
    var parts = [try negation()]
    while accept("AND") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws(SQLFault) -> SQLExpression {
    skipTemplates()
    guard accept("NOT") else { return try comparison() }
    try enter()
    defer { leave() }
    return .not(try negation())
  }

  private static let comparisons: [String: Predicate.Comparison] = [
    "=": .equal, "<>": .notEqual, "!=": .notEqual, "<": .less, "<=": .atMost, ">": .greater, ">=": .atLeast,
  ]

  private mutating func comparison() throws(SQLFault) -> SQLExpression {
    let start = index
    let whole = try comparisons()
    return identified(whole, from: start)
  }

  /// What is opaque keeps its words: two calculations with the same columns are not the same.
  private func identified(_ expression: SQLExpression, from start: Int) -> SQLExpression {
    guard case .opaque(let what, let parts) = expression else { return expression }
    let words = tokens[start..<min(index, tokens.count)].map { token in
      switch token.kind {
      case .word(let word, _), .text(let word), .number(let word), .symbol(let word): word
      // Parameters have no name here, so each is another.
      case .parameter, .template: "at \(token.range.lowerBound)"
      }
    }
    return .opaque(what, parts + [.literal(.text(words.joined(separator: " ")))])
  }

  private mutating func comparisons() throws(SQLFault) -> SQLExpression {
    var left = try sum()
    while let token = current {
      if case .symbol(let symbol) = token.kind, let comparison = Self.comparisons[symbol] {
        index += 1
        if ["ALL", "ANY", "SOME"].contains(keyword() ?? ""), isSymbol("(", 1) {
          index += 1
          left = .opaque("a comparison with several values", [left, try sum()])
        } else {
          left = .comparison(comparison, left, try sum())
        }
      } else if case .symbol(let symbol) = token.kind,
        ["~", "~*", "!~", "!~*", "@>", "<@", "?|", "?&", "&&", "<=>"].contains(symbol)
      {
        index += 1
        left = .opaque("operator `\(symbol)`", [left, try sum()])
      } else if let test = try wordTest(left) {
        left = test
      } else {
        return left
      }
    }
    return left
  }

  /// IS NULL, IN, BETWEEN, LIKE, each with NOT; nil where none follows.
  private mutating func wordTest(_ left: SQLExpression) throws(SQLFault) -> SQLExpression? {
    if accept("IS") {
      let isNot = accept("NOT")
      let test: SQLExpression
      if accept("NULL") {
        test = .isNull(left)
      } else if accept("TRUE") || accept("FALSE") {
        let isTrue = tokens[index - 1].keyword == "TRUE"
        // IS TRUE is never unknown.
        test = .all([.not(.isNull(left)), .comparison(.equal, left, .literal(.boolean(isTrue)))])
      } else {
        _ = accept("DISTINCT", "FROM")
        test = .opaque("an `IS` test", [left, try sum()])
      }
      return isNot ? .not(test) : test
    }
    let start = index
    let isNot = accept("NOT")
    let test: SQLExpression
    switch keyword() {
    case "IN":
      index += 1
      test = try membership(left)
    case "BETWEEN":
      index += 1
      _ = accept("SYMMETRIC")
      let lower = try sum()
      guard accept("AND") else { throw fault("expected `AND`") }
      test = .between(left, lower, try sum())
    case "LIKE", "ILIKE", "RLIKE", "REGEXP", "GLOB", "SIMILAR":
      index += 1
      _ = accept("TO")
      // Whether case counts is a matter of the database and its collation.
      test = .opaque("a pattern of texts", [left, try sum()])
      if accept("ESCAPE") { index += 1 }
    default:
      index = start
      return nil
    }
    return isNot ? .not(test) : test
  }

  private mutating func membership(_ left: SQLExpression) throws(SQLFault) -> SQLExpression {
    guard isSymbol("(") else { return .opaque("membership of a parameter", [left, try sum()]) }
    index += 1
    defer { _ = acceptSymbol(")") }
    if startsQuery {
      try subquery()
      return .opaque("membership of a query's result", [left])
    }
    return .isIn(left, try list())
  }

  private mutating func sum() throws(SQLFault) -> SQLExpression {
    let start = index
    let whole = try calculation()
    return identified(whole, from: start)
  }

  private mutating func calculation() throws(SQLFault) -> SQLExpression {
    var left = try postfix()
    while let token = current, case .symbol(let symbol) = token.kind,
      ["+", "-", "*", "/", "%", "||", "^", "&", "|"].contains(symbol)
    {
      index += 1
      let right = try postfix()
      if symbol == "-", case .opaque("now", _) = left, case .opaque("interval", let parts) = right,
        case .literal(.text(let text))? = parts.first, let period = Self.period(text)
      {
        left = .past(period)
      } else {
        left = .opaque("a calculation", [left, right])
      }
    }
    return left
  }

  /// Casts, members of JSON and indexes.
  mutating func postfix() throws(SQLFault) -> SQLExpression {
    var value = try primary()
    while let token = current, case .symbol(let symbol) = token.kind {
      switch symbol {
      case "::":
        index += 1
        let type = keyword() ?? ""
        index += 1
        if isSymbol("(") { skipCall() }
        value = try cast(value, to: type)
      case "->", "->>", "#>", "#>>":
        index += 1
        value = try member(value, isText: symbol.hasSuffix(">>"))
      case "[":
        index += 1
        let key = try sum()
        _ = acceptSymbol("]")
        if case .literal(.text(let name)) = key {
          value = .member(value, name, isText: false)
        } else {
          value = .opaque("an element", [value, key])
        }
      case ":" where tokens.indices.contains(index + 1):
        // Snowflake's `profile:city`.
        index += 1
        guard case .word(let name, _)? = current?.kind else { throw fault("expected a key") }
        index += 1
        value = .member(value, name, isText: false)
      default: return value
      }
    }
    return value
  }

  mutating func skipCall() {
    index += 1
    skipToClosing()
    _ = acceptSymbol(")")
  }

  private func cast(_ value: SQLExpression, to type: String) throws(SQLFault) -> SQLExpression {
    if ["TEXT", "VARCHAR", "CHAR", "STRING"].contains(type), case .member(_, _, true) = value { return value }
    if case .literal(.text(let text)) = value, let literal = Self.typed(text, type) { return literal }
    if type == "INTERVAL" { return .opaque("interval", [value]) }
    return .opaque("a cast", [value])
  }

  static func typed(_ text: String, _ type: String) -> SQLExpression? {
    guard ["DATE", "TIMESTAMP", "TIMESTAMPTZ", "DATETIME"].contains(type), let instant = Instant(iso8601: text) else {
      return nil
    }
    return .literal(.instant(instant))
  }

  private mutating func member(_ value: SQLExpression, isText: Bool) throws(SQLFault) -> SQLExpression {
    guard let token = current else { throw fault("expected a key") }
    index += 1
    guard case .text(let key) = token.kind else { return .opaque("an element", [value]) }
    // `#>>'{a,b}'` and `->'$.a.b'` are paths.
    var path = key
    if key.hasPrefix("{") {
      path = String(key.dropFirst().dropLast()).replacing(",", with: ".")
    } else if key.hasPrefix("$.") {
      path = String(key.dropFirst(2))
    }
    return .member(value, path, isText: isText)
  }

  /// `30 days`, `2 hours`: whole days and times, which need no calendar.
  private static func period(_ text: String) -> CalendarPeriod? {
    let words = text.split(separator: " ")
    guard words.count == 2, let count = Int(words[0]), count > 0, count < 1 << 30 else { return nil }
    let unit = words[1].lowercased()
    let days = ["day": 1, "week": 7][unit.hasSuffix("s") ? String(unit.dropLast()) : unit]
    if let days { return CalendarPeriod(days: count * days) }
    let seconds = ["hour": 3_600, "minute": 60, "second": 1][unit.hasSuffix("s") ? String(unit.dropLast()) : unit]
    return seconds.map { CalendarPeriod(microseconds: Int64(count) * Int64($0) * 1_000_000) }
  }
}

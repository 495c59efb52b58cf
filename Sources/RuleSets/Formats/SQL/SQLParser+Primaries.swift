internal import GovernanceModel
internal import Predicates

/// Literals, columns, calls, cases and what stands in parentheses.
extension SQLParser {
  mutating func primary() throws(SQLFault) -> SQLExpression {
    skipTemplates()
    guard let token = current else { throw fault("expected a value") }
    switch token.kind {
    case .text(let text):
      index += 1
      return .literal(.text(text))
    case .number(let text):
      index += 1
      return Self.number(text)
    case .parameter, .template:
      index += 1
      return .opaque("a parameter", [])
    case .symbol("("): return try parentheses()
    case .symbol("*"):
      index += 1
      return .star([], token.range)
    case .symbol("-"), .symbol("+"):
      index += 1
      let value = try postfix()
      if token.kind == .symbol("-") { return Self.negated(value) }
      return value
    case .symbol(let symbol): throw fault("expected a value; found `\(symbol)`")
    case .word(let word, let isQuoted): return isQuoted ? try column() : try namedValue(word.uppercased())
    }
  }

  private static func number(_ text: String) -> SQLExpression {
    if let integer = Int64(text) { return .literal(.integer(integer)) }
    return Double(text).map { .literal(.decimal($0)) } ?? .opaque("a number", [])
  }

  static func negated(_ value: SQLExpression) -> SQLExpression {
    switch value {
    case .literal(.integer(let number)): .literal(.integer(-number))
    case .literal(.decimal(let number)): .literal(.decimal(-number))
    default: .opaque("a calculation", [value])
    }
  }

  mutating func parentheses() throws(SQLFault) -> SQLExpression {
    index += 1
    if startsQuery {
      try subquery()
      try expectSymbol(")")
      return .opaque("a query", [])
    }
    let parts = try list()
    try expectSymbol(")")
    return parts.count == 1 ? parts[0] : .opaque("a row of values", parts)
  }

  private mutating func namedValue(_ word: String) throws(SQLFault) -> SQLExpression {
    switch word {
    case "TRUE", "FALSE":
      index += 1
      return .literal(.boolean(word == "TRUE"))
    case "NULL":
      index += 1
      return .null
    case "CASE": return try cases()
    case "EXISTS":
      index += 1
      try expectSymbol("(")
      try subquery()
      try expectSymbol(")")
      return .opaque("whether a query has a result", [])
    case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP":
      index += 1
      if isSymbol("(") { skipCall() }
      return .opaque("now", [])
    case "CURRENT_DATE", "CURRENT_USER":
      index += 1
      return .opaque("today", [])
    case "INTERVAL":
      index += 1
      if case .text(let text)? = current?.kind {
        index += 1
        if ["DAY", "DAYS", "HOUR", "HOURS", "WEEK", "MONTH", "YEAR", "MINUTE"].contains(keyword() ?? "") {
          let unit = keyword() ?? ""
          index += 1
          return .opaque("interval", [.literal(.text(text + " " + unit.lowercased()))])
        }
        return .opaque("interval", [.literal(.text(text))])
      }
      if case .number(let count)? = current?.kind, let unit = keyword(1) {
        index += 2
        return .opaque("interval", [.literal(.text(count + " " + unit.lowercased()))])
      }
      return .opaque("interval", [try postfix()])
    case "DATE", "TIMESTAMP", "TIMESTAMPTZ", "DATETIME":
      if index + 1 < tokens.count, case .text(let text) = tokens[index + 1].kind {
        index += 2
        return Self.typed(text, word) ?? .opaque("a date", [])
      }
      return try column()
    default: return try column()
    }
  }

  private mutating func cases() throws(SQLFault) -> SQLExpression {
    index += 1
    var parts: [SQLExpression] = []
    while let token = current, token.keyword != "END" {
      if ["WHEN", "THEN", "ELSE"].contains(token.keyword ?? "") { index += 1 } else { parts.append(try expression()) }
    }
    guard accept("END") else { throw fault("expected `END`") }
    return .opaque("a `CASE`", parts)
  }

  /// A column with the names before it, or a call.
  private mutating func column() throws(SQLFault) -> SQLExpression {
    let start = place.lowerBound
    var names: [String] = []
    while case .word(let name, _)? = current?.kind {
      names.append(name)
      index += 1
      guard isSymbol(".") else { break }
      index += 1
      if isSymbol("*") {
        index += 1
        return .star(names, start..<tokens[index - 1].range.upperBound)
      }
    }
    let range = start..<tokens[index - 1].range.upperBound
    guard !names.isEmpty else { throw fault("expected a name") }
    guard isSymbol("(") else { return .column(names, range) }
    return try call(names[names.count - 1].uppercased())
  }

  private mutating func call(_ name: String) throws(SQLFault) -> SQLExpression {
    index += 1
    var arguments: [SQLExpression] = []
    _ = accept("DISTINCT")
    while current != nil, !isSymbol(")") {
      // `count(*)` counts rows and reads no column.
      if arguments.isEmpty, acceptSymbol("*"), isSymbol(")") { break }
      if startsQuery {
        try subquery()
      } else {
        arguments.append(try expression())
      }
      if accept("AS") || accept("FROM") || accept("FOR") || accept("ORDER", "BY") || accept("SEPARATOR")
        || acceptSymbol(",")
      {
        continue
      }
      if !isSymbol(")") { index += 1 }
    }
    try expectSymbol(")")
    if accept("FILTER"), acceptSymbol("(") {
      _ = accept("WHERE")
      arguments.append(try expression())
      try expectSymbol(")")
    }
    if accept("OVER") {
      if acceptSymbol("(") {
        while current != nil, !isSymbol(")") {
          if accept("PARTITION", "BY") || accept("ORDER", "BY") || acceptSymbol(",") || accept("ASC") || accept("DESC")
          {
            continue
          }
          if ["ROWS", "RANGE", "GROUPS"].contains(keyword() ?? "") {
            skipToClosing()
          } else {
            arguments.append(try expression())
          }
        }
        try expectSymbol(")")
      } else {
        index += 1
      }
    }
    if ["NOW", "CURRENT_TIMESTAMP", "GETDATE", "SYSDATE"].contains(name) { return .opaque("now", []) }
    if name == "CAST" { arguments = arguments.first.map { [$0] } ?? [] }
    return .opaque("function `\(name.lowercased())`", arguments)
  }
}

internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Where a statement cannot be read: the index of a token, and what was expected there.
struct SQLFault: Error {
  var token: Int
  var message: String
}

/// Parses the SELECT statements of the usual dialects. What stands in an expression and is not known becomes opaque.
struct SQLParser {
  let tokens: [SQLToken]
  var index = 0
  private var depth = 0
  /// Queries inside conditions, whose columns are read as well.
  private(set) var inner: [SQLQuery] = []

  static let maximumDepth = 100

  init(_ tokens: [SQLToken]) { self.tokens = tokens }

  // MARK: - Tokens

  var current: SQLToken? { index < tokens.count ? tokens[index] : nil }

  func keyword(_ distance: Int = 0) -> String? {
    index + distance < tokens.count ? tokens[index + distance].keyword : nil
  }

  mutating func accept(_ words: String...) -> Bool {
    guard words.indices.allSatisfy({ keyword($0) == words[$0] }) else { return false }
    index += words.count
    return true
  }

  func isSymbol(_ symbol: String, _ distance: Int = 0) -> Bool {
    index + distance < tokens.count && tokens[index + distance].kind == .symbol(symbol)
  }

  mutating func acceptSymbol(_ symbol: String) -> Bool {
    guard isSymbol(symbol) else { return false }
    index += 1
    return true
  }

  mutating func expectSymbol(_ symbol: String) throws(SQLFault) {
    guard acceptSymbol(symbol) else { throw fault("expected `\(symbol)`") }
  }

  func fault(_ message: String) -> SQLFault { SQLFault(token: index, message: message) }

  var place: Range<Int> { current?.range ?? (tokens.last.map { $0.range.upperBound..<$0.range.upperBound } ?? 0..<0) }

  mutating func enter() throws(SQLFault) {
    depth += 1
    if depth > Self.maximumDepth { throw fault("nested deeper than \(Self.maximumDepth) levels") }
  }

  mutating func leave() { depth -= 1 }

  mutating func skipTemplates() { while case .template? = current?.kind { index += 1 } }

  // MARK: - Queries

  mutating func query() throws(SQLFault) -> SQLQuery {
    try enter()
    defer { leave() }
    skipTemplates()
    var named: [(name: String, query: SQLQuery)] = []
    if accept("WITH") {
      _ = accept("RECURSIVE")
      repeat {
        let name = try name()
        if isSymbol("(") { try skipParentheses() }
        guard accept("AS") else { throw fault("expected `AS`") }
        _ = accept("NOT", "MATERIALIZED") || accept("MATERIALIZED")
        try expectSymbol("(")
        named.append((name, try query()))
        try expectSymbol(")")
      } while acceptSymbol(",")
    }
    var query = SQLQuery(selects: [try part()], isUnion: true, named: named)
    while let word = keyword(), ["UNION", "INTERSECT", "EXCEPT", "MINUS"].contains(word) {
      index += 1
      _ = accept("ALL") || accept("DISTINCT")
      if word != "UNION" { query.isUnion = false }
      query.selects.append(try part())
    }
    try tail(&query.selects[query.selects.count - 1])
    return query
  }

  private mutating func part() throws(SQLFault) -> SQLSelect {
    if isSymbol("(") {
      let start = place
      index += 1
      let query = try query()
      try expectSymbol(")")
      var select = SQLSelect(range: start)
      select.items = [.init(alias: nil, value: .star([], start))]
      select.sources = [.init(alias: "", table: nil, query: query, range: start, restricts: true)]
      return select
    }
    return try select()
  }

  private mutating func name() throws(SQLFault) -> String {
    guard case .word(let name, _)? = current?.kind else { throw fault("expected a name") }
    index += 1
    return name
  }

  private mutating func skipParentheses() throws(SQLFault) {
    var open = 0
    repeat {
      if isSymbol("(") { open += 1 } else if isSymbol(")") { open -= 1 }
      guard current != nil else { throw fault("expected `)`") }
      index += 1
    } while open > 0
  }

  private mutating func select() throws(SQLFault) -> SQLSelect {
    skipTemplates()
    let start = place
    guard accept("SELECT") else { throw fault("expected `SELECT`") }
    var select = SQLSelect(range: start)
    if accept("DISTINCT"), accept("ON") {
      try expectSymbol("(")
      select.others += try list()
      try expectSymbol(")")
    }
    _ = accept("ALL")
    if accept("TOP") {
      select.limits.append(("TOP", start))
      index += 1
    }
    repeat {
      skipTemplates()
      if keyword() == "FROM" || current == nil { break }
      let value = try expression()
      var alias: String?
      if accept("AS") { alias = try name() } else if let next = aliasHere { (alias, index) = (next, index + 1) }
      select.items.append(.init(alias: alias, value: value))
    } while acceptSymbol(",")
    skipTemplates()
    if accept("FROM") { try sources(&select) }
    skipTemplates()
    if accept("WHERE") { select.condition = try expression() }
    try groups(&select)
    return select
  }

  static let clauses: Set<String> = [
    "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "MINUS",
    "JOIN", "LEFT", "RIGHT", "INNER", "FULL", "CROSS", "NATURAL", "OUTER", "ON", "USING", "QUALIFY", "WINDOW", "FOR",
    "LATERAL", "TABLESAMPLE", "AS", "AND", "OR", "NOT", "IN", "IS", "LIKE", "BETWEEN", "THEN", "ELSE", "END", "WHEN",
    "ASC", "DESC", "NULLS", "SET", "RETURNING",
  ]

  /// A name that stands where an alias may, and is no clause.
  private var aliasHere: String? {
    guard case .word(let name, let isQuoted)? = current?.kind, isQuoted || !Self.clauses.contains(name.uppercased())
    else { return nil }
    return name
  }

  private mutating func sources(_ select: inout SQLSelect) throws(SQLFault) {
    select.sources.append(try source(restricts: true))
    while true {
      skipTemplates()
      if acceptSymbol(",") {
        select.sources.append(try source(restricts: true))
        continue
      }
      let start = index
      var isOuter = false
      while let word = keyword(),
        ["LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "NATURAL", "ASOF"].contains(word)
      {
        if word == "LEFT" { isOuter = true }
        index += 1
      }
      guard accept("JOIN") else {
        index = start
        return
      }
      var source = try source(restricts: !isOuter)
      if accept("ON") {
        source.condition = try expression()
      } else if accept("USING") {
        try expectSymbol("(")
        source.condition = .opaque("a join", try list())
        try expectSymbol(")")
      }
      select.sources.append(source)
    }
  }

  private mutating func source(restricts: Bool) throws(SQLFault) -> SQLSelect.Source {
    skipTemplates()
    _ = accept("LATERAL") || accept("ONLY")
    let start = place
    var source = SQLSelect.Source(alias: "", table: nil, query: nil, range: start, restricts: restricts)
    if acceptSymbol("(") {
      source.query = try query()
      try expectSymbol(")")
    } else if case .parameter? = current?.kind {
      index += 1
    } else {
      var table = try name()
      while acceptSymbol(".") { table = try name() }
      if isSymbol("(") {
        // A function that gives a table.
        try skipParentheses()
        source.query = SQLQuery(selects: [], isUnion: true, named: [])
      } else {
        source.table = table
      }
      source.alias = table
    }
    if accept("AS") {
      source.alias = try name()
    } else if let alias = aliasHere {
      (source.alias, index) = (alias, index + 1)
    }
    if !source.alias.isEmpty, isSymbol("("), source.query != nil { try skipParentheses() }
    return source
  }

  private mutating func groups(_ select: inout SQLSelect) throws(SQLFault) {
    skipTemplates()
    if accept("GROUP", "BY") {
      select.others += try list()
      select.limits.append(("GROUP BY", select.range))
    }
    for word in ["HAVING", "QUALIFY"] where accept(word) {
      select.limits.append((word, place))
      select.others.append(try expression())
    }
  }

  /// ORDER BY and LIMIT after the last SELECT.
  private mutating func tail(_ select: inout SQLSelect) throws(SQLFault) {
    skipTemplates()
    if accept("ORDER", "BY") {
      repeat {
        select.others.append(try expression())
        _ = accept("ASC") || accept("DESC")
        if accept("NULLS") { index += 1 }
      } while acceptSymbol(",")
    }
    while let word = keyword(), ["LIMIT", "OFFSET", "FETCH", "FOR"].contains(word) {
      if word != "FOR" { select.limits.append((word, place)) }
      while current != nil, !isSymbol(")"), !isSymbol(";") { index += 1 }
    }
    skipTemplates()
  }

  mutating func list() throws(SQLFault) -> [SQLExpression] {
    var parts: [SQLExpression] = []
    repeat { parts.append(try expression()) } while acceptSymbol(",")
    return parts
  }

  /// A query inside an expression; its columns count as read.
  mutating func subquery() throws(SQLFault) { inner.append(try query()) }

  var startsQuery: Bool { keyword() == "SELECT" || keyword() == "WITH" }

  /// Leaves the tokens of a call's clause behind, to the bracket that closes it.
  mutating func skipToClosing() {
    var open = 0
    while let token = current {
      if token.kind == .symbol("(") { open += 1 }
      if token.kind == .symbol(")") {
        if open == 0 { return }
        open -= 1
      }
      index += 1
    }
  }
}

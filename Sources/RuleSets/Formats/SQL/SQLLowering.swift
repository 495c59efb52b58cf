internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers a query: the columns that it reads, and its WHERE as far as that is exact.
struct SQLLowering {
  private(set) var notes: RuleNotes
  /// The digest of the whole text.
  private let statement: String
  /// Named queries that are in scope, with what their columns are.
  private var named: [String: Derived] = [:]

  /// A query in the place of a table: what each of its columns is, and whom it keeps.
  private struct Derived {
    /// Nil for a computed column.
    var columns: [String: String?]
    /// The table whose columns pass through (`SELECT *`).
    var passes: [String]
    var audience: Predicate
  }

  /// What the names before a column stand for.
  private struct Scope {
    var tables: [(alias: String, table: String?, derived: Derived?)] = []
    /// Names that the SELECT itself gives.
    var aliases: Set<String> = []
  }

  init(file: SourceFile) {
    (notes, statement) = (RuleNotes(file: file), SHA256Digest.hexadecimal(of: file.bytes))
  }

  /// What is said of a whole query is another condition in another statement and at another place.
  func identified(_ what: String, _ place: Int) -> String { "\(what) #\("\(statement) \(place)".identity)" }

  mutating func add(opaque what: String, _ range: Range<Int>) { notes.opaque.append(notes.part(bytes: range, what)) }

  mutating func add(read path: String, _ range: Range<Int>) {
    notes.reads.append(RuleRead(path: AttributePath(path), place: notes.part(bytes: range, path)))
  }

  mutating func add(literal kind: PersonalLiteral, _ range: Range<Int>) {
    notes.personalLiterals.append(notes.part(bytes: range, kind.rawValue))
  }

  mutating func audience(of query: SQLQuery) -> Predicate { derive(query).audience }

  /// A query inside a condition: its columns are read; whom it keeps is opaque already.
  mutating func note(_ query: SQLQuery) { _ = derive(query) }

  private mutating func derive(_ query: SQLQuery) -> Derived {
    let outer = named
    defer { named = outer }
    for part in query.named { named[part.name.lowercased()] = derive(part.query) }
    var parts = query.selects.map { derive($0) }
    guard var first = parts.first else {
      return Derived(columns: [:], passes: [], audience: unknown("a function that gives rows", 0..<0))
    }
    parts.removeFirst()
    guard !parts.isEmpty else { return first }
    if query.isUnion {
      first.audience = .any([first.audience] + parts.map(\.audience))
    } else {
      let reads = ([first] + parts).flatMap { $0.audience.reads }
      first.audience = .all([
        first.audience,
        .opaque(text: identified("INTERSECT or EXCEPT", query.selects[0].range.lowerBound), reads: reads),
      ])
      notes.opaque.append(notes.part(bytes: query.selects[0].range, "INTERSECT or EXCEPT"))
    }
    return first
  }

  private mutating func derive(_ select: SQLSelect) -> Derived {
    var scope = Scope()
    var kept: [Predicate] = []
    for source in select.sources {
      let inner = source.query.map { derive($0) } ?? source.table.flatMap { named[$0.lowercased()] }
      scope.tables.append((source.alias, inner == nil ? source.table : nil, inner))
      if let inner, source.restricts { kept.append(inner.audience) }
    }
    for item in select.items { read(item.value, scope) }
    for source in select.sources {
      guard let condition = source.condition else { continue }
      read(condition, scope)
      if source.restricts { kept.append(join(condition, source, scope)) }
    }
    for source in select.sources.dropFirst() where source.restricts && source.condition == nil {
      kept.append(unknown("a join", source.range))
    }
    if let condition = select.condition {
      read(condition, scope)
      kept.append(predicate(condition, scope))
    }
    scope.aliases = Set(select.items.compactMap { $0.alias?.lowercased() })
    for part in select.others { read(part, scope) }
    for (what, range) in select.limits where what != "GROUP BY" { kept.append(unknown(what, range)) }
    return Derived(
      columns: columns(select, scope), passes: passes(select, scope),
      audience: Predicate.all(kept).simplified())
  }

  /// A join keeps those who have a match: no condition on one person says that.
  private mutating func join(_ condition: SQLExpression, _ source: SQLSelect.Source, _ scope: Scope) -> Predicate {
    let reads = condition.columns.compactMap { path($0, scope) }.map { AttributePath($0) }
    notes.opaque.append(notes.part(bytes: source.range, "a join with `\(source.table ?? source.alias)`"))
    return .opaque(
      text: identified("a join with `\(source.table ?? source.alias)`", source.range.lowerBound), reads: reads)
  }

  private mutating func unknown(_ what: String, _ range: Range<Int>) -> Predicate {
    notes.opaque.append(notes.part(bytes: range, what))
    return .opaque(text: identified(what, range.lowerBound), reads: [])
  }

  private func columns(_ select: SQLSelect, _ scope: Scope) -> [String: String?] {
    var columns: [String: String?] = [:]
    for item in select.items {
      if case .column(let names, _) = item.value {
        columns.updateValue(path(item.value, scope), forKey: (item.alias ?? names[names.count - 1]).lowercased())
      } else if let alias = item.alias {
        columns.updateValue(nil, forKey: alias.lowercased())
      }
    }
    return columns
  }

  private func passes(_ select: SQLSelect, _ scope: Scope) -> [String] {
    let hasStar = select.items.contains { if case .star = $0.value { true } else { false } }
    return hasStar ? scope.tables.flatMap { $0.table.map { [$0] } ?? $0.derived?.passes ?? [] } : []
  }

  // MARK: - Reads

  private mutating func read(_ expression: SQLExpression, _ scope: Scope) {
    for column in expression.columns {
      guard let path = path(column, scope), let range = column.place else { continue }
      notes.reads.append(RuleRead(path: AttributePath(path), place: notes.part(bytes: range, path)))
    }
  }

  /// The attribute behind a column: `table.column`, or the column alone where its table cannot be told. Nil for what the
  /// query itself computes.
  private func path(_ column: SQLExpression, _ scope: Scope) -> String? {
    switch column {
    case .member(let base, let key, _): return path(base, scope).map { $0 + "." + key }
    case .star(let names, _):
      let tables = scope.tables.filter { names.isEmpty || $0.alias.lowercased() == names[names.count - 1].lowercased() }
      return tables.compactMap(\.table).first.map { $0 + ".*" }
    case .column(let names, _):
      let name = names[names.count - 1]
      if names.count == 1 {
        if scope.aliases.contains(name.lowercased()) { return nil }
        return unqualified(name, scope)
      }
      let qualifier = names[names.count - 2]
      guard let source = scope.tables.first(where: { $0.alias.lowercased() == qualifier.lowercased() }) else {
        return qualifier + "." + name
      }
      return qualified(name, source)
    default: return nil
    }
  }

  private func qualified(
    _ name: String, _ source: (alias: String, table: String?, derived: Derived?)
  ) -> String? {
    if let table = source.table { return table + "." + name }
    guard let derived = source.derived else { return name }
    if let column = derived.columns[name.lowercased()] { return column }
    // A function that gives rows: its columns are its own.
    if derived.columns.isEmpty, derived.passes.isEmpty { return name }
    return derived.passes.first.map { $0 + "." + name }
  }

  private func unqualified(_ name: String, _ scope: Scope) -> String? {
    if scope.tables.count == 1 { return qualified(name, scope.tables[0]) }
    // A column that a derived table computes is no attribute; else its table cannot be told.
    for source in scope.tables { if let column = source.derived?.columns[name.lowercased()] { return column } }
    return name
  }

  // MARK: - Conditions

  private mutating func predicate(_ expression: SQLExpression, _ scope: Scope) -> Predicate {
    switch expression {
    case .all(let parts): return .all(parts.map { predicate($0, scope) })
    case .any(let parts): return .any(parts.map { predicate($0, scope) })
    case .not(let part): return .not(predicate(part, scope))
    case .literal(.boolean(let truth)): return .constant(truth)
    case .isNull(let value):
      guard let path = plain(value, scope) else { break }
      return .not(.exists(path))
    case .comparison(let comparison, let left, let right):
      if let lowered = compare(comparison, left, right, scope) { return lowered }
    case .isIn(let value, let list):
      let values = list.compactMap { if case .literal(let value) = $0 { value } else { nil } }
      guard values.count == list.count, let path = plain(value, scope) else { break }
      return .isIn(path, values)
    case .between(let value, .literal(let lower), .literal(let upper)):
      guard let path = plain(value, scope) else { break }
      return .between(path, lower, upper)
    case .column:
      guard let path = plain(expression, scope) else { break }
      return .compare(path, .equal, .boolean(true))
    default: break
    }
    return opaque(expression, scope)
  }

  /// The attribute of a column, or of a member that JSON gives as a text.
  private func plain(_ value: SQLExpression, _ scope: Scope) -> AttributePath? {
    switch value {
    case .column: return path(value, scope).map { AttributePath($0) }
    case .member(_, _, true): return path(value, scope).map { AttributePath($0) }
    default: return nil
    }
  }

  private func compare(
    _ comparison: Predicate.Comparison, _ left: SQLExpression, _ right: SQLExpression, _ scope: Scope
  ) -> Predicate? {
    if case .literal = left, case .literal = right { return nil }
    if case .literal = left { return compare(comparison.mirrored, right, left, scope) }
    if case .past = left { return compare(comparison.mirrored, right, left, scope) }
    guard let path = plain(left, scope) else { return nil }
    switch right {
    case .literal(let value):
      if case .member = left { guard case .text = value else { return nil } }
      return .compare(path, comparison, value)
    case .past(let period):
      // Instants have whole microseconds: "at least" is "more than" one microsecond before.
      let wider = CalendarPeriod(
        months: period.months, days: period.days, microseconds: period.microseconds + 1)
      switch comparison {
      case .greater: return .within(path, period)
      case .atLeast: return .within(path, wider)
      case .atMost: return .olderThan(path, period)
      case .less: return .olderThan(path, wider)
      case .equal, .notEqual: return nil
      }
    default: return nil
    }
  }

  private mutating func opaque(_ expression: SQLExpression, _ scope: Scope) -> Predicate {
    let reads = expression.columns.compactMap { path($0, scope) }
    let what = expression.what
    let text = what + (reads.isEmpty ? "" : " of " + reads.map { "`\($0)`" }.joined(separator: ", "))
    let range = expression.columns.first?.place
    if let range {
      notes.opaque.append(notes.part(bytes: range, text))
    } else {
      notes.opaque.append(notes.part(Node.Position(line: 1, column: 1), 1, text))
    }
    return .opaque(text: "\(text) #\(expression.words.identity)", reads: reads.map { AttributePath($0) })
  }
}

extension SQLExpression {
  /// Where the column stands.
  var place: Range<Int>? {
    switch self {
    case .column(_, let range), .star(_, let range): range
    case .member(let base, _, _): base.place
    default: nil
    }
  }

  /// The expression whatever its place: other words for another expression.
  fileprivate var words: String {
    switch self {
    case .column(let names, _), .star(let names, _): names.joined(separator: ".")
    case .member(let base, let name, let isText):
      "(\(base.words) \(isText ? "->>" : "->") \(name))"
    case .literal(.text(let text)): "`\(text)`"
    case .literal(let value): value.literalText
    case .null: "NULL"
    case .comparison(let comparison, let left, let right): "(\(left.words) \(comparison) \(right.words))"
    case .all(let parts): "all(\(parts.map(\.words)))"
    case .any(let parts): "any(\(parts.map(\.words)))"
    case .not(let part): "not(\(part.words))"
    case .isNull(let part): "null(\(part.words))"
    case .isIn(let value, let list): "(\(value.words) in \(list.map(\.words)))"
    case .between(let value, let lower, let upper): "(\(value.words) between \(lower.words) and \(upper.words))"
    case .past(let period): "past(\(period))"
    case .opaque(let what, let parts): "\(what)(\(parts.map(\.words)))"
    }
  }

  /// What makes the expression more than a plain condition.
  fileprivate var what: String {
    switch self {
    case .opaque(let what, _): what
    case .comparison(_, let left, let right):
      [left, right].lazy.compactMap { part in if case .opaque(let what, _) = part { what } else { nil } }.first
        ?? "a comparison"
    case .isIn: "a list of computed values"
    case .between: "a range of computed values"
    default: "an expression"
    }
  }
}

extension Predicate.Comparison {
  /// The comparison with its sides exchanged.
  fileprivate var mirrored: Predicate.Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    }
  }
}

import DataStores
import GovernanceModel
import Predicates

/// The different combinations of values of some columns, which logs have few of: what follows from words alone is worked
/// out here, by the same code as for rows that are read, and the engine looks up its outcome.
struct Combinations {
  private let columns: [(name: String, type: SQLColumnType)]
  let values: [[SQLValue]]
  private let dialect: SQLDialect
  /// What the store holds is not told: a plan is shown to people.
  private let isMasked: Bool

  /// More than these are no words.
  static let limit = 400

  /// - Parameters:
  /// - Throws: for values that cannot be compared exactly with a literal.
  ///   - flags: further expressions, each of a whole number.
  init(
    _ names: [String], flags: [String] = [], in table: String, of session: PushdownSession, alias: String = "r"
  ) throws(NotPushable) {
    (dialect, isMasked) = (session.dialect, session.isDryRun)
    var columns: [(name: String, type: SQLColumnType)] = []
    for name in names {
      let type = try session.type(of: name, in: table)
      guard [.any, .integer, .text, .boolean].contains(type) else {
        throw NotPushable("column `\(name)` holds neither words nor whole numbers")
      }
      columns.append((alias + "." + dialect.quoted(name), type))
    }
    columns += flags.map { ($0, .integer) }
    self.columns = columns
    guard !columns.isEmpty else {
      values = [[]]
      return
    }
    let byBytes = dialect == .sqlite ? " COLLATE BINARY" : ""
    let list = columns.enumerated().map { $0.offset < names.count ? $0.element.name + byBytes : $0.element.name }
      .joined(separator: ", ")
    values = try session.prepare(
      "SELECT DISTINCT \(list) FROM \(session.store.reference(to: table)) AS \(alias)", limit: Self.limit)
    guard values.allSatisfy({ $0.allSatisfy(\.isWord) }) else {
      throw NotPushable("its words are neither texts nor whole numbers")
    }
  }

  /// An expression with the outcome of a row's combination; those without one are left at `otherwise`.
  func lookup(_ outcomes: [Int?], otherwise: String = "NULL") -> String {
    if columns.isEmpty { return outcomes.first.flatMap { $0 }.map(String.init) ?? otherwise }
    if dialect == .spark { return "coalesce(\(table(outcomes)), \(otherwise))" }
    return choice(Array(zip(values, outcomes)), 0, otherwise)
  }

  /// Column by column, so that a row is compared with few words.
  private func choice(_ rows: [([SQLValue], Int?)], _ column: Int, _ otherwise: String) -> String {
    if rows.allSatisfy({ $0.1 == nil }) { return otherwise }
    if column == columns.count { return rows[0].1.map(String.init) ?? otherwise }
    // A flag that is the same for all rows tells none apart.
    if columns[column].name == "0" { return choice(rows, column + 1, otherwise) }
    // SQLite's parser takes no deep nesting.
    if column >= 2 {
      let cases = rows.compactMap { row, outcome in
        outcome.map { " WHEN \(condition(row, from: column)) THEN \($0)" }
      }
      return "(CASE\(cases.joined()) ELSE \(otherwise) END)"
    }
    var groups: [(value: SQLValue, rows: [([SQLValue], Int?)])] = []
    for row in rows {
      let key = row.0[column]
      if let known = groups.firstIndex(where: { $0.value == key }) {
        groups[known].rows.append(row)
      } else {
        groups.append((key, [row]))
      }
    }
    let cases = groups.compactMap { value, rows in
      let outcome = choice(rows, column + 1, otherwise)
      return outcome == otherwise ? nil : " WHEN \(condition(column, value)) THEN \(outcome)"
    }
    return cases.isEmpty ? otherwise : "(CASE\(cases.joined()) ELSE \(otherwise) END)"
  }

  /// True of the rows of some combinations.
  func isAmong(_ chosen: [Bool]) -> String {
    if !chosen.contains(true) { return "(1 = 0)" }
    if !chosen.contains(false) { return "(1 = 1)" }
    if dialect == .spark { return "(\(table(chosen.map { $0 ? 1 : nil })) IS NOT NULL)" }
    return "(" + zip(values, chosen).filter(\.1).map { condition($0.0) }.joined(separator: " OR ") + ")"
  }

  private func condition(_ row: [SQLValue], from first: Int = 0) -> String {
    let parts = columns.indices.filter { $0 >= first && columns[$0].name != "0" }.map { condition($0, row[$0]) }
    return parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ")
  }

  private func condition(_ place: Int, _ value: SQLValue) -> String {
    let column = columns[place]
    let name = dialect == .sqlite ? "\(column.name) COLLATE BINARY" : column.name
    return switch value {
    case .integer where isMasked, .text where isMasked: "\(name) = ?"
    case .integer(let number) where column.type == .boolean: "\(column.name) = \(number == 0 ? "FALSE" : "TRUE")"
    case .integer(let number): "\(column.name) = \(dialect.literal(number))"
    case .text(let text): "\(name) = \(dialect.literal(text))"
    case .null, .real, .blob: "\(column.name) IS NULL"
    }
  }
}

// MARK: - Spark

extension Combinations {
  /// The outcomes as one constant, a map from the texts of a row's words. A `CASE` of hundreds of conditions takes Spark
  /// minutes to optimise and its server's memory.
  private func table(_ outcomes: [Int?]) -> String {
    let known = zip(values, outcomes).filter { $0.1 != nil }
    let keys = known.map { row, _ in "[" + zip(columns, row).map(word).joined(separator: ",") + "]" }
    let names = columns.map { dialect.text($0.name) }.joined(separator: ", ")
    return "try_element_at(map_from_arrays(\(dialect.json(keys, of: "array<string>")), "
      + "\(dialect.json(known.map { "\($0.1 ?? 0)" }, of: "int"))), array(\(names)))"
  }

  /// A word as JSON text, as Spark casts it.
  private func word(_ column: (name: String, type: SQLColumnType), _ value: SQLValue) -> String {
    switch value {
    case .integer where isMasked, .text where isMasked: "\"?\""
    case .integer(let number) where column.type == .boolean: number == 0 ? "\"false\"" : "\"true\""
    case .integer(let number): "\"\(number)\""
    case .text(let text): Self.quoted(text)
    case .null, .real, .blob: "null"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension SQLValue {
  /// Can be written as a literal that compares exactly.
  fileprivate var isWord: Bool {
    switch self {
    case .null, .integer: true
    case .text(let text): !text.unicodeScalars.contains { $0.value == 0 || $0.value == 0xFFFD }
    case .real, .blob: false
    }
  }

  /// As conditions see it.
  var value: Value? {
    switch self {
    case .integer(let value): .integer(value)
    case .real(let value): .decimal(value)
    case .text(let text): .text(text)
    case .null, .blob: nil
    }
  }
}

/// The words of records by combination: constants and columns, translated by the map.
struct WordCombinations<Part: Hashable> {
  let combinations: Combinations
  private let sources: [Part: ColumnOrConstant]
  private let columns: [String]

  init(
    _ sources: KeyValuePairs<Part, ColumnOrConstant?>, flags: [String] = [], in table: String,
    of session: PushdownSession
  ) throws(NotPushable) {
    var known: [Part: ColumnOrConstant] = [:]
    var columns: [String] = []
    for (part, source) in sources {
      guard let source else { continue }
      known[part] = source
      if let column = source.column, !columns.contains(column) { columns.append(column) }
    }
    (self.sources, self.columns) = (known, columns)
    combinations = try Combinations(columns, flags: flags, in: table, of: session)
  }

  init(_ sources: KeyValuePairs<Part, ColumnOrConstant?>, at site: PushSite) throws(NotPushable) {
    try self.init(sources, in: site.table, of: site.session)
  }

  var count: Int { combinations.values.count }

  /// A flag is set.
  func flag(_ flag: Int, _ index: Int) -> Bool { combinations.values[index][columns.count + flag].integer != 0 }

  /// All words of a combination; nulls are left out.
  func words(_ index: Int) -> [Part: String] {
    var words: [Part: String] = [:]
    for part in sources.keys { words[part] = word(part, index) }
    return words
  }

  /// Nil for a part without a source, and for null.
  func word(_ part: Part, _ index: Int) -> String? {
    guard let source = sources[part] else { return nil }
    guard let column = source.column, let place = columns.firstIndex(of: column) else {
      return source.constant.flatMap { $0.isEmpty ? nil : source.values[$0] ?? $0 }
    }
    return combinations.values[index][place].word.map { source.values[$0] ?? $0 }
  }
}

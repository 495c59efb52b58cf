import DataStores

/// The key of a row's subject as SQL. NULL where the row has none.
struct SubjectSQL {
  /// What rows are joined and grouped by.
  let key: String
  /// Keys are integers: their text is made only for what is told.
  let isInteger: Bool

  /// The canonical text of a key (see `SubjectKey`).
  func text(_ key: String, _ dialect: SQLDialect) -> String { isInteger ? dialect.text(key) : key }
}

extension PushdownSession {
  /// - Parameter asText: compares with keys of another table that are texts.
  /// - Throws: for keys that are neither integers nor texts.
  func subject(
    _ column: String?, in table: String, alias: String? = nil, asText: Bool = false
  ) throws(NotPushable) -> SubjectSQL {
    guard let column else { return SubjectSQL(key: dialect.text("NULL"), isInteger: false) }
    let name = (alias.map { $0 + "." } ?? "") + dialect.quoted(column)
    switch try type(of: column, in: table) {
    case .integer: return SubjectSQL(key: asText ? dialect.text(name) : dialect.bigint(name), isInteger: !asText)
    case .text: return SubjectSQL(key: "nullif(\(name), '')", isInteger: false)
    case .any:
      let shape = try shape(of: column, in: table)
      guard shape.reals == 0, shape.blobs == 0 else { break }
      if shape.texts == 0, !asText { return SubjectSQL(key: name, isInteger: true) }
      return SubjectSQL(key: "nullif(CAST(\(name) AS TEXT), '')", isInteger: false)
    default: break
    }
    throw NotPushable("subject keys are neither integers nor texts")
  }

  /// The subjects of several tables in one form, so that they can be compared.
  func subjects(_ places: [(column: String?, table: String)]) throws(NotPushable) -> [SubjectSQL] {
    var found: [SubjectSQL] = []
    for place in places { found.append(try subject(place.column, in: place.table)) }
    guard !found.allSatisfy(\.isInteger) else { return found }
    found = []
    for place in places { found.append(try subject(place.column, in: place.table, asText: true)) }
    return found
  }
}

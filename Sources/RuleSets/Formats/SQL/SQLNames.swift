/// Every name of a statement that may be a column: what is left to tell of one that cannot be read to its end.
///
/// A word too many asks what it is; a word too few would pass for nothing read.
struct SQLNames {
  /// `table.column`, or the column alone where its table cannot be told.
  private(set) var columns: [(path: String, range: Range<Int>)] = []
  /// Tables by alias, lowercased.
  private var tables: [String: String] = [:]
  private let tokens: [SQLToken]

  init(_ tokens: [SQLToken]) {
    self.tokens = tokens
    let sources = noteTables()
    var index = 0
    while index < tokens.count {
      let end = chainEnd(from: index)
      if end > index, !sources.contains(index) { note(index..<end) }
      index = max(end, index + 1)
    }
  }

  /// Where a chain of names joined by points ends; the start where there is none.
  private func chainEnd(from start: Int) -> Int {
    guard word(start) != nil else { return start }
    var end = start + 1
    while end + 1 < tokens.count, tokens[end].kind == .symbol("."), word(end + 1) != nil { end += 2 }
    return end
  }

  /// The places of tables and their aliases.
  private mutating func noteTables() -> Set<Int> {
    var places: Set<Int> = []
    for index in tokens.indices where ["FROM", "JOIN", "INTO", "TABLE", "VIEW"].contains(tokens[index].keyword ?? "") {
      var next = index + 1
      repeat {
        let end = chainEnd(from: next)
        guard end > next, let table = word(end - 1), !isReserved(next) else { break }
        places.formUnion(next..<end)
        tables[table.lowercased()] = table
        next = end
        if next < tokens.count, tokens[next].keyword == "AS" { next += 1 }
        if let alias = word(next), !isReserved(next) {
          tables[alias.lowercased()] = table
          places.insert(next)
          next += 1
        }
        next += 1
      } while next - 1 < tokens.count && tokens[next - 1].kind == .symbol(",")
    }
    return places
  }

  private mutating func note(_ chain: Range<Int>) {
    guard let column = word(chain.upperBound - 1) else { return }
    let bytes = tokens[chain.lowerBound].range.lowerBound..<tokens[chain.upperBound - 1].range.upperBound
    if chain.count > 1, let owner = word(chain.upperBound - 3) {
      return columns.append(((tables[owner.lowercased()] ?? owner) + "." + column, bytes))
    }
    let isCall = chain.upperBound < tokens.count && tokens[chain.upperBound].kind == .symbol("(")
    let isGiven = chain.lowerBound > 0 && tokens[chain.lowerBound - 1].keyword == "AS"
    if isCall || isGiven || isReserved(chain.lowerBound) { return }
    let known = Set(tables.values)
    columns.append((known.count == 1 ? (known.first ?? "") + "." + column : column, bytes))
  }

  private func word(_ index: Int) -> String? {
    guard index < tokens.count, case .word(let word, _) = tokens[index].kind else { return nil }
    return word
  }

  private func isReserved(_ index: Int) -> Bool {
    tokens[index].keyword.map { SQLParser.clauses.contains($0) || Self.reserved.contains($0) } ?? false
  }

  /// Words that no column has where they are not quoted; what many columns are called, such as `date`, is none.
  private static let reserved: Set = [
    "SELECT", "DISTINCT", "ALL", "WITH", "RECURSIVE", "BY", "CASE", "CAST", "NULL", "TRUE", "FALSE", "INTERVAL",
    "EXISTS",
    "ANY", "SOME", "ESCAPE", "COLLATE", "ILIKE", "SIMILAR", "REGEXP", "RLIKE", "CURRENT_DATE", "CURRENT_TIMESTAMP",
    "OVER",
    "PARTITION", "CREATE", "TABLE", "INSERT", "INTO", "VALUES",
  ]
}

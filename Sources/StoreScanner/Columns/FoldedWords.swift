import DataStores

/// The words of several columns as one code a row, so that what follows from the words alone is worked out once for each
/// combination, of which logs have few.
struct FoldedWords<Part: Hashable> {
  private var parts: [(part: Part, column: WordColumn)] = []
  /// `pairs[i]` joins the codes of what lies before with those of part i, where these differ from row to row.
  private var pairs: [PairCodes] = []
  /// By row of the batch.
  private(set) var codes: [Int32] = []

  /// Adds the columns that it needs to `columns`; a part without a source has no words.
  init(_ sources: KeyValuePairs<Part, ColumnOrConstant?>, columns: inout [String]) {
    for (part, source) in sources {
      if let source { append(part, WordColumn(source, columns: &columns)) }
    }
  }

  mutating func append(_ part: Part, _ column: WordColumn) {
    parts.append((part, column))
    pairs.append(PairCodes())
  }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    for index in parts.indices { parts[index].column.read(batch, positions: positions) }
    guard let first = parts.first else { return }
    codes = first.column.codes
    for index in parts.indices.dropFirst() where !parts[index].column.isConstant {
      let own = parts[index].column.codes
      for row in 0..<batch.rowCount { codes[row] = pairs[index].code(codes[row], own[row]) }
    }
  }

  /// The words that a code stands for, translated by the map; nulls are left out.
  func words(_ code: Int32) -> [Part: String] {
    var words: [Part: String] = [:]
    var rest = code
    for index in parts.indices.reversed() {
      let column = parts[index].column
      let own: Int32
      if index == 0 {
        own = rest
      } else if column.isConstant {
        own = column.codes.first ?? ValueCodes.null
      } else {
        (rest, own) = pairs[index].pairs[Int(rest)]
      }
      words[parts[index].part] = column.word(own)
    }
    return words
  }
}

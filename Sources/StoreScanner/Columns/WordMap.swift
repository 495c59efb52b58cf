/// What the words of a column mean, looked up once per different word.
struct WordMap<Meaning> {
  private var meanings: [Meaning] = []

  /// The meaning of a row's word; `resolve` gets nil for null.
  mutating func meaning(_ row: Int, of column: WordColumn, resolve: (String?) -> Meaning) -> Meaning {
    let code = column.codes[row]
    while meanings.count <= Int(code) { meanings.append(resolve(column.word(Int32(meanings.count)))) }
    return meanings[Int(code)]
  }
}

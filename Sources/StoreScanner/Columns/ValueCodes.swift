import DataStores

/// The different values of a column as small codes in order of first sight, without a String a row. Code 0 is null, and
/// also the empty text. An integer has the code of its decimal text.
struct ValueCodes {
  /// Null and empty.
  static let null: Int32 = 0

  private var texts: [String] = [""]
  /// Where each text lies in the arena.
  private var ranges: [Range<Int>] = [0..<0]
  private var arena: [UInt8] = []
  /// Code or 0; the counts are powers of two.
  private var textSlots: [Int32] = Array(repeating: 0, count: 256)
  private var integerSlots: [Int32] = Array(repeating: 0, count: 256)
  private var integers: [Int64] = []
  /// Codes of small numbers, such as those of rules, and 0: one look, no hash.
  private var smallCodes: [Int32] = []
  private static let smallLimit: Int64 = 4096
  private var shortCodes = ShortWordCodes()
  private var integerCodes: [Int32] = []

  /// Different values so far, null among them.
  var count: Int { texts.count }

  func text(_ code: Int32) -> String { texts[Int(code)] }

  mutating func code(of integer: Int64) -> Int32 {
    guard integer >= 0, integer < Self.smallLimit else { return codeByHash(integer) }
    let place = Int(integer)
    if place >= smallCodes.count { smallCodes += repeatElement(0, count: place + 1 - smallCodes.count) }
    if smallCodes[place] == 0 { smallCodes[place] = code(of: Array(String(integer).utf8).span) }
    return smallCodes[place]
  }

  private mutating func codeByHash(_ integer: Int64) -> Int32 {
    var slot = Int(truncatingIfNeeded: SubjectTable.hash(integer)) & (integerSlots.count - 1)
    while integerSlots[slot] != 0 {
      let entry = Int(integerSlots[slot] - 1)
      if integers[entry] == integer { return integerCodes[entry] }
      slot = (slot + 1) & (integerSlots.count - 1)
    }
    let code = code(of: Array(String(integer).utf8).span)
    integers.append(integer)
    integerCodes.append(code)
    integerSlots[slot] = Int32(integers.count)
    if integers.count * 2 > integerSlots.count { growIntegers() }
    return code
  }

  mutating func code(of text: Span<UInt8>) -> Int32 {
    if text.isEmpty { return Self.null }
    guard let word = ShortWord(text) else { return codeByHash(text) }
    if let known = shortCodes[word] { return known }
    let code = codeByHash(text)
    shortCodes.insert(word, code)
    return code
  }

  private mutating func codeByHash(_ text: Span<UInt8>) -> Int32 {
    var slot = Int(truncatingIfNeeded: ByteWords.hash(text)) & (textSlots.count - 1)
    while textSlots[slot] != 0 {
      let code = textSlots[slot]
      if holds(text, at: code) { return code }
      slot = (slot + 1) & (textSlots.count - 1)
    }
    let code = Int32(texts.count)
    let start = arena.count
    for index in text.indices { arena.append(text[index]) }
    ranges.append(start..<arena.count)
    texts.append(String(decoding: arena[start...], as: UTF8.self))
    textSlots[slot] = code
    if texts.count * 2 > textSlots.count { growTexts() }
    return code
  }

  /// Appends the code of each row of a column.
  mutating func encode(_ column: borrowing ColumnBatch.Column, rows: Int, into codes: inout [Int32]) {
    codes.removeAll(keepingCapacity: true)
    let (tags, payloads, bytes) = (column.tags.span, column.payloads.span, column.bytes.span)
    let (integer, real) = (ColumnBatch.Tag.integer.rawValue, ColumnBatch.Tag.real.rawValue)
    let null = ColumnBatch.Tag.null.rawValue
    for row in 0..<rows {
      switch tags[row] {
      case integer: codes.append(code(of: payloads[row]))
      case null: codes.append(Self.null)
      case real:
        codes.append(code(of: Double(bitPattern: UInt64(bitPattern: payloads[row]))))
      default: codes.append(code(of: bytes.extracting(ColumnBatch.Column.range(payloads[row]))))
      }
    }
  }

  private mutating func code(of number: Double) -> Int32 {
    if let integer = Int64(exactly: number) { return code(of: integer) }
    return code(of: Array("\(number)".utf8).span)
  }

  private func holds(_ text: Span<UInt8>, at code: Int32) -> Bool {
    ByteWords.areEqual(arena.span.extracting(ranges[Int(code)]), text)
  }

  private mutating func growTexts() {
    let mask = textSlots.count * 2 - 1
    textSlots = Array(repeating: 0, count: mask + 1)
    for code in 1..<texts.count {
      var slot = Int(truncatingIfNeeded: ByteWords.hash(arena.span.extracting(ranges[code]))) & mask
      while textSlots[slot] != 0 { slot = (slot + 1) & mask }
      textSlots[slot] = Int32(code)
    }
  }

  private mutating func growIntegers() {
    let mask = integerSlots.count * 2 - 1
    integerSlots = Array(repeating: 0, count: mask + 1)
    for entry in integers.indices {
      var slot = Int(truncatingIfNeeded: SubjectTable.hash(integers[entry])) & mask
      while integerSlots[slot] != 0 { slot = (slot + 1) & mask }
      integerSlots[slot] = Int32(entry + 1)
    }
  }
}

/// A text of 1 to 16 bytes as two numbers and its length: most words of a log, such as purposes and actions.
struct ShortWord: Equatable {
  private let first: UInt64
  private let second: UInt64
  private let count: Int

  /// Nil for longer texts and for the empty one.
  init?(_ text: Span<UInt8>) {
    count = text.count
    guard count > 0, count <= 16 else { return nil }
    if count >= 8 {
      // The two words overlap; with the length they tell all.
      (first, second) = (ByteWords.word(text, at: 0), ByteWords.word(text, at: count - 8))
      return
    }
    var bits: UInt64 = 0
    for index in text.indices { bits = bits << 8 | UInt64(text[index]) }
    (first, second) = (bits, 0)
  }

  var hash: Int {
    let product = (first ^ second &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)).multipliedFullWidth(
      by: 0xBF58_476D_1CE4_E5B9)
    return Int(truncatingIfNeeded: product.high ^ product.low)
  }
}

/// The codes of the first short words of a column, found by comparing numbers: half the time of hashing and comparing texts.
struct ShortWordCodes {
  private struct Entry {
    let word: ShortWord
    let code: Int32
  }

  private static let limit = 256
  private var entries: [Entry] = []
  /// Index + 1, or 0.
  private var slots: [UInt16] = Array(repeating: 0, count: 4 * limit)

  subscript(_ word: ShortWord) -> Int32? {
    var slot = word.hash & (slots.count - 1)
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot] - 1)]
      if entry.word == word { return entry.code }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Keeps a word that is not known yet, while there is room.
  mutating func insert(_ word: ShortWord, _ code: Int32) {
    guard entries.count < Self.limit else { return }
    var slot = word.hash & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    entries.append(Entry(word: word, code: code))
    slots[slot] = UInt16(entries.count)
  }
}

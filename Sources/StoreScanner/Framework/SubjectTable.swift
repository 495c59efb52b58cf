package import DataStores
package import GovernanceModel

/// Subject keys of a pass, interned to dense indices in order of first sight. Integers and texts are different keys only
/// when their decimal text differs: `7` and `"7"` are one subject.
///
/// An open-addressing hash table: 8 bytes a key, 4 a slot, at most three quarters full; texts lie in one arena.
package struct SubjectTable: Sendable {
  /// The row has no subject key. Such rows belong to the first pass.
  package static let none = UInt32.max
  /// The row belongs to a subject of another pass: skip it.
  package static let elsewhere = UInt32.max - 1

  /// This table's part of the subjects, and how many parts there are.
  package let pass: Int
  package let passes: Int

  /// The integer, or the arena's offset of a text.
  private var keys: [Int64] = []
  /// The length of a text; -1 for an integer. Empty while all keys are integers.
  private var lengths: [Int32] = []
  private var arena: [UInt8] = []
  /// Index + 1, or 0 for an empty slot; the count is a power of two. Keys that the dense map holds need no slot.
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)
  /// How many slots are taken.
  private var hashed = 0
  /// Integer keys from 0 on, as long as they lie densely: index + 1 by key, `elsewhere + 1` for keys of other passes, 0 for
  /// keys that were not seen. One look instead of two, and no hash.
  private var dense: [UInt32] = []

  package init() { self.init(pass: 0, of: 1) }

  /// A table of the subjects whose hash falls into part `pass` of `passes`.
  package init(pass: Int, of passes: Int) { (self.pass, self.passes) = (pass, max(1, passes)) }

  /// Different subjects so far.
  package var count: Int { keys.count }

  /// Bytes held, by capacity.
  package var byteCount: Int {
    keys.capacity * 8 + lengths.capacity * 4 + arena.capacity + (slots.capacity + dense.capacity) * 4
  }

  /// The key of an index, as text.
  package func key(of index: UInt32) -> Redacted<String> {
    let index = Int(index)
    guard index < keys.count else { return Redacted("") }
    guard index < lengths.count, lengths[index] >= 0 else { return Redacted(String(keys[index])) }
    let start = Int(keys[index])
    return Redacted(String(decoding: arena[start..<(start + Int(lengths[index]))], as: UTF8.self))
  }

  /// True when the text of one key comes before that of another in UTF-8 byte order.
  package func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
    let (first, second) = (order(of: left), order(of: right))
    if first != second { return first < second }
    return key(of: left).disclosed.utf8.lexicographicallyPrecedes(key(of: right).disclosed.utf8)
  }

  /// The first eight bytes of the key's text as a number: of two keys with different numbers the smaller comes first.
  package func order(of index: UInt32) -> UInt64 {
    let index = Int(index)
    if index < lengths.count, lengths[index] >= 0 {
      let (start, count) = (Int(keys[index]), Int(lengths[index]))
      var bits: UInt64 = 0
      for place in 0..<8 { bits = bits << 8 | (place < count ? UInt64(arena[start + place]) : 0) }
      return bits
    }
    // Digits beyond the eighth do not show; the minus sign is one of the eight.
    return keys[index] < 0
      ? UInt64(UInt8(ascii: "-")) << 56 | LeadingDigits.ascii(keys[index].magnitude, 7) >> 8
      : LeadingDigits.ascii(keys[index].magnitude, 8)
  }

  /// The index of an integer key, new or known; ``elsewhere`` outside this pass.
  package mutating func intern(_ key: Int64) -> UInt32 {
    if let known = known(key) { return known }
    // The map grows while it holds at most two places a subject of all passes.
    guard key >= 0, key < max(1024, 2 * keys.count * passes) else { return internByHash(key) }
    // A key that came before the map had grown to it has a slot.
    let index = hashed > 0 ? internByHash(key) : isMine(key) ? append(key, length: -1) : Self.elsewhere
    noteDense(key, index)
    return index
  }

  @inline(__always)
  private func known(_ key: Int64) -> UInt32? {
    guard key >= 0, key < dense.count, dense[Int(key)] != 0 else { return nil }
    return dense[Int(key)] - 1
  }

  private mutating func noteDense(_ key: Int64, _ index: UInt32) {
    if key >= dense.count {
      let larger = max(1024, Int(key) + 1, dense.count + dense.count / 2)
      dense += repeatElement(0, count: larger - dense.count)
    }
    dense[Int(key)] = index + 1
  }

  private mutating func internByHash(_ key: Int64) -> UInt32 {
    let hash = Self.hash(key)
    guard isMine(hash) else { return Self.elsewhere }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot] - 1)
      if keys[index] == key && (lengths.isEmpty || lengths[index] < 0) { return UInt32(index) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return insert(key, length: -1, slot: slot)
  }

  /// The index of a text key. The decimal text of an integer is that integer.
  package mutating func intern(_ text: Span<UInt8>) -> UInt32 {
    if let integer = SubjectKey.integer(text) { return intern(integer) }
    let hash = Self.hash(text)
    guard isMine(hash) else { return Self.elsewhere }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot] - 1)
      if holds(text, at: index) { return UInt32(index) }
      slot = (slot + 1) & (slots.count - 1)
    }
    if lengths.isEmpty { lengths = Array(repeating: -1, count: keys.count) }
    let start = arena.count
    for position in text.indices { arena.append(text[position]) }
    return insert(Int64(start), length: Int32(text.count), slot: slot)
  }

  private func isMine(_ key: Int64) -> Bool { passes == 1 || isMine(Self.hash(key)) }

  private func isMine(_ hash: UInt64) -> Bool {
    passes == 1 || Int(((hash >> 32) &* UInt64(passes)) >> 32) == pass
  }

  private func holds(_ text: Span<UInt8>, at index: Int) -> Bool {
    guard Int(lengths.isEmpty ? -1 : lengths[index]) == text.count else { return false }
    let start = Int(keys[index])
    return ByteWords.areEqual(arena.span.extracting(start..<(start + text.count)), text)
  }

  private mutating func insert(_ key: Int64, length: Int32, slot: Int) -> UInt32 {
    let index = append(key, length: length)
    slots[slot] = index + 1
    hashed += 1
    if hashed * 4 > slots.count * 3 { grow() }
    return index
  }

  private mutating func append(_ key: Int64, length: Int32) -> UInt32 {
    keys.append(key)
    if length >= 0 || !lengths.isEmpty { lengths.append(length) }
    return UInt32(keys.count - 1)
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: 0, count: mask + 1)
    hashed = 0
    for index in keys.indices {
      let hash: UInt64
      if index < lengths.count, lengths[index] >= 0 {
        let start = Int(keys[index])
        hash = Self.hash(arena.span.extracting(start..<(start + Int(lengths[index]))))
      } else {
        if known(keys[index]) == UInt32(index) { continue }
        hash = Self.hash(keys[index])
      }
      hashed += 1
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index + 1)
    }
  }
}

extension SubjectTable {
  /// Reads the subject of each row of a batch's column into `subjects`; ``SubjectKey`` says what a key is.
  package mutating func intern(_ column: borrowing ColumnBatch.Column, rows: Int, into subjects: inout [UInt32]) {
    let absent = pass == 0 ? Self.none : Self.elsewhere
    lookUpDense(column, rows: rows, into: &subjects)
    let (tags, payloads, bytes) = (column.tags.span, column.payloads.span, column.bytes.span)
    let (integer, text) = (ColumnBatch.Tag.integer.rawValue, ColumnBatch.Tag.text.rawValue)
    let null = ColumnBatch.Tag.null.rawValue
    for row in 0..<rows where subjects[row] == Self.none {
      switch tags[row] {
      case integer: subjects[row] = intern(payloads[row])
      case text:
        let range = ColumnBatch.Column.range(payloads[row])
        subjects[row] = range.isEmpty ? absent : intern(bytes.extracting(range))
      case null: subjects[row] = absent
      default:
        let key = SubjectKey.withBytes(of: column, row) { key in intern(key) }
        subjects[row] = key ?? absent
      }
    }
  }

  /// The usual row: a dense key that is known. All other rows are left at ``none``. In a loop of its own, so that the
  /// processor looks up many at once.
  private func lookUpDense(_ column: borrowing ColumnBatch.Column, rows: Int, into subjects: inout [UInt32]) {
    if subjects.count < rows { subjects += repeatElement(Self.none, count: rows - subjects.count) }
    var subjects = subjects.mutableSpan
    let (tags, payloads, dense) = (column.tags.span, column.payloads.span, dense.span)
    let integer = ColumnBatch.Tag.integer.rawValue
    for row in 0..<rows {
      let key = payloads[row]
      let isDense = tags[row] == integer && UInt64(bitPattern: key) < UInt64(dense.count)
      // Zero, "not seen", becomes `none`.
      subjects[row] = isDense ? dense[Int(key)] &- 1 : Self.none
    }
  }

  /// Mixes all bits (the finaliser of SplitMix64); the low half chooses the slot, the high half the pass.
  static func hash(_ key: Int64) -> UInt64 {
    var bits = UInt64(bitPattern: key) &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// The same for texts.
  static func hash(_ text: Span<UInt8>) -> UInt64 { hash(Int64(bitPattern: ByteWords.hash(text))) }
}

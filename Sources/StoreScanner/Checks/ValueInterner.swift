import DataStores
import GovernanceModel

/// The different values of a column as dense ids from 1; null is 0. Two values have one id only if they are the same value:
/// integers and reals compare as numbers, texts and blobs by their bytes, and never one kind with another.
struct ValueInterner {
  private enum Kind: UInt8 { case integer, real, text, blob }

  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var kinds: [UInt8] = []
  /// The number's bits, or the offset of a text.
  private var numbers: [Int64] = []
  private var lengths: [Int32] = []
  private var arena: [UInt8] = []

  /// Different values so far, null not among them.
  var count: Int { kinds.count }

  /// Reads the ids of a column's rows into `ids`.
  mutating func intern(_ batch: borrowing ColumnBatch, position: Int, into ids: inout [UInt32]) {
    ids.removeAll(keepingCapacity: true)
    let column = batch.columns[position]
    let (tags, payloads, bytes) = (column.tags.span, column.payloads.span, column.bytes.span)
    for row in 0..<batch.rowCount {
      switch ColumnBatch.Tag(rawValue: tags[row]) {
      case .integer: ids.append(intern(payloads[row], .integer))
      case .real: ids.append(intern(Double(bitPattern: UInt64(bitPattern: payloads[row]))))
      case .text: ids.append(intern(bytes.extracting(ColumnBatch.Column.range(payloads[row])), .text))
      case .blob: ids.append(intern(bytes.extracting(ColumnBatch.Column.range(payloads[row])), .blob))
      case .null, nil: ids.append(0)
      }
    }
  }

  private mutating func intern(_ real: Double) -> UInt32 {
    if real.isNaN { return 0 }
    if let integer = Int64(exactly: real) { return intern(integer, .integer) }
    return intern(Int64(bitPattern: real.bitPattern), .real)
  }

  private mutating func intern(_ number: Int64, _ kind: Kind) -> UInt32 {
    let hash = SubjectTable.hash(number)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot] - 1)
      if numbers[index] == number && kinds[index] == kind.rawValue { return UInt32(index + 1) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return insert(kind, number, length: 0, slot: slot)
  }

  private mutating func intern(_ text: Span<UInt8>, _ kind: Kind) -> UInt32 {
    let hash = SubjectTable.hash(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot] - 1)
      if kinds[index] == kind.rawValue && holds(text, at: index) { return UInt32(index + 1) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let start = arena.count
    for position in text.indices { arena.append(text[position]) }
    return insert(kind, Int64(start), length: Int32(text.count), slot: slot)
  }

  private func holds(_ text: Span<UInt8>, at index: Int) -> Bool {
    let start = Int(numbers[index])
    return ByteWords.areEqual(arena.span.extracting(start..<(start + Int(lengths[index]))), text)
  }

  private mutating func insert(_ kind: Kind, _ number: Int64, length: Int32, slot: Int) -> UInt32 {
    kinds.append(kind.rawValue)
    numbers.append(number)
    lengths.append(length)
    slots[slot] = UInt32(kinds.count)
    if kinds.count * 2 > slots.count { grow() }
    return UInt32(kinds.count)
  }

  private mutating func grow() {
    let mask = slots.count * 4 - 1
    slots = Array(repeating: 0, count: mask + 1)
    for index in kinds.indices {
      var slot = Int(truncatingIfNeeded: hash(of: index)) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index + 1)
    }
  }

  private func hash(of index: Int) -> UInt64 {
    guard kinds[index] >= Kind.text.rawValue else { return SubjectTable.hash(numbers[index]) }
    let start = Int(numbers[index])
    return SubjectTable.hash(arena.span.extracting(start..<(start + Int(lengths[index]))))
  }
}

/// Pairs of ids as dense ids from 0: folding the columns of a row pair by pair names its combination of values exactly,
/// whatever the number of columns.
struct PairInterner {
  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var pairs: [UInt64] = []

  var count: Int { pairs.count }

  mutating func intern(_ first: UInt32, _ second: UInt32) -> UInt32 {
    let pair = UInt64(first) << 32 | UInt64(second)
    var slot = Int(truncatingIfNeeded: SubjectTable.hash(Int64(bitPattern: pair))) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = slots[slot] - 1
      if pairs[Int(index)] == pair { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    pairs.append(pair)
    slots[slot] = UInt32(pairs.count)
    if pairs.count * 2 > slots.count { grow() }
    return UInt32(pairs.count - 1)
  }

  private mutating func grow() {
    let mask = slots.count * 4 - 1
    slots = Array(repeating: 0, count: mask + 1)
    for (index, pair) in pairs.enumerated() {
      var slot = Int(truncatingIfNeeded: SubjectTable.hash(Int64(bitPattern: pair))) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index + 1)
    }
  }
}

/// Pairs of codes as codes, in order of first sight.
struct PairCodes {
  private(set) var pairs: [(Int32, Int32)] = []
  private var slots: [Int32] = Array(repeating: 0, count: 256)

  mutating func code(_ first: Int32, _ second: Int32) -> Int32 {
    var slot = Self.slot(first, second) & (slots.count - 1)
    while slots[slot] != 0 {
      let code = slots[slot] - 1
      if pairs[Int(code)] == (first, second) { return code }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(pairs.count)
    pairs.append((first, second))
    slots[slot] = code + 1
    if pairs.count * 2 > slots.count { grow() }
    return code
  }

  private static func slot(_ first: Int32, _ second: Int32) -> Int {
    let key = Int64(first) << 32 | Int64(UInt32(bitPattern: second))
    return Int(truncatingIfNeeded: SubjectTable.hash(key))
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: 0, count: mask + 1)
    for (code, pair) in pairs.enumerated() {
      var slot = Self.slot(pair.0, pair.1) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(code + 1)
    }
  }
}

/// Pairs of codes as codes, in order of first sight.
struct PairCodes {
  private(set) var pairs: [(Int32, Int32)] = []
  private var slots: [Int32] = Array(repeating: 0, count: 256)
  /// Code + 1 of the pairs of small numbers, which are most: one look, no hash.
  private var small: [Int32] = []
  private static let smallFirst: UInt32 = 256
  private static let smallSecond: UInt32 = 1024

  mutating func code(_ first: Int32, _ second: Int32) -> Int32 {
    guard Self.isSmall(first, second) else { return codeByHash(first, second) }
    let place = Int(first) * Int(Self.smallSecond) + Int(second)
    if place >= small.count { small += repeatElement(0, count: place + 1 - small.count) }
    if small[place] == 0 {
      pairs.append((first, second))
      small[place] = Int32(pairs.count)
    }
    return small[place] - 1
  }

  /// A negative number is none, seen as an unsigned one.
  private static func isSmall(_ first: Int32, _ second: Int32) -> Bool {
    UInt32(bitPattern: first) < smallFirst && UInt32(bitPattern: second) < smallSecond
  }

  private mutating func codeByHash(_ first: Int32, _ second: Int32) -> Int32 {
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
    for (code, pair) in pairs.enumerated() where !Self.isSmall(pair.0, pair.1) {
      var slot = Self.slot(pair.0, pair.1) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(code + 1)
    }
  }
}

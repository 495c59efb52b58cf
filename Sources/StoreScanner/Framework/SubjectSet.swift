/// A set of subject indices that takes at most about a bit a subject of the pass, or a few bytes a member: whichever is less.
///
/// Small sets are a list that is sorted now and then; a set that holds more than one in 64 of the indices up to its largest
/// becomes a bitmap.
struct SubjectSet: Sendable {
  private var list: [UInt32] = []
  /// How many of `list` are sorted and unique.
  private var settled = 0
  /// Empty as long as the list is used.
  private var bits: [UInt64] = []
  private var held = 0

  @inline(__always)
  mutating func insert(_ subject: UInt32) {
    let word = Int(subject / 64)
    guard word < bits.count else { return insertElsewhere(subject) }
    setBit(word, subject)
  }

  /// A member of the list, or one beyond the bitmap.
  private mutating func insertElsewhere(_ subject: UInt32) {
    if bits.isEmpty {
      if list.last == subject { return }
      list.append(subject)
      if list.count > 2 * settled + 512 { settle() }
    } else {
      let word = Int(subject / 64)
      bits += repeatElement(0, count: max(word + 1, bits.count + bits.count / 2) - bits.count)
      setBit(word, subject)
    }
  }

  /// INVARIANT: `word` is below the count of `bits`.
  @inline(__always)
  private mutating func setBit(_ word: Int, _ subject: UInt32) {
    let bit: UInt64 = 1 << UInt64(subject % 64)
    let old = bits[word]
    guard old & bit == 0 else { return }
    held += 1
    bits[word] = old | bit
  }

  /// Sorts what was inserted, so that what is asked next need not.
  mutating func finish() { if bits.isEmpty { settle() } }

  var count: Int { bits.isEmpty ? sortedList.count : held }

  /// Ascending.
  var members: [UInt32] {
    if bits.isEmpty { return sortedList }
    var found: [UInt32] = []
    found.reserveCapacity(held)
    visit { found.append($0) }
    return found
  }

  /// Visits the members, ascending.
  func visit(_ body: (UInt32) -> Void) {
    guard !bits.isEmpty else {
      for subject in sortedList { body(subject) }
      return
    }
    for (index, word) in bits.enumerated() {
      var rest = word
      while rest != 0 {
        body(UInt32(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
  }

  private var sortedList: [UInt32] {
    if settled == list.count { return list }
    let sorted = list.count < 128 ? list.sorted() : RadixOrder.sorted(list)
    var unique: [UInt32] = []
    unique.reserveCapacity(sorted.count)
    for subject in sorted where unique.last != subject { unique.append(subject) }
    return unique
  }

  private mutating func settle() {
    list = sortedList
    settled = list.count
    guard let largest = list.last, settled > 1024, settled * 64 > Int(largest) else { return }
    bits = Array(repeating: 0, count: Int(largest) / 64 + 1)
    let members = list
    list = []
    for subject in members { insert(subject) }
  }
}

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

  mutating func insert(_ subject: UInt32) {
    guard bits.isEmpty else { return setBit(subject) }
    if list.last == subject { return }
    list.append(subject)
    if list.count > 2 * settled + 64 { settle() }
  }

  var count: Int { bits.isEmpty ? sortedList.count : held }

  /// Ascending.
  var members: [UInt32] {
    guard !bits.isEmpty else { return sortedList }
    var found: [UInt32] = []
    found.reserveCapacity(held)
    for (index, word) in bits.enumerated() {
      var rest = word
      while rest != 0 {
        found.append(UInt32(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return found
  }

  private var sortedList: [UInt32] {
    let sorted = list.sorted()
    var unique: [UInt32] = []
    unique.reserveCapacity(sorted.count)
    for subject in sorted where unique.last != subject { unique.append(subject) }
    return unique
  }

  private mutating func settle() {
    list = sortedList
    settled = list.count
    guard let largest = list.last, settled > 512, settled * 64 > Int(largest) else { return }
    bits = Array(repeating: 0, count: Int(largest) / 64 + 1)
    let members = list
    list = []
    for subject in members { setBit(subject) }
  }

  private mutating func setBit(_ subject: UInt32) {
    let word = Int(subject / 64)
    while word >= bits.count { bits.append(0) }
    let bit: UInt64 = 1 << UInt64(subject % 64)
    if bits[word] & bit == 0 { held += 1 }
    bits[word] |= bit
  }
}

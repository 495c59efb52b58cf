/// A set of identifiers from 1 to a declared greatest one (at most 65,535), a bit each.
package struct IdentifierSet: Hashable, Sendable {
  /// The greatest identifier that the string speaks of; it need not be a member.
  package private(set) var greatest: Int
  /// Identifier 1 is the most significant bit of the first word: the order in which consent strings write them.
  private var words: [UInt64]
  private static let first: UInt64 = 1 << 63

  package init(greatest: Int = 0) {
    self.greatest = greatest
    words = Array(repeating: 0, count: (greatest + 63) / 64)
  }

  /// - Parameter identifiers: each 1 to 65,535.
  package init(_ identifiers: some Sequence<Int>) {
    self.init()
    for identifier in identifiers { insert(identifier...identifier) }
  }

  package func contains(_ identifier: Int) -> Bool {
    guard identifier >= 1, identifier <= greatest else { return false }
    return words[(identifier - 1) >> 6] & (Self.first >> UInt64((identifier - 1) & 63)) != 0
  }

  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Ascending.
  package var members: [Int] {
    var members: [Int] = []
    members.reserveCapacity(count)
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        let lead = rest.leadingZeroBitCount
        members.append(index << 6 + lead + 1)
        rest &= ~(Self.first >> UInt64(lead))
      }
    }
    return members
  }

  /// Runs of neighbours, ascending.
  package var runs: [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for member in members {
      if let last = runs.last, last.upperBound + 1 == member {
        runs[runs.count - 1] = last.lowerBound...member
      } else {
        runs.append(member...member)
      }
    }
    return runs
  }

  package mutating func insert(_ range: ClosedRange<Int>) {
    if range.upperBound > greatest {
      greatest = range.upperBound
      words += Array(repeating: 0, count: (greatest + 63) / 64 - words.count)
    }
    var first = range.lowerBound - 1
    let last = range.upperBound - 1
    while first <= last {
      let end = min(last, first | 63)
      let width = end - first + 1
      words[first >> 6] |= (.max << UInt64(64 - width)) >> UInt64(first & 63)
      first = end + 1
    }
  }

  /// The bits of a field of `greatest` bits, in its order.
  mutating func fill(from reader: inout BitReader, _ what: String) throws(SignalError) {
    guard greatest <= reader.remaining else { throw SignalError(.truncated(what)) }
    for index in words.indices {
      let width = min(64, greatest - index * 64)
      let left = min(width, 32)
      let high = UInt64(try reader.integer(left, what)) << UInt64(64 - left)
      let low = width > 32 ? UInt64(try reader.integer(width - 32, what)) << UInt64(64 - width) : 0
      words[index] = high | low
    }
  }
}

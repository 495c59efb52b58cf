/// Sorts indices without comparing them: several times as fast as comparing, from about a hundred on.
enum RadixOrder {
  private static let digitBits = 11

  /// Ascending; a round a digit of 11 bits, as many as the largest index has.
  static func sorted(_ indices: [UInt32]) -> [UInt32] {
    let largest = indices.max() ?? 0
    var (from, to) = (indices, indices)
    var next = [Int](repeating: 0, count: 1 << digitBits)
    var shift = 0
    while shift < UInt32.bitWidth, largest >> UInt32(shift) > 0 {
      round(from.span, to.mutableSpan, shift: UInt32(shift), &next)
      swap(&from, &to)
      shift += digitBits
    }
    return from
  }

  /// Those with the same digit stay in order.
  private static func round(
    _ from: Span<UInt32>, _ to: consuming MutableSpan<UInt32>, shift: UInt32, _ next: inout [Int]
  ) {
    let mask = UInt32(next.count - 1)
    for digit in next.indices { next[digit] = 0 }
    for place in from.indices { next[Int(from[place] >> shift & mask)] += 1 }
    var before = 0
    for digit in next.indices {
      let count = next[digit]
      next[digit] = before
      before += count
    }
    for place in from.indices {
      let digit = Int(from[place] >> shift & mask)
      to[next[digit]] = from[place]
      next[digit] += 1
    }
  }
}

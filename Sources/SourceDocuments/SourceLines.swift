/// Where the lines of a text begin, and what its columns do not count.
struct SourceLines: Sendable {
  /// Offsets of the first byte of each line.
  private let starts: [UInt32]
  /// Continuation bytes of UTF-8 before each block of the text; empty where all of it is ASCII.
  private let continuationsBefore: [UInt32]

  private static let blockBits = 8

  var isASCII: Bool { continuationsBefore.isEmpty }

  /// One pass over the bytes. `isPlain`: ASCII without NUL, so that nothing is left to be checked.
  static func survey(_ bytes: Span<UInt8>) -> (lines: SourceLines, isPlain: Bool) {
    var starts: [UInt32] = [0]
    var (seen, hasZero) = (UInt64(0), false)
    for offset in stride(from: 0, to: bytes.count, by: 8) {
      let word = bytes.word(at: offset)
      seen |= word.bits
      if word.mask(of: 0) != 0 { hasZero = true }
      var breaks = word.mask(of: UInt8(ascii: "\n"))
      while breaks != 0 {
        starts.append(UInt32(truncatingIfNeeded: offset + breaks.trailingZeroBitCount / 8 + 1))
        breaks &= breaks &- 1
      }
    }
    let isASCII = ByteWord(bits: seen).beyondASCII == 0
    let before = isASCII ? [] : continuationsBeforeBlocks(bytes)
    return (SourceLines(starts: starts, continuationsBefore: before), isASCII && !hasZero)
  }

  private static func continuationsBeforeBlocks(_ bytes: Span<UInt8>) -> [UInt32] {
    var (before, total) = ([UInt32](), UInt32(0))
    before.reserveCapacity(bytes.count >> blockBits + 1)
    for offset in bytes.indices {
      if offset & (1 << blockBits - 1) == 0 { before.append(total) }
      if bytes[offset] & 0xC0 == 0x80 { total += 1 }
    }
    return before
  }

  /// Line and column of a byte, counted from one.
  func position(ofByte offset: Int, in bytes: Span<UInt8>) -> Node.Position {
    let line = lineNumber(ofByte: offset)
    let start = Int(starts[line - 1])
    let end = min(offset, bytes.count)
    return Node.Position(line: line, column: end - start - continuations(in: start..<max(start, end), of: bytes) + 1)
  }

  /// The bytes of a line without its line feed; nil beyond the end.
  func range(ofLine number: Int, in count: Int) -> Range<Int>? {
    guard number >= 1, number <= starts.count else { return nil }
    let start = Int(starts[number - 1])
    return start..<max(start, number < starts.count ? Int(starts[number]) - 1 : count)
  }

  func continuations(in range: Range<Int>, of bytes: Span<UInt8>) -> Int {
    if continuationsBefore.isEmpty { return 0 }
    return continuations(before: range.upperBound, in: bytes) - continuations(before: range.lowerBound, in: bytes)
  }

  private func continuations(before offset: Int, in bytes: Span<UInt8>) -> Int {
    let block = min(offset >> Self.blockBits, continuationsBefore.count - 1)
    var count = Int(continuationsBefore[block])
    for index in (block << Self.blockBits)..<min(offset, bytes.count) where bytes[index] & 0xC0 == 0x80 { count += 1 }
    return count
  }

  private func lineNumber(ofByte offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= offset { low = middle + 1 } else { high = middle }
    }
    return max(1, low)
  }
}

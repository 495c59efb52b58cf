package import GovernanceModel

/// The text of one input file, kept so that every message can show its line.
package struct SourceFile: Sendable {
  /// The path as the user would write it.
  package let path: String
  package let bytes: [UInt8]
  private let lineStarts: [Int]

  /// Throws ``InputError`` when the bytes are not UTF-8, hold a NUL, or are larger than `limit` bytes.
  package init(path: String, bytes: [UInt8], limit: Int = 256 << 20) throws(InputError) {
    self.path = path
    guard bytes.count <= limit else {
      throw InputError([Diagnostic(.error, "`\(path)` is larger than \(limit >> 20) MiB")])
    }
    let withoutMark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    self.bytes = withoutMark
    var starts = [0]
    for (offset, byte) in withoutMark.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
    if let fault = Self.firstFault(in: withoutMark) {
      throw InputError([
        Diagnostic(
          .error, "not UTF-8 text", at: span(position(ofByte: fault)), help: "save the file as UTF-8 without NUL bytes")
      ])
    }
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Line `number`, counted from one, without its line break; empty beyond the end.
  package func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    var line = bytes[lineStarts[number - 1]..<max(lineStarts[number - 1], end)]
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    return String(decoding: line.prefix(4096), as: UTF8.self)
  }

  /// The span of `length` columns at a position.
  package func span(_ position: Node.Position, length: Int = 1) -> SourceSpan {
    SourceSpan(file: path, line: Int(position.line), column: Int(position.column), length: length)
  }

  /// The place of a byte, its column in Unicode scalars.
  package func position(ofByte offset: Int) -> Node.Position {
    let line = lineNumber(ofByte: offset)
    let scalars = bytes[lineStarts[line - 1]..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
    return Node.Position(line: line, column: scalars + 1)
  }

  private func lineNumber(ofByte offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return max(1, low)
  }

  private static func firstFault(in bytes: [UInt8]) -> Int? {
    let zero = bytes.firstIndex(of: 0)
    do {
      _ = try UTF8Span(validating: bytes.span)
      return zero
    } catch {
      return min(zero ?? .max, error.byteOffsets.lowerBound)
    }
  }
}

package import GovernanceModel

/// The text of one input file, kept so that every message can show its line. Copies share it.
package struct SourceFile: Sendable {
  private final class Storage: Sendable {
    let path: String
    let bytes: [UInt8]
    let lines: SourceLines

    init(_ path: String, _ bytes: [UInt8], _ lines: SourceLines) {
      (self.path, self.bytes, self.lines) = (path, bytes, lines)
    }
  }

  private let storage: Storage

  /// The path as the user would write it.
  package var path: String { storage.path }
  package var bytes: [UInt8] { storage.bytes }

  /// Throws ``InputError`` when the bytes are not UTF-8, hold a NUL, or are larger than `limit` bytes.
  package init(path: String, bytes: [UInt8], limit: Int = 256 << 20) throws(InputError) {
    guard bytes.count <= limit else {
      throw InputError([Diagnostic(.error, "`\(path)` is larger than \(limit >> 20) MiB")])
    }
    let withoutMark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let survey = SourceLines.survey(withoutMark.span)
    storage = Storage(path, withoutMark, survey.lines)
    if let fault = survey.isPlain ? nil : Self.firstFault(in: withoutMark) {
      throw InputError([
        Diagnostic(
          .error, "not UTF-8 text", at: span(position(ofByte: fault)), help: "save the file as UTF-8 without NUL bytes")
      ])
    }
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Bytes that are known to begin and end with a scalar, such as all between two ASCII characters.
  func text(from start: Int, count: Int) -> String {
    let bytes = storage.bytes
    // Known to be ASCII, a text is compared and hashed by its bytes; where it is not known, it is found out.
    guard storage.lines.isASCII else { return String(decoding: bytes[start..<(start + count)], as: UTF8.self) }
    let text = bytes.span.extracting(start..<(start + count))
    return String(copying: unsafe UTF8Span(unchecked: text, isKnownASCII: true))
  }

  /// Line `number`, counted from one, without its line break; empty beyond the end.
  package func line(_ number: Int) -> String {
    guard let range = storage.lines.range(ofLine: number, in: storage.bytes.count) else { return "" }
    var line = storage.bytes[range]
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    return String(decoding: line.prefix(4096), as: UTF8.self)
  }

  /// The span of `length` columns at a position.
  package func span(_ position: Node.Position, length: Int = 1) -> SourceSpan {
    SourceSpan(file: path, line: Int(position.line), column: Int(position.column), length: length)
  }

  package func span(_ place: SourcePlace) -> SourceSpan { span(position(of: place), length: length(of: place)) }

  /// The line that a place lies in, for its excerpt.
  package func line(of place: SourcePlace) -> String { line(Int(position(of: place).line)) }

  /// The place of a byte, its column in Unicode scalars.
  package func position(ofByte offset: Int) -> Node.Position {
    let bytes = storage.bytes
    return storage.lines.position(ofByte: offset, in: bytes.span)
  }

  package func position(of place: SourcePlace) -> Node.Position {
    switch place {
    case .bytes(let start, _): position(ofByte: Int(start))
    case .columns(let position, _): position
    }
  }

  /// In columns.
  package func length(of place: SourcePlace) -> Int {
    switch place {
    case .bytes(let start, let count):
      let bytes = storage.bytes
      let range = Int(start)..<(Int(start) + Int(count))
      return Int(count) - storage.lines.continuations(in: range, of: bytes.span)
    case .columns(_, let length): return Int(length)
    }
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

/// Where something stands in a file, as cheap to keep as can be; the file tells line and column when somebody asks.
package enum SourcePlace: Hashable, Sendable {
  case bytes(start: UInt32, count: UInt32)
  /// Where a parser of somebody else told line and column; the length in columns.
  case columns(Node.Position, length: Int32)
}

package import GovernanceModel

extension Node {
  /// Parses a JSON file, strictly as RFC 8259 has it, with the place of every value.
  ///
  /// Throws ``InputError`` with one diagnostic for anything else: a trailing comma or text, a comment, `NaN`, a leading
  /// zero, a lone surrogate, a number beyond a double, a key that stands twice, more than 512 levels or 2^25 values.
  /// An integer beyond 64 bits becomes a decimal that keeps its spelling.
  package static func json(_ file: SourceFile) throws(InputError) -> Node {
    var parser = JSONParser(file: file)
    let bytes = file.bytes
    return try parser.document(bytes.span)
  }

  /// Parses a file as JSON or YAML: by its extension `.json`, `.yaml` or `.yml`, else as JSON when its first byte that is
  /// no blank is `{` or `[`.
  package static func read(_ file: SourceFile) throws(InputError) -> Node {
    let path = file.path.lowercased()
    if path.hasSuffix(".json") { return try json(file) }
    if path.hasSuffix(".yaml") || path.hasSuffix(".yml") { return try yaml(file) }
    let first = file.bytes.first { !JSONParser.isBlank($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? try json(file) : try yaml(file)
  }
}

/// A recursive descent over the bytes of one file, which leaves a cell for each value and key.
struct JSONParser {
  static let depthLimit = 512
  static let valueLimit = 1 << 25

  let file: SourceFile
  /// The next byte.
  var offset = 0
  var cells: [NodeCell] = []
  var texts: [String] = []
  /// Cells of the keys of the mappings that are open, and whether one of them is not plain ASCII.
  private var keys: [Int32] = []
  var hasOddKey = false

  init(file: SourceFile) { self.file = file }

  mutating func document(_ bytes: Span<UInt8>) throws(InputError) -> Node {
    // Never too few, so that the list is never copied; memory that is not written to costs nothing.
    cells.reserveCapacity(min(bytes.count / 2 + Self.depthLimit, Self.valueLimit) + 2)
    skipBlanks(bytes)
    guard offset < bytes.count else { throw fault("expected a JSON value; the file is empty") }
    try value(bytes, depth: 1)
    skipBlanks(bytes)
    if offset < bytes.count { throw fault("expected the end of the file after the JSON value") }
    return Node(tree: NodeTree(cells, texts: texts, .file(file)), index: 0)
  }

  private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(InputError) {
    guard offset < bytes.count else { throw fault("expected a value; the file ends") }
    guard cells.count < Self.valueLimit else { throw fault("more than \(Self.valueLimit) values in one file") }
    switch bytes[offset] {
    case UInt8(ascii: "\""): try text(bytes)
    case UInt8(ascii: "{"): try mapping(bytes, depth: depth)
    case UInt8(ascii: "["): try sequence(bytes, depth: depth)
    case UInt8(ascii: "-"), 48...57: try number(bytes)
    case UInt8(ascii: "t"): try word("true", .boolean, 1, bytes)
    case UInt8(ascii: "f"): try word("false", .boolean, 0, bytes)
    case UInt8(ascii: "n"): try word("null", .null, 0, bytes)
    default: throw fault("expected a JSON value", help: "texts stand in double quotes; JSON has no comments")
    }
  }

  private mutating func sequence(_ bytes: Span<UInt8>, depth: Int) throws(InputError) {
    let (own, start) = (cells.count, offset)
    try open(.sequence, depth)
    var count: UInt64 = 0
    skipBlanks(bytes)
    if !take(UInt8(ascii: "]"), bytes) {
      repeat {
        skipBlanks(bytes)
        try value(bytes, depth: depth + 1)
        count += 1
        skipBlanks(bytes)
      } while take(UInt8(ascii: ","), bytes)
      guard take(UInt8(ascii: "]"), bytes) else { throw fault("expected `,` or `]` in a list") }
    }
    cells[own] = NodeCell(.sequence, at: start, extent: cells.count, payload: count)
  }

  private mutating func mapping(_ bytes: Span<UInt8>, depth: Int) throws(InputError) {
    let (own, start, firstKey, outerHasOddKey) = (cells.count, offset, keys.count, hasOddKey)
    hasOddKey = false
    try open(.mapping, depth)
    skipBlanks(bytes)
    if !take(UInt8(ascii: "}"), bytes) {
      repeat {
        skipBlanks(bytes)
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
          throw fault("expected a key in double quotes")
        }
        keys.append(Int32(truncatingIfNeeded: cells.count))
        try key(bytes)
        skipBlanks(bytes)
        guard take(UInt8(ascii: ":"), bytes) else { throw fault("expected `:` after a key") }
        skipBlanks(bytes)
        try value(bytes, depth: depth + 1)
        skipBlanks(bytes)
      } while take(UInt8(ascii: ","), bytes)
      guard take(UInt8(ascii: "}"), bytes) else { throw fault("expected `,` or `}` in a mapping") }
    }
    try refuseTwins(keys[firstKey...], bytes)
    cells[own] = NodeCell(.mapping, at: start, extent: cells.count, payload: UInt64(keys.count - firstKey))
    keys.removeLast(keys.count - firstKey)
    hasOddKey = outerHasOddKey
  }

  /// Past the bracket; the cell is finished when the container is.
  private mutating func open(_ kind: NodeCell.Kind, _ depth: Int) throws(InputError) {
    guard depth <= Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit) levels") }
    cells.append(NodeCell(kind, at: offset, extent: 0))
    offset += 1
  }

  private mutating func word(
    _ word: StaticString, _ kind: NodeCell.Kind, _ payload: UInt64, _ bytes: Span<UInt8>
  ) throws(InputError) {
    let letters = word.description.utf8
    guard bytes.count - offset >= letters.count else { throw fault("expected a JSON value") }
    var next = offset
    for letter in letters {
      guard bytes[next] == letter else { throw fault("expected a JSON value", help: "texts stand in double quotes") }
      next += 1
    }
    cells.append(NodeCell(kind, at: offset, extent: letters.count, payload: payload))
    offset = next
  }
}

// MARK: - Bytes and places

extension JSONParser {
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 || byte == 13 || byte == 9 }

  @inline(__always)
  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while offset < bytes.count, bytes[offset] <= 32, Self.isBlank(bytes[offset]) { offset += 1 }
  }

  @inline(__always)
  mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// One clear error, at the next byte unless another one is named.
  func fault(_ message: String, at place: Int? = nil, help: String? = nil) -> InputError {
    let position = file.position(ofByte: place ?? offset)
    let excerpt = file.line(Int(position.line))
    return InputError([Diagnostic(.error, message, at: file.span(position), excerpt: excerpt, help: help)])
  }
}

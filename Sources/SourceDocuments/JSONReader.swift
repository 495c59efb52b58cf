package import GovernanceModel

extension Node {
  /// Parses a JSON file, strictly as RFC 8259 has it, with the place of every value.
  ///
  /// Throws ``InputError`` with one diagnostic for anything else: a trailing comma or text, a comment, `NaN`, a leading
  /// zero, a lone surrogate, a number beyond a double, a key that stands twice, more than 512 levels.
  /// An integer beyond 64 bits becomes a decimal that keeps its spelling.
  package static func json(_ file: SourceFile) throws(InputError) -> Node {
    var parser = JSONParser(file: file)
    return try parser.document(file.bytes.span)
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

/// A recursive descent over the bytes of one file. Containers are gathered on two shared stacks, so that each costs one
/// allocation of its exact size.
struct JSONParser {
  static let depthLimit = 512

  let file: SourceFile
  /// The next byte.
  var offset = 0
  var line = 1
  var lineStart = 0
  /// Continuation bytes of UTF-8 since `lineStart`: what columns do not count.
  var continuations = 0
  private var elements: [Node] = []
  private var entries: [Node.Entry] = []

  init(file: SourceFile) { self.file = file }

  mutating func document(_ bytes: Span<UInt8>) throws(InputError) -> Node {
    skipBlanks(bytes)
    guard offset < bytes.count else { throw fault("expected a JSON value; the file is empty") }
    let root = try value(bytes, depth: 1)
    skipBlanks(bytes)
    if offset < bytes.count { throw fault("expected the end of the file after the JSON value") }
    return root
  }

  private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(InputError) -> Node {
    guard offset < bytes.count else { throw fault("expected a value; the file ends") }
    let start = position
    switch bytes[offset] {
    case UInt8(ascii: "\""):
      let first = offset
      let before = continuations
      let text = try string(bytes)
      return Node(.text(text), at: start, length: offset - first - (continuations - before))
    case UInt8(ascii: "{"): return try mapping(bytes, at: start, depth: depth)
    case UInt8(ascii: "["): return try sequence(bytes, at: start, depth: depth)
    case UInt8(ascii: "-"), 48...57: return try number(bytes, at: start)
    case UInt8(ascii: "t"): return try word("true", .boolean(true), bytes, at: start)
    case UInt8(ascii: "f"): return try word("false", .boolean(false), bytes, at: start)
    case UInt8(ascii: "n"): return try word("null", .null, bytes, at: start)
    default: throw fault("expected a JSON value", help: "texts stand in double quotes; JSON has no comments")
    }
  }

  private mutating func sequence(
    _ bytes: Span<UInt8>, at start: Node.Position, depth: Int
  ) throws(InputError) -> Node {
    try open(depth)
    let base = elements.count
    skipBlanks(bytes)
    if !take(UInt8(ascii: "]"), bytes) {
      repeat {
        skipBlanks(bytes)
        let element = try value(bytes, depth: depth + 1)
        elements.append(element)
        skipBlanks(bytes)
      } while take(UInt8(ascii: ","), bytes)
      guard take(UInt8(ascii: "]"), bytes) else { throw fault("expected `,` or `]` in a list") }
    }
    let own = Array(elements[base...])
    elements.removeLast(own.count)
    return Node(.sequence(own), at: start)
  }

  private mutating func mapping(
    _ bytes: Span<UInt8>, at start: Node.Position, depth: Int
  ) throws(InputError) -> Node {
    try open(depth)
    let base = entries.count
    skipBlanks(bytes)
    if !take(UInt8(ascii: "}"), bytes) {
      repeat {
        skipBlanks(bytes)
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
          throw fault("expected a key in double quotes")
        }
        let keyPosition = position
        let key = try string(bytes)
        skipBlanks(bytes)
        guard take(UInt8(ascii: ":"), bytes) else { throw fault("expected `:` after a key") }
        skipBlanks(bytes)
        let value = try value(bytes, depth: depth + 1)
        entries.append(Node.Entry(key: key, keyPosition: keyPosition, value: value))
        skipBlanks(bytes)
      } while take(UInt8(ascii: ","), bytes)
      guard take(UInt8(ascii: "}"), bytes) else { throw fault("expected `,` or `}` in a mapping") }
    }
    let own = Array(entries[base...])
    entries.removeLast(own.count)
    if let twin = own.firstDuplicateKey {
      throw fault("the key `\(twin.key)` stands twice in one mapping", at: twin.keyPosition)
    }
    return Node(.mapping(own), at: start)
  }

  /// Past the bracket.
  private mutating func open(_ depth: Int) throws(InputError) {
    guard depth <= Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit) levels") }
    offset += 1
  }

  private mutating func word(
    _ word: StaticString, _ content: Node.Content, _ bytes: Span<UInt8>, at start: Node.Position
  ) throws(InputError) -> Node {
    let letters = word.description.utf8
    guard bytes.count - offset >= letters.count else { throw fault("expected a JSON value") }
    var next = offset
    for letter in letters {
      guard bytes[next] == letter else { throw fault("expected a JSON value", help: "texts stand in double quotes") }
      next += 1
    }
    offset = next
    return Node(content, at: start, length: letters.count)
  }
}

// MARK: - Bytes and places

extension JSONParser {
  var position: Node.Position { Node.Position(line: line, column: offset - lineStart - continuations + 1) }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 || byte == 13 || byte == 9 }

  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard Self.isBlank(byte) else { return }
      offset += 1
      if byte == 10 { (line, lineStart, continuations) = (line + 1, offset, 0) }
    }
  }

  mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// One clear error, at the next byte unless another place is named.
  func fault(_ message: String, at place: Node.Position? = nil, help: String? = nil) -> InputError {
    let place = place ?? position
    let excerpt = file.line(Int(place.line))
    return InputError([Diagnostic(.error, message, at: file.span(place), excerpt: excerpt, help: help)])
  }
}

extension [Node.Entry] {
  /// The second entry of the first key that stands twice.
  var firstDuplicateKey: Node.Entry? {
    if count > 12 {
      var seen = Set<String>(minimumCapacity: count)
      return first { !seen.insert($0.key).inserted }
    }
    for index in indices.dropFirst() where self[..<index].contains(where: { $0.key == self[index].key }) {
      return self[index]
    }
    return nil
  }
}

internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Reads the inside of a template's tags: names, texts, numbers and symbols, with their places.
struct TemplateScanner {
  let bytes: [UInt8]
  var offset: Int
  let end: Int

  enum Token: Hashable {
    case text(String)
    case number
    case symbol(UInt8)
    /// A path, its dots resolved; indexes by number are left out.
    case path(String)
  }

  struct Placed {
    var token: Token
    var range: Range<Int>
    /// Paths that index the path: `a[b.c]`.
    var inner: [Placed] = []
  }

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    (self.bytes, offset, end) = (bytes, range.lowerBound, range.upperBound)
  }

  var next: UInt8? { offset < end ? bytes[offset] : nil }

  mutating func skipSpace() { while let byte = next, byte <= 32 { offset += 1 } }

  static func isWord(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  func follows(_ text: String) -> Bool {
    offset + text.utf8.count <= end && bytes[offset..<offset + text.utf8.count].elementsEqual(text.utf8)
  }

  mutating func accept(_ text: String) -> Bool {
    guard follows(text) else { return false }
    offset += text.utf8.count
    return true
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A word without dots; nil, unmoved, where none starts.
  mutating func word() -> String? {
    skipSpace()
    let start = offset
    while let byte = next, Self.isWord(byte) { offset += 1 }
    return offset > start ? text(start..<offset) : nil
  }

  /// A text between single or double quotes; the rest where it is not closed.
  mutating func quoted() -> String? {
    guard let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    let start = offset + 1
    offset = start
    while let byte = next, byte != quote { offset += byte == UInt8(ascii: "\\") && offset + 1 < end ? 2 : 1 }
    let closed = min(offset, end)
    offset = min(closed + 1, end)
    return text(start..<closed)
  }

  /// The next token; nil at the end.
  mutating func token() -> Placed? {
    skipSpace()
    guard let byte = next else { return nil }
    let start = offset
    if let text = quoted() { return Placed(token: .text(text), range: start..<offset) }
    if byte &- 48 < 10 || (byte == UInt8(ascii: "-") && offset + 1 < end && bytes[offset + 1] &- 48 < 10) {
      offset += 1
      while let byte = next, Self.isWord(byte) || byte == UInt8(ascii: ".") { offset += 1 }
      return Placed(token: .number, range: start..<offset)
    }
    if let path = path() { return path }
    offset += 1
    return Placed(token: .symbol(byte), range: start..<offset)
  }

  /// `a.b`, `a["b"].c`, Braze's `custom_attribute.${a b}` and `${a}`, Handlebars' `a.[b c]`.
  private mutating func path() -> Placed? {
    let start = offset
    var (parts, inner): ([String], [Placed]) = ([], [])
    while true {
      if accept("${") {
        let first = offset
        while let byte = next, byte != UInt8(ascii: "}") { offset += 1 }
        parts.append(text(first..<offset).trimmed)
        if next != nil { offset += 1 }
      } else if follows("[") {
        offset += 1
        index(&parts, &inner)
        if accept(".") { continue }
        if !follows("[") { break }
        continue
      } else if let byte = next, Self.isWord(byte) {
        let first = offset
        while let byte = next, Self.isWord(byte) || isInnerDash(byte) { offset += 1 }
        if next == UInt8(ascii: "?") { offset += 1 }
        parts.append(text(first..<offset))
      } else {
        break
      }
      if follows("[") { continue }
      guard offset + 1 < end, next == UInt8(ascii: "."), bytes[offset + 1] != UInt8(ascii: ".") else { break }
      offset += 1
    }
    guard offset > start, !parts.isEmpty else {
      offset = start
      return nil
    }
    return Placed(token: .path(parts.joined(separator: ".")), range: start..<offset, inner: inner)
  }

  /// A dash inside a word: `first-name`.
  private func isInnerDash(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") && offset + 1 < end && Self.isWord(bytes[offset + 1])
  }

  /// The inside of `[…]`: a key, a number, a path of its own, or a literal segment of Handlebars.
  private mutating func index(_ parts: inout [String], _ inner: inout [Placed]) {
    let isSegment = parts.isEmpty || (offset > 1 && bytes[offset - 2] == UInt8(ascii: "."))
    let first = offset
    skipSpace()
    if let key = quoted() {
      parts.append(key)
    } else if isSegment {
      parts.append(text(first..<(bytes[first..<end].firstIndex(of: UInt8(ascii: "]")) ?? end)))
    } else if let found = token(), case .path = found.token {
      inner.append(found)
    }
    while let byte = next, byte != UInt8(ascii: "]") { offset += 1 }
    if next != nil { offset += 1 }
  }
}

/// Collects what a template does.
struct TemplateNotes {
  var notes: RuleNotes
  var problems: Problems

  init(_ file: SourceFile) { (notes, problems) = (RuleNotes(file: file), Problems(in: file)) }

  mutating func read(_ path: String, _ range: Range<Int>) {
    guard !path.isEmpty else { return }
    notes.reads.append(RuleRead(path: AttributePath(path), place: notes.part(bytes: range, path)))
  }

  mutating func opaque(_ what: String, _ range: Range<Int>) { notes.opaque.append(notes.part(bytes: range, what)) }

  mutating func literal(_ text: String, _ range: Range<Int>) {
    guard let kind = PersonalLiteral.kind(of: text) else { return }
    notes.personalLiterals.append(notes.part(bytes: range, kind.rawValue))
  }

  mutating func error(_ message: String, at offset: Int, length: Int = 2) {
    problems.add(.error, message, at: notes.file.position(ofByte: offset), length: length)
  }
}

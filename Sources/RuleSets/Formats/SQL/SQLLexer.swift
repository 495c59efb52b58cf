internal import GovernanceModel
internal import SourceDocuments

/// A token of a statement, with the bytes that it stands in.
struct SQLToken: Sendable {
  enum Kind: Sendable, Hashable {
    /// A word; quoted names are no keywords.
    case word(String, isQuoted: Bool)
    case text(String)
    case number(String)
    case symbol(String)
    /// `:name`, `$1`, `?`, `{{ var(…) }}`.
    case parameter
    /// Text of a template around the statement.
    case template
  }
  var kind: Kind
  var range: Range<Int>

  /// The word in capitals, for comparison with keywords; nil for everything else.
  var keyword: String? { if case .word(let word, false) = kind { word.uppercased() } else { nil } }
}

/// Cuts SQL of the usual dialects into tokens: PostgreSQL, MySQL, SQLite, BigQuery, Snowflake, SQL Server, and dbt's
/// templates.
struct SQLLexer {
  private let file: SourceFile
  private let bytes: [UInt8]
  private var offset = 0
  private var tokens: [SQLToken] = []
  private var problems: Problems

  /// Throws ``InputError`` for texts, names and comments that are not closed.
  static func tokens(of file: SourceFile) throws(InputError) -> [SQLToken] {
    var lexer = SQLLexer(file)
    lexer.run()
    try lexer.problems.throwIfAny()
    return lexer.tokens
  }

  private init(_ file: SourceFile) { (self.file, bytes, problems) = (file, file.bytes, Problems(in: file)) }

  private static let symbols = [
    "#>>", "->>", "#>", "->", "::", "<=>", "<>", "<=", ">=", "!=", "!~*", "!~", "~*", "||", "&&", "@>", "<@", "?|",
    "?&",
  ]

  private func follows(_ text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

  private mutating func run() {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte <= 32 {
        offset += 1
      } else if follows("--") || (byte == UInt8(ascii: "#") && !follows("#>")) {
        offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      } else if follows("/*") {
        comment()
      } else if follows("{{") || follows("{%") || follows("{#") {
        template()
      } else {
        token(byte)
      }
    }
  }

  private mutating func add(_ kind: SQLToken.Kind, from start: Int) {
    tokens.append(SQLToken(kind: kind, range: start..<offset))
  }

  private mutating func unclosed(_ what: String, _ expected: String, at start: Int) {
    problems.add(
      .error, "\(what) is not closed; expected `\(expected)`", at: file.position(ofByte: start))
    offset = bytes.count
  }

  /// PostgreSQL's comments nest.
  private mutating func comment() {
    let start = offset
    var depth = 0
    repeat {
      if follows("/*") {
        (depth, offset) = (depth + 1, offset + 2)
      } else if follows("*/") {
        (depth, offset) = (depth - 1, offset + 2)
      } else {
        offset += 1
      }
    } while depth > 0 && offset < bytes.count
    if depth > 0 { unclosed("the comment", "*/", at: start) }
  }

  /// `{{ ref('orders') }}` is a table, `{{ config(…) }}` nothing, what else stands there is a parameter.
  private mutating func template() {
    let start = offset
    let closing = follows("{{") ? "}}" : follows("{%") ? "%}" : "#}"
    while offset < bytes.count, !follows(closing) { offset += 1 }
    guard offset < bytes.count else {
      unclosed("the template", closing, at: start)
      return
    }
    let inside = String(decoding: bytes[start + 2..<offset], as: UTF8.self).trimmed
    offset += 2
    if closing == "#}" || inside.hasPrefix("config(") { return }
    if closing == "%}" {
      add(.template, from: start)
    } else if inside.hasPrefix("ref(") || inside.hasPrefix("source(") {
      let quoted = inside.split(whereSeparator: { $0 == "'" || $0 == "\"" })
      add(.word(quoted.count > 1 ? String(quoted[quoted.count - 2]) : inside, isQuoted: true), from: start)
    } else {
      add(.parameter, from: start)
    }
  }

  private mutating func token(_ byte: UInt8) {
    let start = offset
    switch byte {
    case UInt8(ascii: "'"): quoted(byte, at: start) { .text($0) }
    case UInt8(ascii: "\""), UInt8(ascii: "`"): quoted(byte, at: start) { .word($0, isQuoted: true) }
    case UInt8(ascii: "["): bracket(start)
    case UInt8(ascii: "$"): dollar(start)
    case UInt8(ascii: ":")
    where !follows("::") && offset + 1 < bytes.count && TemplateScanner.isWord(bytes[offset + 1]):
      offset += 1
      skipWord()
      add(.parameter, from: start)
    case UInt8(ascii: "?") where !follows("?|") && !follows("?&"):
      offset += 1
      add(.parameter, from: start)
    case UInt8(ascii: "@") where !follows("@>"):
      offset += 1
      skipWord()
      add(.parameter, from: start)
    case 48...57: number(start)
    case UInt8(ascii: ".") where offset + 1 < bytes.count && bytes[offset + 1] &- 48 < 10: number(start)
    case let byte where TemplateScanner.isWord(byte): word(start)
    default:
      let symbol = Self.symbols.first { follows($0) } ?? String(decoding: [byte], as: UTF8.self)
      offset += symbol.utf8.count
      add(.symbol(symbol), from: start)
    }
  }

  private mutating func skipWord() { while offset < bytes.count, TemplateScanner.isWord(bytes[offset]) { offset += 1 } }

  private mutating func word(_ start: Int) {
    while offset < bytes.count, TemplateScanner.isWord(bytes[offset]) || bytes[offset] == UInt8(ascii: "$") {
      offset += 1
    }
    let word = String(decoding: bytes[start..<offset], as: UTF8.self)
    // E'…', N'…', B'…' are texts.
    if word.utf8.count == 1, offset < bytes.count, bytes[offset] == UInt8(ascii: "'"), "eEnNbBrR".contains(word) {
      quoted(UInt8(ascii: "'"), at: start, hasEscapes: "eE".contains(word)) { .text($0) }
    } else {
      add(.word(word, isQuoted: false), from: start)
    }
  }

  private mutating func number(_ start: Int) {
    while offset < bytes.count, TemplateScanner.isWord(bytes[offset]) || bytes[offset] == UInt8(ascii: ".") {
      offset += 1
    }
    add(.number(String(decoding: bytes[start..<offset], as: UTF8.self)), from: start)
  }

  /// A doubled quote stands for itself.
  private mutating func quoted(
    _ quote: UInt8, at start: Int, hasEscapes: Bool = false, _ kind: (String) -> SQLToken.Kind
  ) {
    offset += 1
    var text: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == quote {
        guard offset + 1 < bytes.count, bytes[offset + 1] == quote else { break }
        offset += 1
      } else if byte == UInt8(ascii: "\\"), hasEscapes, offset + 1 < bytes.count {
        offset += 1
      }
      text.append(bytes[offset])
      offset += 1
    }
    guard offset < bytes.count else {
      unclosed("the text", String(decoding: [quote], as: UTF8.self), at: start)
      return
    }
    offset += 1
    add(kind(String(decoding: text, as: UTF8.self)), from: start)
  }

  /// `[a name]` of SQL Server, or an index after a value.
  private mutating func bracket(_ start: Int) {
    if let last = tokens.last, last.range.upperBound == start {
      offset += 1
      add(.symbol("["), from: start)
      return
    }
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "]")) else {
      unclosed("the name", "]", at: start)
      return
    }
    offset = end + 1
    add(.word(String(decoding: bytes[start + 1..<end], as: UTF8.self), isQuoted: true), from: start)
  }

  /// `$1`, or PostgreSQL's `$tag$ … $tag$`.
  private mutating func dollar(_ start: Int) {
    offset += 1
    skipWord()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "$") else {
      add(.parameter, from: start)
      return
    }
    offset += 1
    let mark = Array(bytes[start..<offset])
    let first = offset
    while offset < bytes.count, !bytes[offset...].starts(with: mark) { offset += 1 }
    guard offset < bytes.count else {
      unclosed("the text", String(decoding: mark, as: UTF8.self), at: start)
      return
    }
    let text = String(decoding: bytes[first..<offset], as: UTF8.self)
    offset += mark.count
    add(.text(text), from: start)
  }
}

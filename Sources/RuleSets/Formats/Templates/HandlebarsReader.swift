internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Finds what a Handlebars or Mustache template reads.
struct HandlebarsReader {
  private let bytes: [UInt8]
  private(set) var found: TemplateNotes
  private var open: [Block] = []

  private struct Block {
    var name: String
    var at: Int
    /// What paths inside the block stand below; nil where the block does not move them.
    var context: String?
    /// Names after `as |…|`, with the path of each; nil for an index or key.
    var parameters: [String: String?] = [:]
  }

  /// Helpers that come with Handlebars.
  private static let helpers: Set<String> = ["if", "unless", "each", "with", "lookup", "log"]

  /// Throws ``InputError`` for tags and blocks that are not closed.
  static func read(_ file: SourceFile) throws(InputError) -> RuleNotes {
    var reader = HandlebarsReader(file)
    reader.run()
    try reader.found.problems.throwIfAny()
    return reader.found.notes
  }

  private init(_ file: SourceFile) { (bytes, found) = (file.bytes, TemplateNotes(file)) }

  private mutating func run() {
    var offset = 0
    while let start = find("{{", from: offset) {
      if start > 0, bytes[start - 1] == UInt8(ascii: "\\") {
        offset = start + 2
      } else {
        offset = tag(start)
      }
    }
    for block in open { found.error("`\(block.name)` is not closed; expected `{{/\(block.name)}}`", at: block.at) }
  }

  private func find(_ text: String, from start: Int) -> Int? {
    let wanted = Array(text.utf8)
    var index = start
    while index + wanted.count <= bytes.count {
      if bytes[index] == wanted[0], bytes[index..<index + wanted.count].elementsEqual(wanted) { return index }
      index += 1
    }
    return nil
  }

  private mutating func tag(_ start: Int) -> Int {
    let isRaw = start + 2 < bytes.count && bytes[start + 2] == UInt8(ascii: "{")
    let isComment = bytes[start...].starts(with: "{{!--".utf8)
    let closing = isComment ? "--}}" : isRaw ? "}}}" : "}}"
    guard let end = find(closing, from: start + 2) else {
      found.error("the tag is not closed; expected `\(closing)`", at: start)
      return bytes.count
    }
    let past = end + closing.utf8.count
    var range = (start + (isRaw ? 3 : 2))..<end
    while let first = range.first, bytes[first] == UInt8(ascii: "~") || bytes[first] <= 32 { range = range.dropFirst() }
    while let last = range.last, bytes[last] == UInt8(ascii: "~") || bytes[last] <= 32 { range = range.dropLast() }
    guard let first = range.first else { return past }
    let whole = start..<past
    switch bytes[first] {
    case UInt8(ascii: "!"): break
    case UInt8(ascii: "#"), UInt8(ascii: "^"):
      let inner = range.dropFirst()
      if bytes[first] == UInt8(ascii: "^"), inner.isEmpty { break }
      openBlock(inner, whole)
    case UInt8(ascii: "/"): close(range.dropFirst(), whole)
    case UInt8(ascii: ">"):
      found.opaque("another template", whole)
      arguments(TemplateScanner(bytes, range.dropFirst()), skippingFirst: true)
    case UInt8(ascii: "&"): call(range.dropFirst())
    default: call(range)
    }
    return past
  }

  private mutating func openBlock(_ range: Range<Int>, _ whole: Range<Int>) {
    var range = range
    while let first = range.first, [UInt8(ascii: ">"), UInt8(ascii: "*"), 32].contains(bytes[first]) {
      range = range.dropFirst()
    }
    var scanner = TemplateScanner(bytes, range)
    guard let head = scanner.token(), case .path(let name) = head.token else { return }
    var block = Block(name: name, at: whole.lowerBound)
    if Self.helpers.contains(name) || scanner.hasArguments {
      let first = arguments(scanner, skippingFirst: false)
      if !Self.helpers.contains(name) { found.opaque("helper `\(name)`", whole) }
      if name == "each" || name == "with" {
        block.context = first
        block.parameters = parameters(range, first)
      }
    } else {
      // A section of Mustache: a condition and a context in one.
      note(head)
      block.context = resolved(name)
    }
    open.append(block)
  }

  /// `as |item index|`.
  private func parameters(_ range: Range<Int>, _ path: String?) -> [String: String?] {
    let text = String(decoding: bytes[range], as: UTF8.self)
    guard let bar = text.firstIndex(of: "|") else { return [:] }
    let names = text[text.index(after: bar)...].prefix { $0 != "|" }.split(separator: " ").map(String.init)
    var parameters: [String: String?] = [:]
    for (index, name) in names.enumerated() { parameters.updateValue(index == 0 ? path : nil, forKey: name) }
    return parameters
  }

  private mutating func close(_ range: Range<Int>, _ whole: Range<Int>) {
    let name = String(decoding: bytes[range], as: UTF8.self).trimmed
    guard let last = open.popLast() else {
      found.error("`/\(name)` closes nothing", at: whole.lowerBound, length: whole.count)
      return
    }
    if last.name != name {
      found.error("expected `{{/\(last.name)}}`; found `/\(name)`", at: whole.lowerBound, length: whole.count)
    }
  }

  /// `{{path}}`, `{{helper argument …}}`, `{{else if …}}`.
  private mutating func call(_ range: Range<Int>) {
    var scanner = TemplateScanner(bytes, range)
    let before = scanner
    guard let head = scanner.token() else { return }
    guard case .path(let name) = head.token else {
      arguments(before, skippingFirst: false)
      return
    }
    if name == "else" {
      if scanner.hasArguments { arguments(scanner, skippingFirst: true) }
    } else if scanner.hasArguments {
      if !Self.helpers.contains(name) { found.opaque("helper `\(name)`", range) }
      arguments(scanner, skippingFirst: false)
    } else {
      note(head)
    }
  }

  /// Notes the arguments of a helper; the first one's path is what a block helper moves into.
  @discardableResult
  private mutating func arguments(_ start: TemplateScanner, skippingFirst: Bool) -> String? {
    var scanner = start
    if skippingFirst { _ = scanner.token() }
    var first: String?
    var afterBracket = false
    var up = 0
    while let token = scanner.token() {
      switch token.token {
      case .symbol(UInt8(ascii: "(")):
        afterBracket = true
        continue
      case .symbol(UInt8(ascii: "|")): return first
      case .symbol(UInt8(ascii: ".")):
        // `../name`: one level up a pair of dots.
        if scanner.next == UInt8(ascii: "/") { up += 1 }
        continue
      case .symbol(UInt8(ascii: "@")):
        _ = scanner.token()
        continue
      case .path(let path):
        scanner.skipSpace()
        let isNamed = scanner.next == UInt8(ascii: "=")
        if !afterBracket, !isNamed, !["as", "true", "false", "null", "undefined"].contains(path) {
          if first == nil { first = resolved(path, up: up) }
          note(token, up: up)
        }
        up = 0
      case .text(let text): found.literal(text, token.range)
      case .number, .symbol: break
      }
      afterBracket = false
    }
    return first
  }

  private mutating func note(_ token: TemplateScanner.Placed, up: Int = 0) {
    for inner in token.inner { note(inner) }
    guard case .path(let path) = token.token, let read = resolved(path, up: up) else { return }
    found.read(read, token.range)
  }

  /// The attribute behind a path, below the blocks around it; nil for indexes and for `this` alone.
  private func resolved(_ path: String, up: Int = 0) -> String? {
    var blocks = open.filter { $0.context != nil || !$0.parameters.isEmpty }
    blocks.removeLast(min(up, blocks.count))
    let head = String(path.prefix { $0 != "." })
    for block in blocks.reversed() {
      guard let parameter = block.parameters[head] else { continue }
      guard let source = parameter else { return nil }
      return source + path.dropFirst(head.count)
    }
    let context = blocks.last?.context
    if head == "this" {
      guard head != path else { return nil }
      return (context.map { $0 + "." } ?? "") + path.dropFirst("this.".count)
    }
    return (context.map { $0 + "." } ?? "") + path
  }
}

extension TemplateScanner {
  fileprivate var hasArguments: Bool {
    var copy = self
    copy.skipSpace()
    return copy.next != nil
  }
}

internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Finds what a Liquid template reads and gives away: Shopify's language with the extensions of Braze and Customer.io.
struct LiquidReader {
  private let bytes: [UInt8]
  private(set) var found: TemplateNotes
  /// Names that the template itself sets; a loop's variable with the list that it visits.
  private var locals: [String: String?] = ["forloop": nil, "tablerowloop": nil]
  private var open: [(tag: String, at: Int, saved: [String: String?])] = []

  static let blocks: Set<String> = [
    "if", "unless", "case", "for", "capture", "tablerow", "ifchanged", "form", "paginate",
  ]

  /// Throws ``InputError`` for tags and blocks that are not closed.
  static func read(_ file: SourceFile) throws(InputError) -> RuleNotes {
    var reader = LiquidReader(file)
    reader.run()
    try reader.found.problems.throwIfAny()
    return reader.found.notes
  }

  private init(_ file: SourceFile) { (bytes, found) = (file.bytes, TemplateNotes(file)) }

  private mutating func run() {
    var offset = 0
    while let start = bytes[offset...].firstIndex(of: UInt8(ascii: "{")) {
      guard start + 1 < bytes.count else { break }
      switch bytes[start + 1] {
      case UInt8(ascii: "{"): offset = output(start)
      case UInt8(ascii: "%"): offset = tag(start)
      default: offset = start + 1
      }
    }
    for block in open {
      found.error("`\(block.tag)` is not closed; expected `{% end\(block.tag) %}`", at: block.at)
    }
  }

  /// The offset of a text from a place on.
  private func find(_ text: String, from start: Int) -> Int? {
    let wanted = Array(text.utf8)
    var index = start
    while index + wanted.count <= bytes.count {
      if bytes[index] == wanted[0], bytes[index..<index + wanted.count].elementsEqual(wanted) { return index }
      index += 1
    }
    return nil
  }

  /// Past the inside of `{{ … }}`, whose braces may hold Braze's `${…}`.
  private mutating func output(_ start: Int) -> Int {
    guard let end = closing(of: start) else {
      found.error("the tag is not closed; expected `}}`", at: start)
      return bytes.count
    }
    expression(inside(start + 2..<end))
    return end + 2
  }

  private func closing(of start: Int) -> Int? {
    var (index, depth) = (start + 2, 0)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "{"), index > 0, bytes[index - 1] == UInt8(ascii: "$") {
        depth += 1
      } else if bytes[index] == UInt8(ascii: "}") {
        if depth > 0 {
          depth -= 1
        } else if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "}") {
          return index
        }
      } else if bytes[index] == UInt8(ascii: "{"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "%") {
        return nil
      }
      index += 1
    }
    return nil
  }

  /// Without the dashes that trim white space.
  private func inside(_ range: Range<Int>) -> Range<Int> {
    var range = range
    if let first = range.first, bytes[first] == UInt8(ascii: "-") { range = range.dropFirst() }
    if let last = range.last, bytes[last] == UInt8(ascii: "-") { range = range.dropLast() }
    return range
  }

  // MARK: - Tags

  private mutating func tag(_ start: Int) -> Int {
    guard let end = find("%}", from: start + 2) else {
      found.error("the tag is not closed; expected `%}`", at: start)
      return bytes.count
    }
    let range = inside(start + 2..<end)
    var scanner = TemplateScanner(bytes, range)
    scanner.skipSpace()
    if scanner.next == UInt8(ascii: "#") { return end + 2 }
    guard let name = scanner.word() else { return end + 2 }
    let rest = scanner.offset..<range.upperBound
    switch name {
    case "comment", "raw", "doc", "javascript", "style", "schema", "stylesheet":
      guard let close = ending(name, from: end + 2) else {
        found.error("`\(name)` is not closed; expected `{% end\(name) %}`", at: start)
        return bytes.count
      }
      return close
    case "assign": assign(rest)
    case "connected_content": connectedContent(start..<end + 2, rest)
    case "include", "render", "section", "layout", "sections":
      found.opaque("another template", start..<end + 2)
      expression(rest, isCall: true)
    case "else", "break", "continue", "abort_message", "increment", "decrement", "endcomment", "liquid", "echo",
      "cycle":
      simple(name, rest, start..<end + 2)
    default: block(name, rest, start..<end + 2)
    }
    return end + 2
  }

  /// Past the end tag of a block whose inside is not Liquid.
  private func ending(_ name: String, from start: Int) -> Int? {
    var offset = start
    while let next = find("{%", from: offset), let close = find("%}", from: next) {
      if String(decoding: bytes[inside(next + 2..<close)], as: UTF8.self).trimmed == "end\(name)" { return close + 2 }
      offset = next + 2
    }
    return nil
  }

  private mutating func simple(_ name: String, _ rest: Range<Int>, _ whole: Range<Int>) {
    switch name {
    case "increment", "decrement":
      var scanner = TemplateScanner(bytes, rest)
      if let name = scanner.word() { locals.updateValue(nil, forKey: name) }
    case "liquid": found.opaque("a `liquid` tag", whole)
    case "abort_message", "else", "break", "continue", "endcomment": break
    default: expression(rest)
    }
  }

  private mutating func block(_ name: String, _ rest: Range<Int>, _ whole: Range<Int>) {
    switch name {
    case "elsif", "when": expression(rest)
    case "for", "tablerow":
      open.append((name, whole.lowerBound, locals))
      loop(rest)
    case "capture":
      open.append((name, whole.lowerBound, locals))
      var scanner = TemplateScanner(bytes, rest)
      if let name = scanner.quoted() ?? scanner.word() {
        locals.updateValue(nil, forKey: name)
        // A captured name stays after the block.
        open[open.count - 1].saved.updateValue(nil, forKey: name)
      }
    case let name where Self.blocks.contains(name):
      open.append((name, whole.lowerBound, locals))
      expression(rest)
    case let name where name.hasPrefix("end"):
      let expected = String(name.dropFirst(3))
      guard let last = open.popLast() else {
        found.error("`\(name)` closes nothing", at: whole.lowerBound, length: whole.count)
        return
      }
      if last.tag != expected {
        found.error("expected `{% end\(last.tag) %}`; found `\(name)`", at: whole.lowerBound, length: whole.count)
      }
      if last.tag == "for" || last.tag == "tablerow" { locals = last.saved }
    default:
      found.opaque("tag `\(name)`", whole)
      expression(rest, isCall: true)
    }
  }

  private mutating func assign(_ rest: Range<Int>) {
    var scanner = TemplateScanner(bytes, rest)
    guard let name = scanner.word() else { return }
    scanner.skipSpace()
    guard scanner.accept("=") else { return }
    expression(scanner.offset..<rest.upperBound)
    locals.updateValue(nil, forKey: name)
  }

  private mutating func loop(_ rest: Range<Int>) {
    var scanner = TemplateScanner(bytes, rest)
    guard let name = scanner.word(), scanner.word() == "in" else { return }
    let list = scanner.token()
    if let list { note(list) }
    expression(scanner.offset..<rest.upperBound, isCall: true)
    var source: String?
    if let list, case .path(let path) = list.token { source = resolved(path) }
    locals.updateValue(source, forKey: name)
  }

  // MARK: - Expressions

  /// Notes the paths of an expression; names of filters and of arguments are none.
  private mutating func expression(_ range: Range<Int>, isCall: Bool = false) {
    var scanner = TemplateScanner(bytes, range)
    var afterPipe = false
    while let token = scanner.token() {
      switch token.token {
      case .symbol(UInt8(ascii: "|")):
        afterPipe = true
        continue
      case .path(let path):
        if afterPipe { break }
        scanner.skipSpace()
        let isNamed = scanner.next == UInt8(ascii: ":") || (isCall && scanner.next == UInt8(ascii: "="))
        if isNamed || Self.words.contains(path) { break }
        note(token)
      case .text(let text): found.literal(text, token.range)
      case .number, .symbol: break
      }
      afterPipe = false
    }
  }

  private static let words: Set<String> = [
    "and", "or", "not", "contains", "true", "false", "nil", "null", "blank", "empty", "in", "limit", "offset",
    "reversed", "with", "as", "for",
  ]

  private mutating func note(_ token: TemplateScanner.Placed) {
    for inner in token.inner { note(inner) }
    guard case .path(let path) = token.token, let read = resolved(path) else { return }
    if path.hasPrefix("content_blocks.") {
      found.opaque("content block `\(path.dropFirst("content_blocks.".count))`", token.range)
    } else {
      found.read(read, token.range)
    }
  }

  /// The attribute behind a path: that of a loop's list for the loop's variable; nil for what the template sets.
  private func resolved(_ path: String) -> String? {
    let head = String(path.prefix { $0 != "." })
    guard let local = locals[head] else { return path }
    guard let source = local, head != path else { return nil }
    return source + path.dropFirst(head.count)
  }

  /// `{% connected_content URL :option value … %}` sends what its URL, headers and body hold to the URL's host.
  private mutating func connectedContent(_ whole: Range<Int>, _ rest: Range<Int>) {
    let before = found.notes.reads.count
    var offset = rest.lowerBound
    while offset + 1 < rest.upperBound {
      guard bytes[offset] == UInt8(ascii: "{"), bytes[offset + 1] == UInt8(ascii: "{"), let end = closing(of: offset),
        end < rest.upperBound
      else {
        offset += 1
        continue
      }
      expression(inside(offset + 2..<end))
      offset = end + 2
    }
    let text = String(decoding: bytes[rest], as: UTF8.self)
    let words = text.split(whereSeparator: \.isWhitespace)
    if let save = words.firstIndex(of: ":save"), save + 1 < words.count {
      locals.updateValue(nil, forKey: String(words[save + 1]))
    } else {
      locals.updateValue(nil, forKey: "connected")
    }
    found.notes.exports.append(
      RuleExport(
        recipient: Self.host(of: text), paths: found.notes.reads[before...].map(\.path), isWildcard: false,
        place: found.notes.part(bytes: whole, "connected_content")))
  }

  /// The host of the address; a computed one has no name.
  private static func host(of text: String) -> String {
    guard let scheme = text.firstRange(of: "://") else { return "a computed address" }
    let host = text[scheme.upperBound...].prefix { !"/?#{: \n\t\r'\"".contains($0) }
    return host.isEmpty ? "a computed address" : host.lowercased()
  }
}

package import GovernanceModel
internal import Yams

extension Node {
  /// Parses the only document of a YAML file. Scalars follow the core schema of YAML 1.2: `no` and `NO` are texts.
  ///
  /// Throws ``InputError`` for malformed YAML, several documents, duplicate or non-scalar keys, and for anchors that
  /// unfold to more than `limit` nodes.
  package static func yaml(_ file: SourceFile, limit: Int = 5_000_000) throws(InputError) -> Node {
    if let offset = YAMLKeyGuard.fault(in: file.bytes.span) {
      let position = file.position(ofByte: offset)
      throw InputError([
        Diagnostic(.error, "a key must be a text", at: file.span(position), excerpt: file.line(Int(position.line)))
      ])
    }
    do {
      // Named, since the default asks the environment and prints what it finds.
      let parser = try Parser(yaml: file.text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else {
        return Node(.null, at: Position(line: 1, column: 1))
      }
      var conversion = YAMLConversion(file: file, left: limit)
      try conversion.add(root, depth: 0)
      return conversion.builder.finished()
    } catch let error as InputError {
      throw error
    } catch let error as YamlError {
      throw InputError([error.diagnostic(in: file)])
    } catch {
      throw InputError([Diagnostic(.error, "not readable as YAML", at: SourceSpan(file: file.path, line: 1, column: 1))]
      )
    }
  }
}

/// Turns Yams' tree into ours.
private struct YAMLConversion {
  let file: SourceFile
  var left: Int
  var builder = NodeTreeBuilder()

  init(file: SourceFile, left: Int) { (self.file, self.left) = (file, left) }

  mutating func add(_ yaml: Yams.Node, depth: Int) throws(InputError) {
    let position = Node.Position(line: yaml.mark?.line ?? 1, column: yaml.mark?.column ?? 1)
    left -= 1
    guard left > 0, depth < 256 else {
      throw fault(depth < 256 ? "anchors unfold to too many values" : "nested deeper than 256 levels", at: position)
    }
    switch yaml {
    case .scalar(let scalar): add(scalar, at: position)
    case .sequence(let sequence):
      let place = builder.open(.sequence, at: position)
      for element in sequence { try add(element, depth: depth + 1) }
      builder.close(place, count: sequence.count)
    case .mapping(let mapping):
      let place = builder.open(.mapping, at: position)
      for (key, value) in mapping {
        let keyPosition = Node.Position(line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
        guard case .scalar(let name) = key else { throw fault("a key must be a text", at: keyPosition) }
        builder.key(name.string, at: keyPosition)
        try add(value, depth: depth + 1)
      }
      builder.close(place, count: mapping.count)
    case .alias:
      throw InputError([Diagnostic(.error, "unresolved alias", at: file.span(position))])
    }
  }

  private mutating func add(_ scalar: Yams.Node.Scalar, at position: Node.Position) {
    let text = scalar.string
    let columns = text.unicodeScalars.count
    guard scalar.style == .plain || scalar.style == .any else {
      let quotes = scalar.style == .singleQuoted || scalar.style == .doubleQuoted ? 2 : 0
      builder.add(.text(text), at: position, length: columns + quotes)
      return
    }
    builder.add(ScalarText.resolved(text), at: position, length: columns, spelling: text)
  }

  private func fault(_ message: String, at position: Node.Position) -> InputError {
    InputError([Diagnostic(.error, message, at: file.span(position), excerpt: file.line(Int(position.line)))])
  }
}

/// The core schema of YAML 1.2, section 10.3.2.
enum ScalarText {
  static func resolved(_ text: String) -> Node.Content {
    guard let first = text.utf8.first else { return .null }
    switch text {
    case "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: break
    }
    let mayBeNumber =
      (first >= 48 && first <= 57) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
      || first == UInt8(ascii: ".")
    guard mayBeNumber, text.utf8.count < 64 else { return .text(text) }
    let digits = text.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == 45 || $0 == 43 }
    if digits, let integer = Int64(text) { return .integer(integer) }
    let decimal = text.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || [45, 43, 46, 69, 101].contains($0) }
    if decimal, let number = Double(text), number.isFinite { return .decimal(number) }
    return .text(text)
  }
}

extension YamlError {
  fileprivate func diagnostic(in file: SourceFile) -> Diagnostic {
    switch self {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let span = SourceSpan(file: file.path, line: mark.line, column: mark.column)
      // libyaml names a function of its own here.
      let isTooDeep = problem.hasPrefix("Maximum nesting level")
      let message = isTooDeep ? "nested too deeply" : [problem, context?.text].compactMap { $0 }.joined(separator: " ")
      return Diagnostic(.error, message, at: span, excerpt: file.line(mark.line))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "`\($0)`" }.joined(separator: ", ")
      let mapping = Node.Position(line: context.mark.line, column: context.mark.column)
      let place = duplicates.first.flatMap { file.secondKey($0, ofMappingAt: mapping) } ?? mapping
      return Diagnostic(
        .error, "the key \(names) stands twice in one mapping", at: file.span(place),
        excerpt: file.line(Int(place.line)))
    case .reader(let problem, _, _, _):
      return Diagnostic(.error, problem, at: SourceSpan(file: file.path, line: 1, column: 1))
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return Diagnostic(.error, "not readable as YAML", at: SourceSpan(file: file.path, line: 1, column: 1))
    }
  }
}

extension SourceFile {
  /// Where a key stands for the second time, as far as the text shows: in the column of a block mapping, or in the line
  /// of a flow mapping. The parser only tells where the mapping begins.
  fileprivate func secondKey(_ key: String, ofMappingAt start: Node.Position) -> Node.Position? {
    let first = Int(start.line)
    let inFlow = line(first).unicodeScalars.dropFirst(Int(start.column) - 1).first == "{"
    var seen = 0
    for number in first..<(first + (inFlow ? 1 : 10_000)) {
      let text = Array(line(number).unicodeScalars)
      let columns = inFlow ? Array(text.indices) : [Int(start.column) - 1]
      for column in columns where column < text.count && isKey(key, in: text, at: column) {
        seen += 1
        if seen == 2 { return Node.Position(line: number, column: column + 1) }
      }
    }
    return nil
  }

  private func isKey(_ key: String, in text: [Unicode.Scalar], at column: Int) -> Bool {
    var rest = text[column...]
    let quote = rest.first
    if quote == "\"" || quote == "'" { rest = rest.dropFirst() }
    guard rest.starts(with: key.unicodeScalars) else { return false }
    rest = rest.dropFirst(key.unicodeScalars.count)
    if rest.first == quote { rest = rest.dropFirst() }
    let before = column == 0 ? " " : text[column - 1]
    return rest.first { $0 != " " } == ":" && (before == " " || before == "{" || before == ",")
  }
}

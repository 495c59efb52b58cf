internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// Audiences as SELECT statements. Nothing is ever executed.
  package static let sql = RuleSetFormat(
    name: "sql", syntax: .text, extensions: [".sql"],
    recognises: { _, file in SQLStatements.areLikely(file) },
    lower: { document, _ throws(InputError) in try SQLStatements.ruleSet(document.file) },
    evaluate: { document, request throws(EvaluationError) in
      try EvaluationError.wrapping { () throws(InputError) in try SQLStatements.ruleSet(document.file) }
        .evaluateAudiences(request)
    })
}

/// The statements of a file: each SELECT is a rule.
private enum SQLStatements {
  static func areLikely(_ file: SourceFile) -> Bool {
    let path = file.path.lowercased()
    if path.hasSuffix(".sql") { return true }
    if [".liquid", ".hbs", ".handlebars", ".mustache"].contains(where: path.hasSuffix) { return false }
    guard let tokens = try? SQLLexer.tokens(of: file) else { return false }
    let words = Set(tokens.compactMap(\.keyword))
    guard let first = tokens.first(where: { $0.kind != .template })?.keyword else { return false }
    return (first == "SELECT" || first == "WITH") && words.contains("SELECT")
  }

  static func ruleSet(_ file: SourceFile) throws(InputError) -> RuleSet {
    let name = RuleSet.identifier(ofPath: file.path)
    let tokens = try SQLLexer.tokens(of: file)
    let statements = tokens.split { $0.kind == .symbol(";") }.map(Array.init)
      .filter { $0.contains { $0.kind != .template } }
    var problems = Problems(in: file)
    guard !statements.isEmpty else {
      problems.add(.error, "the file holds no statement; expected `SELECT`", at: .init(line: 1, column: 1))
      throw InputError(problems.diagnostics)
    }
    var rules: [Rule] = []
    for (index, statement) in statements.enumerated() {
      let id = statements.count == 1 ? name : "\(name)/\(index + 1)"
      rules.append(rule(id, statement, file, &problems))
    }
    try problems.throwIfAny()
    var set = RuleSet(
      id: name, format: "sql", path: file.path, digest: SHA256Digest.hexadecimal(of: file.bytes), rules: rules,
      segments: [:])
    set.areNamesFolded = true
    return set
  }

  private static func rule(
    _ id: String, _ tokens: [SQLToken], _ file: SourceFile, _ problems: inout Problems
  ) -> Rule {
    let start = tokens.first { $0.kind != .template } ?? tokens[0]
    if let word = start.keyword, !["SELECT", "WITH", "CREATE", "INSERT"].contains(word) {
      problems.add(
        .error, "an audience is a `SELECT`; found `\(word)`", at: file.position(ofByte: start.range.lowerBound),
        length: start.range.count)
    }
    // `CREATE TABLE x AS SELECT …` and `INSERT INTO x SELECT …` are audiences that are kept.
    let first = tokens.firstIndex { ["SELECT", "WITH"].contains($0.keyword ?? "") } ?? 0
    var parser = SQLParser(Array(tokens[first...]))
    var lowering = SQLLowering(file: file)
    let audience: Predicate
    do throws(SQLFault) {
      let query = try parser.query()
      if parser.index < parser.tokens.count { throw parser.fault("expected the end of the statement") }
      audience = lowering.audience(of: query)
    } catch {
      let place = min(error.token, parser.tokens.count - 1)
      let names = SQLNames(parser.tokens).columns
      audience = .opaque(
        text: lowering.identified(error.message, 0), reads: names.map { AttributePath($0.path) })
      lowering.add(opaque: error.message, parser.tokens[place].range)
      for name in names { lowering.add(read: name.path, name.range) }
    }
    for query in parser.inner { lowering.note(query) }
    lowering.finish(tokens)
    return Rule(
      id: id, audience: audience, notes: lowering.notes,
      place: lowering.notes.part(bytes: start.range, id))
  }
}

extension SQLLowering {
  /// Parts of a template, and texts that look personal.
  fileprivate mutating func finish(_ tokens: [SQLToken]) {
    for token in tokens {
      switch token.kind {
      case .template: add(opaque: "a part that a template decides", token.range)
      case .text(let text):
        if let kind = PersonalLiteral.kind(of: text) { add(literal: kind, token.range) }
      default: break
      }
    }
  }
}

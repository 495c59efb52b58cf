package import GovernanceModel
package import SourceDocuments

extension RuleSet {
  /// Reads one rule set of any known format. Throws ``InputError`` for what is malformed, empty or of no known format.
  package static func load(path: String, bytes: [UInt8]) throws(InputError) -> RuleSet {
    try load(SourceFile(path: path, bytes: bytes))
  }

  package static func load(_ file: SourceFile, as format: RuleSetFormat? = nil) throws(InputError) -> RuleSet {
    let document = try RuleDocument(file, as: format)
    var library = UnomiLibrary()
    library.add(document)
    return try document.ruleSet(library: library)
  }

  /// The last part of a path without its extension, as the name of a rule set that has none.
  static func identifier(ofPath path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}

/// A rule file, parsed, its format known.
package struct RuleDocument: Sendable {
  package let file: SourceFile
  package let content: RuleContent
  package let format: RuleSetFormat

  /// The tree of a document in JSON or YAML.
  package var root: Node { content.root }

  /// - Parameter format: what the user named; nil to tell it by content.
  ///
  /// Throws ``InputError`` for what is malformed, empty or of no known format.
  package init(_ file: SourceFile, as format: RuleSetFormat? = nil) throws(InputError) {
    self.file = file
    content = try RuleContent.read(file, as: format?.syntax ?? RuleSetFormat.Syntax(of: file))
    if let format {
      self.format = format
    } else if let format = RuleSetFormat.recognised(in: content, of: file) {
      self.format = format
    } else {
      throw Self.unknownFormat(content, file)
    }
  }

  /// A part of another document, such as a rule in a line of JSON; a rule in XML or text stands there as a text.
  package init(rule: Node, in file: SourceFile, as format: RuleSetFormat) throws(InputError) {
    self.format = format
    if format.syntax == .tree {
      (self.file, content) = (file, .tree(rule))
    } else if case .text(let text) = rule.content {
      self.file = try SourceFile(path: file.path, bytes: Array(text.utf8))
      content = try RuleContent.read(self.file, as: format.syntax)
    } else {
      var problems = Problems(in: file)
      problems.error("a rule in `\(format.name)` is a text; found \(rule.kind)", at: rule)
      throw InputError(problems.diagnostics)
    }
  }

  /// True for a file that only defines what other files refer to.
  package var isOnlyDefinitions: Bool { format.isOnlyDefinitions(content) }

  /// - Parameter library: what the Unomi files of the same run define.
  package func ruleSet(library: UnomiLibrary) throws(InputError) -> RuleSet { try format.lower(self, library) }

  /// What each rule, or the one that was asked for, says of a person. Throws when the document cannot be evaluated.
  package func evaluate(_ request: EvaluationRequest) throws(EvaluationError) -> [RuleOutcome] {
    try format.evaluate(self, request)
  }

  private static let howToName = "a format is named in `proviso.yaml` (`{path, format}`) or by `--format`"

  private static func unknownFormat(_ content: RuleContent, _ file: SourceFile) -> InputError {
    var problems = Problems(in: file)
    switch content {
    case .tree(let root):
      if case .null = root.content {
        problems.error("the file is empty; expected a rule set", at: root)
        break
      }
      problems.error(
        "no rule set in a known format; found \(root.kind)", at: root,
        help: "a native rule set starts with `ruleset: <name>` and has a list `rules:`; " + howToName)
    case .markup, .text:
      problems.error("no rule set in a known format", at: content.root, help: howToName)
    }
    return InputError(problems.diagnostics)
  }
}

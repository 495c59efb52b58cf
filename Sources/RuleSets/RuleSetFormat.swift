package import GovernanceModel
package import SourceDocuments

/// The formats of rule sets that can be read; told by content, never by name.
package enum RuleSetFormat: String, CaseIterable, Sendable, Hashable {
  case native
  case unomi

  /// Nil when the content is of no known format.
  package static func recognised(in root: Node) -> RuleSetFormat? {
    if let members = root.members, members.first(named: "ruleset") ?? members.first(named: "rules") != nil {
      return .native
    }
    return UnomiFormat.recognises(root) ? .unomi : nil
  }
}

extension RuleSet {
  /// Reads one rule set of any known format. Throws ``InputError`` for what is malformed, empty or of no known format.
  package static func load(path: String, bytes: [UInt8]) throws(InputError) -> RuleSet {
    try load(SourceFile(path: path, bytes: bytes))
  }

  package static func load(_ file: SourceFile) throws(InputError) -> RuleSet {
    let document = try RuleDocument(file)
    var library = UnomiLibrary()
    library.add(document.root, of: file)
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
  package let root: Node
  package let format: RuleSetFormat

  /// Throws ``InputError`` for what is malformed, empty or of no known format.
  package init(_ file: SourceFile) throws(InputError) {
    self.file = file
    root = try Node.read(file)
    guard let format = RuleSetFormat.recognised(in: root) else { throw Self.unknownFormat(root, file) }
    self.format = format
  }

  /// True for a file that only defines what other files refer to.
  package var isOnlyDefinitions: Bool { format == .unomi && UnomiFormat.isOnlyDefinitions(root) }

  /// - Parameter library: what the Unomi files of the same run define.
  package func ruleSet(library: UnomiLibrary) throws(InputError) -> RuleSet {
    switch format {
    case .native: try RuleSet.native(root, file)
    case .unomi: UnomiFormat.ruleSet(root, of: file, library: library)
    }
  }

  private static func unknownFormat(_ root: Node, _ file: SourceFile) -> InputError {
    var problems = Problems(in: file)
    if case .null = root.content {
      problems.error("the file is empty; expected a rule set", at: root)
    } else {
      problems.error(
        "no rule set in a known format; found \(root.kind)", at: root,
        help: "a native rule set starts with `ruleset: <name>` and has a list `rules:`; Unomi items have `condition`")
    }
    return InputError(problems.diagnostics)
  }
}

package import GovernanceModel
package import SourceDocuments

/// The formats of rule sets that can be read; told by content, never by name.
package enum RuleSetFormat: String, CaseIterable, Sendable, Hashable {
  case native

  /// Nil when the content is of no known format.
  package static func recognised(in root: Node) -> RuleSetFormat? {
    guard let entries = root.entries else { return nil }
    return entries.contains { $0.key == "ruleset" || $0.key == "rules" } ? .native : nil
  }
}

extension RuleSet {
  /// Reads a rule set of any known format. Throws ``InputError`` for what is malformed, empty or of no known format.
  package static func load(path: String, bytes: [UInt8]) throws(InputError) -> RuleSet {
    try load(SourceFile(path: path, bytes: bytes))
  }

  package static func load(_ file: SourceFile) throws(InputError) -> RuleSet {
    let root = try Node.read(file)
    switch RuleSetFormat.recognised(in: root) {
    case .native: return try native(root, file)
    case nil:
      var problems = Problems(in: file)
      if case .null = root.content {
        problems.error("the file is empty; expected a rule set", at: root)
      } else {
        problems.error(
          "no rule set in a known format; found \(root.kind)", at: root,
          help: "a native rule set starts with `ruleset: <name>` and has a list `rules:`")
      }
      throw InputError(problems.diagnostics)
    }
  }
}

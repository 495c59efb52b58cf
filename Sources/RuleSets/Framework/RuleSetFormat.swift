internal import GovernanceModel
internal import SourceDocuments

/// A format of rule sets: how it is told, lowered and evaluated. A value of this type in its folder under `Formats/` and
/// one line in ``all`` make a format known everywhere.
package struct RuleSetFormat: Sendable {
  /// How a file of the format is parsed.
  package enum Syntax: Sendable, Hashable {
    /// JSON or YAML.
    case tree
    /// XML.
    case markup
    /// Nothing is parsed before the format does.
    case text
  }

  /// As `proviso.yaml` and `--format` spell it.
  package let name: String
  package let syntax: Syntax
  /// Endings of file names that say the format without a look inside, such as `.sql`; for texts only.
  let extensions: [String]
  /// Whether a document is of this format, by its content; never asked of a document in another syntax.
  let recognises: @Sendable (RuleContent, SourceFile) -> Bool
  /// True when a document only defines what other files refer to.
  let isOnlyDefinitions: @Sendable (RuleContent) -> Bool
  /// Lowers a whole document. Throws for what is malformed; what cannot be understood is opaque.
  let lower: @Sendable (RuleDocument, UnomiLibrary) throws(InputError) -> RuleSet
  /// What each rule of the document, or the one that was asked for, says of a person. The document may be one bare rule.
  let evaluate: @Sendable (RuleDocument, EvaluationRequest) throws(EvaluationError) -> [RuleOutcome]

  init(
    name: String, syntax: Syntax = .tree, extensions: [String] = [],
    recognises: @escaping @Sendable (RuleContent, SourceFile) -> Bool,
    isOnlyDefinitions: @escaping @Sendable (RuleContent) -> Bool = { _ in false },
    lower: @escaping @Sendable (RuleDocument, UnomiLibrary) throws(InputError) -> RuleSet,
    evaluate: @escaping @Sendable (RuleDocument, EvaluationRequest) throws(EvaluationError) -> [RuleOutcome]
  ) {
    (self.name, self.syntax, self.extensions) = (name, syntax, extensions)
    (self.recognises, self.isOnlyDefinitions) = (recognises, isOnlyDefinitions)
    (self.lower, self.evaluate) = (lower, evaluate)
  }
}

extension RuleSetFormat: Hashable {
  package static func == (left: RuleSetFormat, right: RuleSetFormat) -> Bool { left.name == right.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension RuleSetFormat {
  package static func named(_ name: String) -> RuleSetFormat? { all.first { $0.name == name } }

  /// The format of a document by its content; nil when it is of no known one.
  ///
  /// Formats are asked in the order of ``all``: those with the most telling keys first, the native one last, but for
  /// its key `ruleset`, which no other format has.
  static func recognised(in content: RuleContent, of file: SourceFile) -> RuleSetFormat? {
    if case .tree(let root) = content, root["ruleset"] != nil { return RuleSetFormat.native }
    return all.first { $0.syntax == content.syntax && $0.recognises(content, file) }
  }
}

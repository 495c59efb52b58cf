public import GovernanceModel
internal import SourceDocuments

/// A file of policies as a service has it at hand.
public struct PolicyText: Hashable, Sendable {
  /// The path that messages name.
  public var path: String
  /// YAML or JSON in UTF-8.
  public var bytes: [UInt8]
  public init(path: String, bytes: [UInt8]) { (self.path, self.bytes) = (path, bytes) }
}

/// Policies that cannot be used: everything that is wrong with them, each with its place.
public struct InvalidPolicies: Error, Hashable, Sendable {
  public var diagnostics: [Diagnostic]
}

extension PolicySet {
  /// Reads packs and vocabularies for a guard, with the checks of `proviso policy lint`.
  ///
  /// For example:
  /// ```swift
  /// let policies = try PolicySet(packs: [gdpr], vocabularies: [fideslang, attributes])
  /// let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
  /// ```
  /// - Parameter legalBases: the grounds that the project declares, as under `legalBases:` in `proviso.yaml`.
  public init(
    packs: [PolicyText], vocabularies: [PolicyText], legalBases: [DeclaredBasis] = []
  ) throws(InvalidPolicies) {
    do {
      let vocabulary = try Vocabulary.read(try vocabularies.map { text throws(InputError) in try text.file() })
      let read = try packs.map { text throws(InputError) in try Pack.read(try text.file(), vocabulary: vocabulary) }
      let ordered = read.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
      self = try PolicySet(vocabulary: vocabulary, packs: ordered, legalBases: legalBases).checked()
    } catch {
      throw InvalidPolicies(diagnostics: error.diagnostics)
    }
  }
}

extension PolicyText {
  fileprivate func file() throws(InputError) -> SourceFile { try SourceFile(path: path, bytes: bytes) }
}

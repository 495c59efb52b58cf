public import GovernanceModel
public import Predicates

/// The packs of a project, checked against the vocabulary.
public struct PolicySet: Sendable {
  public var vocabulary: Vocabulary
  /// In byte order of their ids; packs have no order of precedence.
  public var packs: [Pack]
  /// Declared (category, use) → basis pairs of the project.
  public var legalBases: [DeclaredBasis]
  /// Declared recipients of disclosures.
  public var recipients: [DeclaredRecipient]
  public init(
    vocabulary: Vocabulary, packs: [Pack], legalBases: [DeclaredBasis] = [], recipients: [DeclaredRecipient] = []
  ) {
    (self.vocabulary, self.packs) = (vocabulary, packs)
    (self.legalBases, self.recipients) = (legalBases, recipients)
  }
}

/// A policy pack: controls of one law or practice, with the people it is for.
public struct Pack: Sendable {
  public var id: String
  public var title: String
  public var version: String
  /// SHA-256 of the file, 64 hexadecimal digits.
  public var digest: String
  /// Whom the pack is for; nil is everyone.
  public var scope: Predicate?
  /// What an unknown scope means: the pack applies, or not.
  public var appliesWhenUnknown: Bool
  public var controls: [Control]
}

/// `legalBases:` of a project: for these categories and uses the ground is this one.
public struct DeclaredBasis: Hashable, Sendable {
  public var use: DataUse
  /// Empty: all categories.
  public var categories: [DataCategory]
  public var basis: LegalBasis
  public init(use: DataUse, categories: [DataCategory], basis: LegalBasis) {
    (self.use, self.categories, self.basis) = (use, categories, basis)
  }
}

/// `recipients:` of a project.
public struct DeclaredRecipient: Hashable, Sendable {
  public var name: String
  public var country: String?
  public var safeguard: String?
  public init(name: String, country: String? = nil, safeguard: String? = nil) {
    (self.name, self.country, self.safeguard) = (name, country, safeguard)
  }
}

/// One control over one data use, ready to be compiled three ways.
public struct Obligation: Sendable {
  public var pack: String
  public var control: Control
  /// Nil: whatever the use is.
  public var use: DataUse?
  public var scope: Predicate?
  public var appliesWhenUnknown: Bool
}

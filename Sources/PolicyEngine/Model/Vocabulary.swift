public import GovernanceModel

/// The keys that may be used: data categories, data uses, data subjects, and which uses are channels.
public struct Vocabulary: Sendable {
  /// A key of a taxonomy with its name and meaning in our own words.
  public struct Term: Hashable, Sendable {
    public var key: String
    public var name: String
    public var description: String
    /// IRI in the W3C Data Privacy Vocabulary, where one is close.
    public var dpv: String?
  }

  /// By key.
  public var categories: [String: Term] = [:]
  public var uses: [String: Term] = [:]
  public var subjects: [String: Term] = [:]
  /// `marketing.communications.email` is that use and channel `email`.
  public var channelUses: [DataUse: Channel] = [:]
  /// The family in which a category's fineness is measured; a category takes that of its nearest ancestor.
  public var families: [DataCategory: Granularity.Family] = [:]
  /// Categories of GDPR Article 9 and the like.
  public var specialCategories: Set<DataCategory> = []
  /// Default mapping of well-known attribute paths (glob, `*` within a segment, `**` over segments) to categories.
  public var attributes: [AttributePattern] = []

  public init() {}

  /// What attributes of a path hold; `*` stands for one segment, `**` for any number.
  public struct AttributePattern: Hashable, Sendable {
    public var glob: String
    public var categories: [DataCategory]
    /// Declared level, where it is known.
    public var granularity: Granularity?
    public var isInferred: Bool
    public init(glob: String, categories: [DataCategory], granularity: Granularity? = nil, isInferred: Bool = false) {
      (self.glob, self.categories, self.granularity, self.isInferred) = (glob, categories, granularity, isInferred)
    }
  }
}

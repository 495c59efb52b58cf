internal import ConsentHistory
public import GovernanceModel

/// What the judge knows besides the use, the history and the attributes.
public struct JudgeContext: Sendable {
  public let vocabulary: Vocabulary
  /// Declared (category, use) → basis pairs of the project.
  public let legalBases: [DeclaredBasis]
  /// Every collection that the map declares as carrying opt-outs was read completely; for the guard: is reachable.
  public var isOptOutSourceComplete: Bool
  /// `UseRecord.reads` names all that was fed to the use; false where nobody recorded it.
  public var areReadsKnown = true
  /// The attributes are those of the current profile, which changed after the use.
  public var isProfileChangedSince = false
  /// In which controls that say `zone: local` add their periods; that of the data map, for an audit.
  public let zone: ZoneRules
  let channelUses: ChannelUses

  public init(
    vocabulary: Vocabulary, legalBases: [DeclaredBasis] = [], isOptOutSourceComplete: Bool, zone: ZoneRules = .utc
  ) {
    (self.vocabulary, self.legalBases, self.zone) = (vocabulary, legalBases, zone)
    self.isOptOutSourceComplete = isOptOutSourceComplete
    channelUses = ChannelUses(vocabulary.channelUses)
  }

  public init(_ policies: PolicySet, isOptOutSourceComplete: Bool, zone: ZoneRules = .utc) {
    self.init(
      vocabulary: policies.vocabulary, legalBases: policies.legalBases, isOptOutSourceComplete: isOptOutSourceComplete,
      zone: zone)
  }
}

import GovernanceModel

/// What uses of a log have in common, apart from person, instant and rule.
struct UseKey: Hashable {
  /// Normalised: a use that is a channel names its channel, and the other way round.
  var use: DataUse
  var channel: Channel?
  var controller: String?
  var basis: LegalBasis?
  var reads: [ReadField]
  /// `reads` is all that was fed to the use; false where neither map nor log says what was.
  var areReadsKnown: Bool
}

/// An attribute that is fed to a use.
struct ReadField: Hashable {
  /// The attribute path, else the column's name.
  var path: String
  var categories: [DataCategory]
  var isInferred: Bool
  /// Where its last update is kept: index into ``UpdateInstants``.
  var update: Int?
  /// The log may say with each use when the value was last updated.
  var isDatedByLog = false
}

public import GovernanceModel

/// What a control asks of consent: the parameters of semantics section 3.
public struct ConsentTerms: Hashable, Sendable {
  /// Negative actions beyond those that are always minded.
  public var minds: Set<ConsentAction> = []
  /// The purposes whose grants count; nil: the use and its ancestors except the root and the first segment.
  public var grantLevels: Set<DataUse>?
  /// A grant counts only at the use itself (special categories).
  public var exactLevelOnly = false
  /// Nil accepts every kind.
  public var kinds: Set<ConsentKind>?
  public var maxAge: CalendarPeriod?
  /// Minimum notice version by notice id.
  public var minimumNotice: [String: String] = [:]
  /// Fields that a grant must carry.
  public var evidence: Set<ConsentEvidence> = []
  /// Who may give it; nil accepts everyone.
  public var actors: Set<ConsentActor>?
  public var grace = Grace()
  public var knowledge = Knowledge.effective
  /// The zone in which periods are added.
  public var zone = ZoneRules.utc
  /// Below this age at the grant only a guardian may give it; nil asks for no age.
  public var guardianBelowAge: Int?

  public init() {}

  /// How long a negative may take to have effect, by capture method.
  public struct Grace: Hashable, Sendable {
    public var byMethod: [String: CalendarPeriod] = [:]
    public var standard = CalendarPeriod.zero
    public init() {}
    /// The period of a capture method; the standard one where the control does not name it.
    public func period(for method: String?) -> CalendarPeriod { method.flatMap { byMethod[$0] } ?? standard }
  }

  /// Whether an event counts from when it took effect, or from when it was known.
  public enum Knowledge: String, Hashable, Sendable, CaseIterable { case effective, recorded }
}

/// A field that can prove a consent.
public enum ConsentEvidence: String, Hashable, Sendable, CaseIterable {
  case method, reference, notice, noticeVersion, noticeLanguage, controller, recordedAt
}

/// What is asked of a timeline: may this use take place at this moment?
public struct ConsentQuestion: Hashable, Sendable {
  public var use: DataUse
  public var channel: Channel?
  public var controller: String?
  public var at: Moment
  /// Age in years at an instant, where birth data allow it; used with ``ConsentTerms/guardianBelowAge``.
  public var birth: BirthDate?

  public init(
    use: DataUse, channel: Channel? = nil, controller: String? = nil, at: Moment, birth: BirthDate? = nil
  ) {
    (self.use, self.channel, self.controller, self.at, self.birth) = (use, channel, controller, at, birth)
  }
}

/// A birth date as far as it is known: the earliest and the latest day that it can be.
public struct BirthDate: Hashable, Sendable {
  public var earliest: CivilDate
  public var latest: CivilDate
  public init(earliest: CivilDate, latest: CivilDate) { (self.earliest, self.latest) = (earliest, latest) }
}

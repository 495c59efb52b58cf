public import GovernanceModel

/// One recorded act about consent (semantics section 3).
public struct ConsentEvent: Hashable, Sendable {
  public var subject: String
  /// A data use key; ``DataUse/every`` is the root.
  public var purpose: DataUse
  public var channel: Channel?
  public var controller: String?
  public var action: ConsentAction
  /// When it took effect.
  public var at: Moment
  public var recordedAt: Moment?
  public var expiresAt: Moment?
  public var kind: ConsentKind
  public var actor: ConsentActor
  /// How it was captured, such as `form`, `signal`, `preTicked`.
  public var method: String?
  public var notice: Notice?
  /// A reference to the proof.
  public var evidence: String?
  /// Where the event was read, such as a collection's name.
  public var source: String?

  public init(
    subject: String, purpose: DataUse, channel: Channel? = nil, controller: String? = nil, action: ConsentAction,
    at: Moment, recordedAt: Moment? = nil, expiresAt: Moment? = nil, kind: ConsentKind = .express,
    actor: ConsentActor = .self, method: String? = nil, notice: Notice? = nil, evidence: String? = nil,
    source: String? = nil
  ) {
    (self.subject, self.purpose, self.channel, self.controller) = (subject, purpose, channel, controller)
    (self.action, self.at, self.recordedAt, self.expiresAt) = (action, at, recordedAt, expiresAt)
    (self.kind, self.actor, self.method, self.notice) = (kind, actor, method, notice)
    (self.evidence, self.source) = (evidence, source)
  }

  /// The notice that the person saw. Versions compare as dotted numbers, else as text by UTF-8 bytes.
  public struct Notice: Hashable, Sendable {
    public var id: String
    public var version: String?
    public var language: String?
    public init(id: String, version: String? = nil, language: String? = nil) {
      (self.id, self.version, self.language) = (id, version, language)
    }
  }
}

/// What a consent event says.
public enum ConsentAction: String, Hashable, Sendable, CaseIterable {
  case given, renewed
  // Negative, in the order that breaks ties between reasons.
  case refused, withdrawn, invalidated, revoked, erased
  case objected, optedOut, limited
  case requested, deferred

  public var isPositive: Bool { self == .given || self == .renewed }
  public var isNegative: Bool { !isPositive && self != .requested && self != .deferred }

  /// Refusals, withdrawals, invalidations, revocations and erasures are minded by every `consent` control.
  public var isAlwaysMinded: Bool {
    switch self {
    case .refused, .withdrawn, .invalidated, .revoked, .erased: true
    default: false
    }
  }
}

/// How a consent was expressed.
public enum ConsentKind: String, Hashable, Sendable, CaseIterable {
  case express, explicit
  /// Implied by a relationship, such as a purchase or an inquiry.
  case implied
  case softOptIn, authorisation
}

/// Who acted.
public enum ConsentActor: String, Hashable, Sendable, CaseIterable {
  case `self`, guardian, system, `import`
}

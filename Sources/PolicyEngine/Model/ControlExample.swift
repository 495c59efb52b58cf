public import ConsentHistory
public import GovernanceModel

/// A case that a control must find, or must not find. Runs as a test of the pack, on the judge.
public struct ControlExample: Sendable {
  /// True for `violates:`, false for `complies:`.
  public var violates: Bool
  /// `reason:` when given: the reason that the judge must name.
  public var reason: Reason?
  /// `unverifiable: true` when neither.
  public var isUnverifiable: Bool
  /// `asOf:`; else the use's instant.
  public var asOf: Instant?
  public var situation: Situation
  public var span: SourceSpan

  /// What the control looks at, by kind.
  public enum Situation: Sendable {
    /// `use:` with `events:` and `attributes:`.
    case use(UseRecord, events: [ConsentEvent], attributes: [String: Value])
    /// `record:` with `anchors`, fields and values (retention, freshness, granularity, crowd, erasure, deadline,
    /// disclosure, evidence, reask, reconcile): a mapping, read by the kind's own example runner.
    case record([String: Value], events: [ConsentEvent])
    /// `rule:`: a native rule in YAML, kept as its source text.
    case rule(String)
  }
}

/// One act of processing (semantics section 4).
public struct UseRecord: Hashable, Sendable {
  public var subject: String
  public var use: DataUse
  public var channel: Channel?
  public var controller: String?
  public var at: Moment
  public var rule: String?
  /// Attributes that were fed to the use, with their categories and declared level.
  public var reads: [AttributeRead]
  public var basis: LegalBasis?
  public var subjectType: DataSubject?

  public init(
    subject: String, use: DataUse, channel: Channel? = nil, controller: String? = nil, at: Moment, rule: String? = nil,
    reads: [AttributeRead] = [], basis: LegalBasis? = nil, subjectType: DataSubject? = nil
  ) {
    (self.subject, self.use, self.channel, self.controller, self.at) = (subject, use, channel, controller, at)
    (self.rule, self.reads, self.basis, self.subjectType) = (rule, reads, basis, subjectType)
  }
}

/// An attribute as it is read: what it is, how fine, how old.
public struct AttributeRead: Hashable, Sendable {
  public var attribute: String
  public var categories: [DataCategory]
  public var granularity: Granularity?
  /// Derived from other data by profiling.
  public var isInferred: Bool
  /// When the value was last known to be true.
  public var updatedAt: Instant?

  public init(
    attribute: String, categories: [DataCategory], granularity: Granularity? = nil, isInferred: Bool = false,
    updatedAt: Instant? = nil
  ) {
    (self.attribute, self.categories, self.granularity) = (attribute, categories, granularity)
    (self.isInferred, self.updatedAt) = (isInferred, updatedAt)
  }
}

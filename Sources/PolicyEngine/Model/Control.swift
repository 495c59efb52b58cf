public import GovernanceModel
public import Predicates

/// A control of a policy pack, checked: what it applies to and what it asks (semantics section 5).
public struct Control: Sendable {
  public var id: String
  public var title: String
  /// Why it is asked.
  public var because: String
  public var law: Law
  public var severity: Severity
  public var appliesTo: Applicability
  public var requirement: Requirement
  /// How to mend what breaks it.
  public var remedy: String
  public var examples: [ControlExample]
  /// The value of `id`.
  public var span: SourceSpan
  /// The key of the requirement, such as `consent:`; shown beside a rule that breaks it.
  public var requirementSpan: SourceSpan
  /// SHA-256 of the normalised requirement, 64 hexadecimal digits; a waiver names it.
  public var requirementDigest: String
}

/// The law behind a control.
public struct Law: Hashable, Sendable {
  public var name: String
  public var article: String
  /// In force over [inForce, until); nil is unbounded.
  public var inForce: Instant?
  public var until: Instant?
  /// `citation: unchecked` in the pack: the article number was not compared with the text.
  public var isChecked: Bool
  public var note: String?

  /// From `inForce` on and before `until`, where they are given.
  public func isInForce(at instant: Instant) -> Bool {
    (inForce ?? .distantPast) <= instant && instant < (until ?? .distantFuture)
  }
}

/// What a control applies to; an empty list is no restriction.
public struct Applicability: Hashable, Sendable {
  public var uses: [DataUse] = []
  public var categories: [DataCategory] = []
  public var subjects: [DataSubject] = []
  public var channels: [Channel] = []
  public init() {}
}

/// What a control asks; one case a kind.
public indirect enum Requirement: Sendable {
  case basis(BasisRequirement)
  case consent(ConsentRequirement)
  case optOut(OptOutRequirement)
  case eligibility(Predicate)
  case prohibit(ProhibitRequirement)
  case granularity(GranularityRequirement)
  case freshness(FreshnessRequirement)
  case retention(RetentionRequirement)
  case crowd(CrowdRequirement)
  case declared
  case evidence(EvidenceRequirement)
  case reask(ReaskRequirement)
  case reconcile(ReconcileRequirement)
  case erasure(ErasureRequirement)
  case deadline(DeadlineRequirement)
  case disclosure(DisclosureRequirement)
  case review(ReviewRequirement)
  case hygiene(HygieneRequirement)
}

/// The kind of a requirement, as written in a pack.
public enum RequirementKind: String, CaseIterable, Sendable, Hashable {
  case basis, consent, optOut, eligibility, prohibit, granularity, freshness, retention, crowd, declared, evidence
  case reask, reconcile, erasure, deadline, disclosure, review, hygiene
}

extension Requirement {
  public var kind: RequirementKind {
    switch self {
    case .basis: .basis
    case .consent: .consent
    case .optOut: .optOut
    case .eligibility: .eligibility
    case .prohibit: .prohibit
    case .granularity: .granularity
    case .freshness: .freshness
    case .retention: .retention
    case .crowd: .crowd
    case .declared: .declared
    case .evidence: .evidence
    case .reask: .reask
    case .reconcile: .reconcile
    case .erasure: .erasure
    case .deadline: .deadline
    case .disclosure: .disclosure
    case .review: .review
    case .hygiene: .hygiene
    }
  }
}

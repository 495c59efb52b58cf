public import ConsentHistory
public import GovernanceModel

/// `basis: {allowed: [consent, contract]}`: the pair (category, use) has a declared legal basis, one of `allowed`.
public struct BasisRequirement: Hashable, Sendable {
  /// Empty allows every basis.
  public var allowed: [LegalBasis] = []
}

/// `consent: {grantLevels, kinds, maxAge, minds, notice, evidence, actors, grace, knowledge, bases, guardianBelowAge}`.
public struct ConsentRequirement: Hashable, Sendable {
  public var terms = ConsentTerms()
  /// A use with a recorded basis outside this list is outside the control; empty: every use is inside.
  public var bases: [LegalBasis] = []
}

/// `optOut: {minds: [objected, optedOut], grace: {signal: P0D, default: 15 business days}}`.
public struct OptOutRequirement: Hashable, Sendable {
  /// Only `minds`, `grace`, `knowledge` and `zone` count here.
  public var terms = ConsentTerms()
  public var bases: [LegalBasis] = []
}

/// `prohibit: {inferred: true}`: no category of `appliesTo.categories` is read for the use.
public struct ProhibitRequirement: Hashable, Sendable {
  /// Attributes that are derived from a prohibited category count too.
  public var includesInferred = true
}

/// `granularity: {place: city, birth: year}` or `{place: {radius: 564m}}`: no finer than these, per family.
public struct GranularityRequirement: Hashable, Sendable {
  /// At most one level a family, ordered by family name.
  public var maximum: [Granularity] = []
  /// `place: {radius: 564m}`: the area of the cell is at least that of this circle, in metres.
  public var placeRadius: Double?
}

/// `freshness: {maxAge: P90D}`: the value is no older when used.
public struct FreshnessRequirement: Hashable, Sendable {
  public var maxAge: CalendarPeriod
}

/// `retention: {maxAge: P25M, since: lastActivity}`: the record is no older since its anchor.
public struct RetentionRequirement: Hashable, Sendable {
  public var maxAge: CalendarPeriod
  public var since: RetentionAnchor
}

/// What a retention period runs from; a data map says which column holds it.
public enum RetentionAnchor: String, CaseIterable, Hashable, Sendable {
  case created, lastUpdated, lastActivity, collected
}

/// `crowd: {atLeast: 5, of: quasiIdentifiers}` (k-anonymity) or `of: audience` (smallest audience).
public struct CrowdRequirement: Hashable, Sendable {
  /// What is counted: people who share all quasi-identifiers, or members of an audience.
  public enum Group: String, CaseIterable, Hashable, Sendable { case quasiIdentifiers, audience }
  public var atLeast: Int
  public var of: Group
}

/// `evidence: {fields: [method, reference], forbiddenMethods: [preTicked], recordedWithin: P1D, forbid: [duplicate],
/// signals: {...}}`: what consent logs hold can be relied on.
public struct EvidenceRequirement: Hashable, Sendable {
  /// What each yes carries.
  public var fields: Set<ConsentEvidence> = []
  /// How no yes was captured.
  public var forbiddenMethods: Set<String> = []
  /// A yes was recorded no later than this after it was given, as far as the log tells when.
  public var recordedWithin: CalendarPeriod?
  /// What the events of a log are free of.
  public var forbid: Set<EventFault> = []
  /// What consent strings are free of.
  public var signals: SignalRequirement?

  /// A fault that events of a log have.
  public enum EventFault: String, CaseIterable, Hashable, Sendable {
    /// Dated after the audit, or after its own recording.
    case future
    /// The same person, scope, action and instant twice.
    case duplicate
    /// A yes and a no of the same person and scope at the same instant.
    case conflicting
  }
}

/// `signals: {forbid: [globalScope], disclosedVendorsSince: 2026-03-01, policyFourSince: 2023-10-01, refresh: P13M}`.
public struct SignalRequirement: Hashable, Sendable {
  /// What the remarks of the decoders are called in policies.
  public enum Fault: String, CaseIterable, Hashable, Sendable {
    // TCF
    case globalScope, obsoletePolicy, missingDisclosedVendors, legitimateInterest, stale, unequalDates
    case datesFinerThanDay, createdInFuture, unknownCMP, noVendorList, outOfBandVendors, languageIsNoLanguage
    case legacyVersion
    // GPP
    case undefinedAnswer, versionMismatch, unknownSection, experimentalSection, olderWire, deprecated
  }

  public var forbid: Set<Fault> = []
  /// TC strings created from here on name the disclosed vendors; nil: the day that the decoders know.
  public var disclosedVendorsSince: Instant?
  /// TC strings created from here on follow policy version 4.
  public var policyFourSince: Instant?
  /// After this a TC string is stale.
  public var refresh: CalendarPeriod?
}

/// `reask: {after: P6M, following: [refused, withdrawn]}`: no prompt sooner after such an answer.
public struct ReaskRequirement: Hashable, Sendable {
  public var after: CalendarPeriod
  /// Which answers start the period; empty: every negative one.
  public var following: Set<ConsentAction> = []
}

/// `reconcile: {}`: all consent logs of the audit agree on a subject's state for a use at the audit's instant.
public struct ReconcileRequirement: Hashable, Sendable {
  public var terms = ConsentTerms()
}

/// `erasure: {within: P1M}`: nothing of an erased subject remains later than this after the request.
public struct ErasureRequirement: Hashable, Sendable {
  public var within: CalendarPeriod
}

/// `deadline: {within: P1M, extended: P3M, requests: [access]}`: answered in time.
public struct DeadlineRequirement: Hashable, Sendable {
  public var within: CalendarPeriod
  /// The whole period from the receipt, in place of `within`, where the request records an extension.
  public var extended: CalendarPeriod?
  /// Request types; empty: all.
  public var requests: Set<String> = []
}

/// `disclosure: {recipients: [...], sale: false, countries: [...], safeguards: [adequacy, scc]}`.
public struct DisclosureRequirement: Hashable, Sendable {
  /// Allowed recipients; empty: those that the project's `recipients:` declares.
  public var recipients: Set<String> = []
  /// False forbids a disclosure that is a sale; nil does not ask.
  public var sale: Bool?
  /// Countries that need no safeguard, ISO 3166-1 alpha-2; empty: no rule on transfers.
  public var countries: Set<String> = []
  /// Safeguards that allow a transfer elsewhere.
  public var safeguards: Set<String> = []
}

/// `review: {every: P1Y, owner: true, purpose: true, end: true, lookBack: P2Y, cap: true}`.
public struct ReviewRequirement: Hashable, Sendable {
  /// The review date is no older than this.
  public var every: CalendarPeriod?
  public var owner = false
  public var purpose = false
  public var end = false
  public var cap = false
  /// The look-back window is declared and no longer than this.
  public var lookBack: CalendarPeriod?
  public var explicitFields = false
}

/// `hygiene: {forbid: [dead, contradictory, cyclic, dangling, personalLiteral, opaque, shadowed, duplicate, tableGap,
/// tableOverlap, unusedInput, unboundedWrite, identityMerge, unreadConsent]}`.
public struct HygieneRequirement: Hashable, Sendable {
  /// What a set of rules must be free of.
  public enum Fault: String, CaseIterable, Hashable, Sendable {
    case dead, shadowed, contradictory, cyclic, dangling, personalLiteral, opaque, duplicate
    /// Of decision tables: values for which no row answers, rows that overlap where one may fire, inputs nobody reads.
    case tableGap, tableOverlap, unusedInput
    /// The rule writes whatever an event holds to the profile.
    case unboundedWrite
    /// The rule makes one profile of several (it writes `mergedWith`).
    case identityMerge
    /// The rule stores consent that no rule of the run ever asks for.
    case unreadConsent
  }
  /// Empty forbids all.
  public var forbid: Set<Fault> = []
}

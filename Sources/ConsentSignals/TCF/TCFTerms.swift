package import GovernanceModel

/// What today's TCF policies ask of a TC string, as parameters: the specification carries no dates for its own changes.
package struct TCFTerms: Hashable, Sendable {
  /// Strings created from here on name the vendors that were disclosed (TCF 2.3: market date 2026-03-01).
  package var disclosedVendorsSince: Instant
  /// Strings created from here on follow policy version 4 (TCF 2.2).
  package var policyFourSince: Instant
  /// The CMP asks again after this period (TCF policies: 13 months).
  package var refresh: CalendarPeriod

  package init(disclosedVendorsSince: Instant, policyFourSince: Instant, refresh: CalendarPeriod) {
    (self.disclosedVendorsSince, self.policyFourSince) = (disclosedVendorsSince, policyFourSince)
    self.refresh = refresh
  }

  package static let current = TCFTerms(
    disclosedVendorsSince: Instant(CivilDate(daysSinceEpoch: 20_513)),
    policyFourSince: Instant(CivilDate(daysSinceEpoch: 19_631)), refresh: CalendarPeriod(months: 13))
}

/// A fault of a signal that can be decoded, or something that its reader should know.
package enum SignalRemark: Hashable, Sendable {
  // TCF
  case globalScope
  case obsoletePolicy(Int)
  case missingDisclosedVendors
  /// Purposes 3 to 6, or 1, under legitimate interest.
  case legitimateInterest(purposes: [Int])
  case stale
  case unequalDates
  case datesFinerThanDay
  case createdInFuture
  case unknownCMP
  case noVendorList
  case outOfBandVendors
  case languageIsNoLanguage
  case legacyVersion
  // GPP
  case undefinedAnswer(field: String)
  case versionMismatch(Int)
  case unknownSection(Int)
  case experimentalSection
  case olderWire
  case deprecated

  /// True when consent cannot rest on the signal.
  package var isInvalidating: Bool {
    switch self {
    case .globalScope, .obsoletePolicy, .missingDisclosedVendors, .stale, .legacyVersion, .createdInFuture: true
    default: false
    }
  }
}

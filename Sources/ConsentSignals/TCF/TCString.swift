package import GovernanceModel

/// A decoded TC string of TCF 2.0 to 2.3 (IAB Europe Transparency and Consent Framework, "Consent string and vendor list
/// formats v2").
@dynamicMemberLookup
package struct TCString: TCHeaded, Hashable, Sendable {
  package enum Segment: String, Hashable, Sendable {
    case core, disclosedVendors, allowedVendors, publisherTC
  }

  package var header: TCHeader
  package var policyVersion = 5
  package var isServiceSpecific = true
  package var usesNonStandardTexts = false
  /// Numbers from 1.
  package var specialFeatureOptIns = IdentifierSet()
  package var purposesConsent = IdentifierSet()
  package var purposesLegitimateInterest = IdentifierSet()
  /// True: purpose 1 was not disclosed at all.
  package var purposeOneTreatment = false
  /// Two letters, ISO 3166-1.
  package var publisherCountry = "AA"
  package var vendorConsents = IdentifierSet()
  package var vendorLegitimateInterests = IdentifierSet()
  /// One entry a (purpose, type), ordered by both; repeated entries of a string are united.
  package var restrictions: [PublisherRestriction] = []
  package var disclosedVendors: IdentifierSet?
  /// Out-of-band vendors; gone with the end of global scope, still found in old strings.
  package var allowedVendors: IdentifierSet?
  package var publisher: PublisherPurposes?
  /// In the order of the string.
  package var segments: [Segment] = [.core]

  /// - Parameter created: kept to tenths of a second.
  package init(created: Instant, lastUpdated: Instant) {
    self.init(header: TCHeader(created: created, lastUpdated: lastUpdated))
  }

  init(header: TCHeader) { self.header = header }

  /// What a publisher demands of vendors for one purpose.
  package struct PublisherRestriction: Hashable, Sendable {
    package enum Kind: Int, Hashable, Sendable, CaseIterable {
      case notAllowed, requireConsent, requireLegitimateInterest, undefined
    }

    package var purpose: Int
    package var kind: Kind
    package var vendors: IdentifierSet

    package init(purpose: Int, kind: Kind, vendors: IdentifierSet) {
      (self.purpose, self.kind, self.vendors) = (purpose, kind, vendors)
    }
  }

  /// What the person agreed with the publisher itself.
  package struct PublisherPurposes: Hashable, Sendable {
    package var consent = IdentifierSet()
    package var legitimateInterest = IdentifierSet()
    /// 0 to 63 purposes of the publisher's own.
    package var customCount = 0
    package var customConsent = IdentifierSet()
    package var customLegitimateInterest = IdentifierSet()
    package init() {}
  }

  static let purposeCount = 24
  static let specialFeatureCount = 12
}

import ConsentSignals
import GovernanceModel
import ProvisoTesting

/// Generated signals, each the same for the same seed.
enum RandomSignals {
  static func identifiers(_ random: inout SplitMix64, upTo greatest: Int) -> IdentifierSet {
    let style = Int.random(in: 0..<4, using: &random)
    var set = IdentifierSet()
    switch style {
    case 0: break
    case 1:
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let first = Int.random(in: 1...greatest, using: &random)
        set.insert(first...min(greatest, first + Int.random(in: 0...300, using: &random)))
      }
    case 2:
      for identifier in 1...min(greatest, 700) where Bool.random(using: &random) { set.insert(identifier...identifier) }
    default: set.insert(1...greatest)
    }
    return set
  }

  static func tcf(_ random: inout SplitMix64) -> TCString {
    let day = Int.random(in: 18_000...21_000, using: &random)
    let created = Instant(CivilDate(daysSinceEpoch: day))
    var string = TCString(created: created, lastUpdated: created)
    string.cmpID = Int.random(in: 0...4095, using: &random)
    string.cmpVersion = Int.random(in: 0...4095, using: &random)
    string.consentScreen = Int.random(in: 0...63, using: &random)
    string.consentLanguage = ["EN", "FR", "DE", "ZZ"].randomElement(using: &random) ?? "EN"
    string.vendorListVersion = Int.random(in: 0...4095, using: &random)
    string.policyVersion = Int.random(in: 0...63, using: &random)
    string.isServiceSpecific = Bool.random(using: &random)
    string.specialFeatureOptIns = field(12, &random)
    string.purposesConsent = field(24, &random)
    string.purposesLegitimateInterest = field(24, &random)
    string.purposeOneTreatment = Bool.random(using: &random)
    string.publisherCountry = ["AA", "FR", "BE"].randomElement(using: &random) ?? "AA"
    string.vendorConsents = identifiers(&random, upTo: 65_535)
    string.vendorLegitimateInterests = identifiers(&random, upTo: 1200)
    for purpose in 1...11 where Int.random(in: 0..<6, using: &random) == 0 {
      string.restrictions.append(
        .init(
          purpose: purpose, kind: .allCases.randomElement(using: &random) ?? .notAllowed,
          vendors: identifiers(&random, upTo: 900)))
    }
    if Bool.random(using: &random) {
      string.disclosedVendors = identifiers(&random, upTo: 1500)
      string.segments.append(.disclosedVendors)
    }
    if Bool.random(using: &random) {
      var publisher = TCString.PublisherPurposes()
      publisher.consent = field(24, &random)
      publisher.legitimateInterest = field(24, &random)
      publisher.customCount = Int.random(in: 0...63, using: &random)
      publisher.customConsent = field(publisher.customCount, &random)
      publisher.customLegitimateInterest = field(publisher.customCount, &random)
      string.publisher = publisher
      string.segments.append(.publisherTC)
    }
    return string
  }

  static func us(_ layout: USLayout, _ random: inout SplitMix64) -> USSection {
    func answer() -> Int { Int.random(in: 0...2, using: &random) }
    let values = layout.fields.map { field -> USSection.Value in
      guard let count = field.count else { return .one(answer()) }
      return .many((0..<count).map { _ in answer() })
    }
    var section = USSection(layout, version: layout.version, values: values)
    switch layout.appendix {
    case .none: break
    case .globalPrivacyControl: section.globalPrivacyControl = [nil, true, false].randomElement(using: &random) ?? nil
    case .sensitiveData(let count): section.sensitiveData = (0..<count).map { _ in answer() }
    }
    return section
  }

  /// A bit field keeps its width as its greatest identifier.
  private static func field(_ count: Int, _ random: inout SplitMix64) -> IdentifierSet {
    var set = IdentifierSet(greatest: count)
    for identifier in stride(from: 1, through: count, by: 1) where Bool.random(using: &random) {
      set.insert(identifier...identifier)
    }
    return set
  }
}

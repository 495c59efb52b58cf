package import ConsentSignals
internal import GovernanceModel

/// Generated consent signals, each the same for the same seed.
package enum RandomSignals {
  package static func identifiers(_ random: inout SplitMix64, upTo greatest: Int) -> IdentifierSet {
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

  package static func tcf(_ random: inout SplitMix64) -> TCString {
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

  package static func us(_ layout: USLayout, _ random: inout SplitMix64) -> USSection {
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

  /// Well-formed strings, to be taken as they are or changed by ``text(_:from:)``.
  package static func pool(_ random: inout SplitMix64) -> [[UInt8]] {
    var pool = [Array("1YNN".utf8)]
    for _ in 0..<100 { pool.append(Array(tcf(&random).encoded.utf8.prefix(2000))) }
    for layout in USLayout.all {
      for _ in 0..<20 {
        pool.append(Array(GPPString([.init(id: layout.id, section: .us(us(layout, &random)))]).encoded.utf8))
      }
    }
    return pool
  }

  /// A string that may be a signal: one of the pool, one that was changed here and there, or no more than its alphabet.
  package static func text(_ random: inout SplitMix64, from pool: [[UInt8]]) -> String {
    var characters: [UInt8]
    switch Int.random(in: 0..<3, using: &random) {
    case 0, 1: characters = pool[Int.random(in: 0..<pool.count, using: &random)]
    default:
      let first = ["C", "DB", "D", "B", "1", "G1", ""].randomElement(using: &random) ?? ""
      characters = Array(first.utf8)
      for _ in 0..<Int.random(in: 0...90, using: &random) {
        characters.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
      }
    }
    if Bool.random(using: &random) { change(&characters, &random) }
    return String(decoding: characters, as: UTF8.self)
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=!".utf8)

  private static func change(_ characters: inout [UInt8], _ random: inout SplitMix64) {
    for _ in 0..<Int.random(in: 1...4, using: &random) where !characters.isEmpty {
      let place = Int.random(in: 0..<characters.count, using: &random)
      let character = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      switch Int.random(in: 0..<4, using: &random) {
      case 0: characters[place] = character
      case 1: characters.insert(character, at: place)
      case 2: characters.remove(at: place)
      default: characters.removeSubrange(place...)
      }
    }
  }
}

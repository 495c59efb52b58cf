internal import GovernanceModel
package import SourceDocuments

extension TCString {
  /// The fields under the names that the IAB Tech Lab's reference decoders use; an absent segment is `null`.
  package var json: JSONValue {
    let own: [String: JSONValue] = [
      "version": .number(2), "policyVersion": .number(Double(policyVersion)),
      "isServiceSpecific": .boolean(isServiceSpecific), "useNonStandardTexts": .boolean(usesNonStandardTexts),
      "specialFeatureOptIns": specialFeatureOptIns.json, "purposesConsent": purposesConsent.json,
      "purposesLITransparency": purposesLegitimateInterest.json, "purposeOneTreatment": .boolean(purposeOneTreatment),
      "publisherCC": .text(publisherCountry), "vendorConsents": vendorConsents.json,
      "vendorLegitimateInterests": vendorLegitimateInterests.json,
      "publisherRestrictions": .array(restrictions.map(\.json)), "disclosedVendors": disclosedVendors?.json ?? .null,
      "allowedVendors": allowedVendors?.json ?? .null, "publisherTC": publisher?.json ?? .null,
      "segments": .array(segments.map { .text($0.rawValue) }),
    ]
    return .object(own.merging(header.json) { $1 })
  }
}

extension LegacyTCString {
  package var json: JSONValue {
    let own: [String: JSONValue] = [
      "version": .number(1), "purposesAllowed": purposesAllowed.json, "vendorConsents": vendorConsents.json,
    ]
    return .object(own.merging(header.json) { $1 })
  }
}

extension TCString.PublisherRestriction {
  fileprivate var json: JSONValue {
    .object([
      "purposeId": .number(Double(purpose)), "restrictionType": .number(Double(kind.rawValue)), "vendors": vendors.json,
    ])
  }
}

extension TCString.PublisherPurposes {
  fileprivate var json: JSONValue {
    .object([
      "purposesConsent": consent.json, "purposesLITransparency": legitimateInterest.json,
      "numCustomPurposes": .number(Double(customCount)), "customPurposesConsent": customConsent.json,
      "customPurposesLITransparency": customLegitimateInterest.json,
    ])
  }
}

extension IdentifierSet {
  var json: JSONValue { .array(members.map { .number(Double($0)) }) }
}

extension Instant {
  /// ISO 8601 with three decimals, as ECMA-262 writes dates.
  var millisecondText: String {
    let milliseconds = String(microseconds / 1000 % 1000)
    let seconds = Instant(microseconds: microseconds - microseconds % Self.microsecondsPerSecond).description.dropLast()
    return seconds + "." + String(repeating: "0", count: 3 - milliseconds.utf8.count) + milliseconds + "Z"
  }
}

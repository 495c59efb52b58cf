internal import GovernanceModel
package import SourceDocuments

extension GPPString {
  /// Section ids and the fields of each section under the specification's names, as IAB Tech Lab's libraries give them.
  package var json: JSONValue {
    .object([
      "sectionIds": .array(entries.map { .number(Double($0.id)) }),
      "sections": .object(
        Dictionary(entries.map { (Self.name(ofSection: $0.id), $0.section.json) }, uniquingKeysWith: { $1 })),
    ])
  }
}

extension GPPString.Section {
  package var json: JSONValue {
    switch self {
    case .europe(let string): string.platformJSON
    case .canada(let string): string.json
    case .usPrivacy(let string): string.json
    case .us(let section): section.json
    case .unknown: .null
    }
  }
}

extension USPrivacyString {
  var json: JSONValue {
    .object([
      "Version": .number(Double(version)), "Notice": .text(String(notice)), "OptOutSale": .text(String(optOutOfSale)),
      "LspaCovered": .text(String(limitedServiceProvider)),
    ])
  }
}

extension USSection {
  var json: JSONValue {
    var members: [String: JSONValue] = [layout.versionName: .number(Double(version))]
    for (field, value) in zip(layout.fields, values) {
      switch value {
      case .one(let number): members[field.name] = .number(Double(number))
      case .many(let numbers): members[field.name] = .array(numbers.map { .number(Double($0)) })
      }
    }
    switch layout.appendix {
    case .none: break
    case .globalPrivacyControl: members["Gpc"] = globalPrivacyControl.map(JSONValue.boolean) ?? .null
    case .sensitiveData:
      members["SensitiveDataProcessing"] = sensitiveData.map { .array($0.map { .number(Double($0)) }) } ?? .null
    }
    return .object(members)
  }
}

extension TCString {
  /// The fields as GPP names them: bit fields as lists of truth values.
  fileprivate var platformJSON: JSONValue {
    var members = header.platformJSON
    members["Version"] = .number(2)
    members["PolicyVersion"] = .number(Double(policyVersion))
    members["IsServiceSpecific"] = .boolean(isServiceSpecific)
    members["UseNonStandardStacks"] = .boolean(usesNonStandardTexts)
    members["SpecialFeatureOptins"] = specialFeatureOptIns.bits(Self.specialFeatureCount)
    members["PurposeConsents"] = purposesConsent.bits(Self.purposeCount)
    members["PurposeLegitimateInterests"] = purposesLegitimateInterest.bits(Self.purposeCount)
    members["PurposeOneTreatment"] = .boolean(purposeOneTreatment)
    members["PublisherCountryCode"] = .text(publisherCountry)
    members["VendorConsents"] = vendorConsents.json
    members["VendorLegitimateInterests"] = vendorLegitimateInterests.json
    members["PublisherRestrictions"] = .array(
      restrictions.map { .restriction($0.purpose, $0.kind.rawValue, $0.vendors) })
    members["PublisherConsents"] = publisher?.consent.bits(Self.purposeCount) ?? .null
    members["PublisherLegitimateInterests"] = publisher?.legitimateInterest.bits(Self.purposeCount) ?? .null
    members["NumCustomPurposes"] = publisher.map { .number(Double($0.customCount)) } ?? .null
    members["PublisherCustomConsents"] = publisher.map { $0.customConsent.bits($0.customCount) } ?? .null
    members["PublisherCustomLegitimateInterests"] =
      publisher.map { $0.customLegitimateInterest.bits($0.customCount) } ?? .null
    members["VendorsAllowed"] = allowedVendors?.json ?? .null
    members["VendorsDisclosed"] = disclosedVendors?.json ?? .null
    return .object(members)
  }
}

extension CanadianTCString {
  fileprivate var json: JSONValue {
    var members = header.platformJSON
    members["Version"] = .number(Double(version))
    members["TcfPolicyVersion"] = .number(Double(policyVersion))
    members["UseNonStandardStacks"] = .boolean(usesNonStandardTexts)
    members["SpecialFeatureExpressConsent"] = .bits(specialFeatures)
    members["PurposesExpressConsent"] = .bits(purposesExpress)
    members["PurposesImpliedConsent"] = .bits(purposesImplied)
    members["VendorExpressConsent"] = vendorsExpress.json
    members["VendorImpliedConsent"] = vendorsImplied.json
    members["PubRestrictions"] = .array(restrictions.map { .restriction($0.purpose, $0.kind, $0.vendors) })
    members["PubPurposesExpressConsent"] = publisher.map { .bits($0.express) } ?? .null
    members["PubPurposesImpliedConsent"] = publisher.map { .bits($0.implied) } ?? .null
    members["NumCustomPurposes"] = publisher.map { .number(Double($0.customExpress.count)) } ?? .null
    members["CustomPurposesExpressConsent"] = publisher.map { .bits($0.customExpress) } ?? .null
    members["CustomPurposesImpliedConsent"] = publisher.map { .bits($0.customImplied) } ?? .null
    members["DisclosedVendors"] = disclosedVendors?.json ?? .null
    return .object(members)
  }
}

extension IdentifierSet {
  fileprivate func bits(_ count: Int) -> JSONValue {
    .array(stride(from: 1, through: count, by: 1).map { .boolean(contains($0)) })
  }
}

extension JSONValue {
  fileprivate static func bits(_ values: [Bool]) -> JSONValue { .array(values.map(JSONValue.boolean)) }

  fileprivate static func restriction(_ purpose: Int, _ kind: Int, _ vendors: IdentifierSet) -> JSONValue {
    .object(["key": .number(Double(purpose)), "type": .number(Double(kind)), "ids": vendors.json])
  }
}

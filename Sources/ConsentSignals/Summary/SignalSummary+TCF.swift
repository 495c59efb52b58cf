internal import GovernanceModel

extension SignalSummary {
  mutating func describe(_ string: TCString, at instant: Instant, _ terms: TCFTerms) {
    title = "TC string of TCF 2, policy version \(string.policyVersion)"
    facts = [
      "created \(string.created), last updated \(string.lastUpdated)",
      "by CMP \(string.cmpID) (version \(string.cmpVersion)), screen \(string.consentScreen), in \(string.consentLanguage)",
      "vendor list \(string.vendorListVersion), publisher in \(string.publisherCountry), "
        + (string.isServiceSpecific ? "service-specific" : "global scope"),
    ]
    sections = [
      Section(title: "purposes", lines: TCFPurpose.all.map { string.sentence(of: $0) }),
      Section(
        title: "special features",
        lines: TCFPurpose.specialFeatures.sorted { $0.key < $1.key }.map { id, name in
          "\(id) \(name): \(string.specialFeatureOptIns.contains(id) ? "opted in" : "no")"
        }),
      Section(title: "vendors", lines: string.vendorSentences),
    ]
    remarks = string.remarks(at: instant, terms: terms)
  }

  mutating func describe(_ string: LegacyTCString) {
    title = "TC string of TCF 1.1"
    facts = ["created \(string.created), last updated \(string.lastUpdated)", "by CMP \(string.cmpID)"]
    let purposes = string.purposesAllowed.members.map(String.init).joined(separator: ", ")
    sections = [
      Section(
        title: "purposes",
        lines: ["\(purposes.isEmpty ? "none" : purposes) (numbers of TCF 1, which mean other purposes)"]),
      Section(title: "vendors", lines: ["\(string.vendorConsents.count) with consent"]),
    ]
    remarks = [.legacyVersion]
  }
}

extension TCString {
  fileprivate func sentence(of purpose: TCFPurpose) -> String {
    var grounds: [String] = []
    if purpose.id == 1, purposeOneTreatment { grounds.append("not disclosed (see \(publisherCountry)'s law)") }
    if purposesConsent.contains(purpose.id) { grounds.append("consent") }
    if purposesLegitimateInterest.contains(purpose.id) { grounds.append("legitimate interest disclosed") }
    return "\(purpose.id) \(purpose.name): \(grounds.isEmpty ? "no" : grounds.joined(separator: ", "))"
  }

  fileprivate var vendorSentences: [String] {
    var lines = [
      "\(vendorConsents.count) with consent, \(vendorLegitimateInterests.count) with legitimate interest, of up to "
        + "\(max(vendorConsents.greatest, vendorLegitimateInterests.greatest))",
      disclosedVendors.map { "\($0.count) disclosed" } ?? "disclosed vendors are not named",
    ]
    for restriction in restrictions {
      let demand =
        switch restriction.kind {
        case .notAllowed: "is barred"
        case .requireConsent: "needs consent"
        case .requireLegitimateInterest: "needs legitimate interest"
        case .undefined: "has an undefined restriction"
        }
      let count = restriction.vendors.count
      lines.append("purpose \(restriction.purpose) \(demand) for \(count) vendor\(count == 1 ? "" : "s")")
    }
    return lines
  }
}

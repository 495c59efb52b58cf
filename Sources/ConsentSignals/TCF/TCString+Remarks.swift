package import GovernanceModel

extension TCString {
  /// What is wrong with the string at an instant, in the order of its fields.
  package func remarks(at instant: Instant, terms: TCFTerms = .current) -> [SignalRemark] {
    var remarks: [SignalRemark] = []
    func note(_ remark: SignalRemark, _ holds: Bool) { if holds { remarks.append(remark) } }
    note(.createdInFuture, header.created > instant)
    note(.unequalDates, header.created != header.lastUpdated)
    note(.datesFinerThanDay, header.created.timeOfDay != 0 || header.lastUpdated.timeOfDay != 0)
    note(.stale, terms.refresh.added(to: header.lastUpdated) <= instant)
    // Identifiers 0 and 1 belong to no CMP.
    note(.unknownCMP, header.cmpID < 2)
    note(.languageIsNoLanguage, !header.consentLanguage.utf8.allSatisfy { (65...90).contains($0) })
    note(.noVendorList, header.vendorListVersion == 0)
    note(.obsoletePolicy(policyVersion), policyVersion < 4 && header.created >= terms.policyFourSince)
    note(.globalScope, !isServiceSpecific)
    let barred = purposesLegitimateInterest.members.filter { $0 == 1 || (policyVersion >= 4 && (3...6).contains($0)) }
    note(.legitimateInterest(purposes: barred), !barred.isEmpty)
    note(.missingDisclosedVendors, disclosedVendors == nil && header.created >= terms.disclosedVendorsSince)
    note(.outOfBandVendors, allowedVendors != nil)
    return remarks
  }
}

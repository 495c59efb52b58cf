/// Whether a vendor may process for a purpose (TCF implementation guidelines, "How to check a vendor's legal basis").
package enum VendorPermission: Hashable, Sendable {
  case consent
  case legitimateInterest
  case denied(Denial)

  package enum Denial: Hashable, Sendable {
    /// No such vendor in the list, or it left the framework.
    case unknownVendor
    /// The vendor list is of another version than the string's, or of an older specification.
    case otherVendorList
    case notRegistered
    /// The publisher bars the vendor, or demands a ground that the vendor did not register.
    case restricted
    /// The person did not agree to the purpose, or objected.
    case purpose
    /// The person did not agree to the vendor, or objected.
    case vendor
    /// Purpose 1 was not disclosed: the law of the publisher's country decides, not the bit.
    case purposeOneNotDisclosed
  }
}

extension TCString {
  /// Whether a vendor may process for a purpose, and on which ground.
  ///
  /// - Parameter purpose: 1 to 24.
  package func permission(of vendorID: Int, for purpose: Int, in list: GlobalVendorList) -> VendorPermission {
    guard list.version == header.vendorListVersion, policyVersion < 4 || list.specificationVersion >= 3 else {
      return .denied(.otherVendorList)
    }
    guard let vendor = list.vendors[vendorID], !vendor.isDeleted else { return .denied(.unknownVendor) }
    guard vendor.isRegistered(for: purpose) else { return .denied(.notRegistered) }
    guard let ground = ground(of: vendor, for: purpose) else { return .denied(.restricted) }
    if purpose == 1, purposeOneTreatment { return .denied(.purposeOneNotDisclosed) }
    let (purposes, vendors) =
      ground == .consent
      ? (purposesConsent, vendorConsents) : (purposesLegitimateInterest, vendorLegitimateInterests)
    guard purposes.contains(purpose) else { return .denied(.purpose) }
    return vendors.contains(vendorID) ? ground : .denied(.vendor)
  }

  /// The ground on which a vendor's processing rests: its registered one, unless the publisher restricts it. Nil: none.
  private func ground(of vendor: GlobalVendorList.Vendor, for purpose: Int) -> VendorPermission? {
    let kinds = restrictions.filter { $0.purpose == purpose && $0.vendors.contains(vendor.id) }.map(\.kind)
    if kinds.contains(.notAllowed) { return nil }
    let isFlexible = vendor.flexiblePurposes.contains(purpose)
    // The strictest of contradicting restrictions holds.
    if kinds.contains(.requireConsent) {
      return isFlexible || vendor.purposes.contains(purpose) ? .consent : nil
    }
    if kinds.contains(.requireLegitimateInterest) {
      return isFlexible || vendor.legitimateInterestPurposes.contains(purpose) ? .legitimateInterest : nil
    }
    return vendor.purposes.contains(purpose) ? .consent : .legitimateInterest
  }

  /// A special purpose needs no choice of the person, but since TCF 2.3 the vendor must have been disclosed.
  package func maySpecialPurpose(_ purpose: Int, of vendorID: Int, in list: GlobalVendorList) -> Bool {
    guard let vendor = list.vendors[vendorID], vendor.specialPurposes.contains(purpose) else { return false }
    return disclosedVendors.map { $0.contains(vendorID) } ?? true
  }

  package func maySpecialFeature(_ feature: Int, of vendorID: Int, in list: GlobalVendorList) -> Bool {
    specialFeatureOptIns.contains(feature) && list.vendors[vendorID]?.specialFeatures.contains(feature) ?? false
  }
}

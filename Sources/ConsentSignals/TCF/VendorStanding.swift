internal import GovernanceModel
package import SourceDocuments

/// What a TC string and a Global Vendor List together say of one vendor: what it may do on which ground, and what it declared
/// itself: how long it keeps data, and of which categories.
package struct VendorStanding: Sendable {
  private let string: TCString
  private let vendorID: Int
  private let list: GlobalVendorList

  package init(of vendorID: Int, in string: TCString, _ list: GlobalVendorList) {
    (self.string, self.vendorID, self.list) = (string, vendorID, list)
  }

  private var vendor: GlobalVendorList.Vendor? { list.vendors[vendorID] }

  package var title: String {
    "vendor \(vendorID)\(vendor.map { " (\($0.name))" } ?? ""), by vendor list \(list.version)"
  }

  /// One line a purpose that the vendor registered, then what it declared.
  package var sentences: [String] {
    guard let vendor else { return ["the list has no such vendor"] }
    if let fault { return [fault] }
    let purposes = TCFPurpose.all.filter { vendor.isRegistered(for: $0.id) }.map { purpose in
      let kept = vendor.retention(of: purpose.id).map { ", data kept for \($0)" } ?? ""
      return "\(purpose.id) \(purpose.name): \(string.permission(of: vendorID, for: purpose.id, in: list).words)\(kept)"
    }
    let special = vendor.specialPurposes.sorted().map { number in
      let may = string.maySpecialPurpose(number, of: vendorID, in: list)
      return "special purpose \(number): \(may ? "yes" : "not disclosed")"
    }
    let features = vendor.specialFeatures.sorted().map { number in
      "special feature \(number): \(string.maySpecialFeature(number, of: vendorID, in: list) ? "opted in" : "no")"
    }
    let declared = vendor.declaredData.sorted().map(String.init).joined(separator: ", ")
    return purposes + special + features
      + ["declares data of the categories \(declared.isEmpty ? "(none)" : declared)"]
  }

  /// Why the list cannot speak about the string.
  private var fault: String? {
    guard list.version != string.header.vendorListVersion else { return nil }
    return "the string follows vendor list \(string.header.vendorListVersion): ask that one"
  }

  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .number(Double(vendorID)), "vendorListVersion": .number(Double(list.version)),
      "purposes": .array(TCFPurpose.all.filter { vendor?.isRegistered(for: $0.id) ?? false }.map(purposeJSON)),
      "dataDeclaration": .array((vendor?.declaredData.sorted() ?? []).map { .number(Double($0)) }),
    ]
    members["name"] = vendor.map { .text($0.name) }
    members["error"] = fault.map { .text($0) }
    return .object(members)
  }

  private func purposeJSON(_ purpose: TCFPurpose) -> JSONValue {
    let permission = string.permission(of: vendorID, for: purpose.id, in: list)
    var members: [String: JSONValue] = ["id": .number(Double(purpose.id)), "permission": .text(permission.name)]
    if case .denied(let denial) = permission { members["reason"] = .text("\(denial)") }
    let days = vendor.flatMap { $0.purposeRetention[purpose.id] ?? $0.standardRetention }
    members["retentionDays"] = days.map { .number(Double($0)) }
    return .object(members)
  }
}

extension VendorPermission {
  fileprivate var name: String {
    switch self {
    case .consent: "consent"
    case .legitimateInterest: "legitimateInterest"
    case .denied: "denied"
    }
  }

  fileprivate var words: String {
    switch self {
    case .consent: "yes, by consent"
    case .legitimateInterest: "yes, by legitimate interest"
    case .denied(.unknownVendor): "no: the vendor left the framework"
    case .denied(.otherVendorList): "cannot be told: another vendor list"
    case .denied(.notRegistered): "no: not registered"
    case .denied(.restricted): "no: the publisher restricts it"
    case .denied(.purpose): "no: the person did not agree to the purpose"
    case .denied(.vendor): "no: the person did not agree to the vendor"
    case .denied(.purposeOneNotDisclosed): "not disclosed: the law of the publisher's country decides"
    }
  }
}

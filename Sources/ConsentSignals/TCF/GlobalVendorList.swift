package import GovernanceModel
package import SourceDocuments

/// A Global Vendor List of specification version 3: what each vendor registered.
package struct GlobalVendorList: Sendable {
  package struct Vendor: Hashable, Sendable {
    package var id: Int
    package var name: String
    package var purposes: Set<Int>
    package var legitimateInterestPurposes: Set<Int>
    package var flexiblePurposes: Set<Int>
    package var specialPurposes: Set<Int>
    package var specialFeatures: Set<Int>
    /// Categories of data that the vendor declares, 1 to 11.
    package var declaredData: Set<Int>
    /// Days that data is kept where a purpose says nothing of its own.
    package var standardRetention: Int?
    /// Days by purpose.
    package var purposeRetention: [Int: Int]
    package var isDeleted: Bool

    /// How long data of a purpose is kept, from the vendor's own declaration.
    package func retention(of purpose: Int) -> CalendarPeriod? {
      (purposeRetention[purpose] ?? standardRetention).map { CalendarPeriod(days: $0) }
    }

    package func isRegistered(for purpose: Int) -> Bool {
      purposes.contains(purpose) || legitimateInterestPurposes.contains(purpose)
    }
  }

  package var specificationVersion: Int
  package var version: Int
  package var policyVersion: Int
  package var vendors: [Int: Vendor]

  /// Throws ``InputError`` where the file is no vendor list, with the place of what is missing.
  package init(_ file: SourceFile) throws(InputError) {
    let root = try Node.json(file)
    var problems = Problems(in: file)
    func number(_ key: String) -> Int {
      if case .integer(let value)? = root[key]?.content { return Int(value) }
      problems.error("a vendor list has a number `\(key)`", at: root[key] ?? root)
      return 0
    }
    specificationVersion = number("gvlSpecificationVersion")
    version = number("vendorListVersion")
    policyVersion = number("tcfPolicyVersion")
    vendors = [:]
    guard let entries = root["vendors"]?.entries else {
      problems.error("a vendor list has a mapping `vendors`", at: root["vendors"] ?? root)
      throw InputError(problems.diagnostics)
    }
    for entry in entries {
      guard let vendor = Vendor(entry.value) else {
        problems.error("a vendor has a number `id` and a text `name`", at: entry.value)
        continue
      }
      vendors[vendor.id] = vendor
    }
    try problems.throwIfAny()
  }
}

extension GlobalVendorList.Vendor {
  fileprivate init?(_ node: Node) {
    guard case .integer(let id)? = node["id"]?.content, let name = node["name"]?.scalarText else { return nil }
    func numbers(_ key: String) -> Set<Int> { Set((node[key]?.elements ?? []).compactMap(\.wholeNumber)) }
    (self.id, self.name) = (Int(id), name)
    purposes = numbers("purposes")
    legitimateInterestPurposes = numbers("legIntPurposes")
    flexiblePurposes = numbers("flexiblePurposes")
    specialPurposes = numbers("specialPurposes")
    specialFeatures = numbers("specialFeatures")
    declaredData = numbers("dataDeclaration")
    standardRetention = node["dataRetention"]?["stdRetention"]?.wholeNumber
    purposeRetention = [:]
    for entry in node["dataRetention"]?["purposes"]?.entries ?? [] {
      if let purpose = Int(entry.key), let days = entry.value.wholeNumber { purposeRetention[purpose] = days }
    }
    isDeleted = node["deletedDate"] != nil
  }
}

extension Node {
  fileprivate var wholeNumber: Int? { if case .integer(let value) = content { Int(value) } else { nil } }
}

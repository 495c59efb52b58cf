import ConsentSignals
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@Suite struct VendorPermissionTests {
  private static let list = """
    {"gvlSpecificationVersion": 3, "vendorListVersion": 17, "tcfPolicyVersion": 4, "vendors": {
      "7": {"id": 7, "name": "Seven", "purposes": [1, 3], "legIntPurposes": [7, 9], "flexiblePurposes": [7],
            "specialPurposes": [1], "features": [], "specialFeatures": [1], "dataDeclaration": [1, 8],
            "dataRetention": {"stdRetention": 397, "purposes": {"3": 30}, "specialPurposes": {}}},
      "8": {"id": 8, "name": "Eight", "purposes": [3], "deletedDate": "2024-01-01T00:00:00Z"}}}
    """

  private func vendors(_ json: String = list) throws -> GlobalVendorList {
    try GlobalVendorList(SourceFile(path: "vendor-list.json", bytes: Array(json.utf8)))
  }

  private func string() -> TCString {
    let created = Instant(CivilDate(daysSinceEpoch: 20_600))
    var string = TCString(created: created, lastUpdated: created)
    string.vendorListVersion = 17
    string.purposesConsent = IdentifierSet([1, 3, 7])
    string.purposesLegitimateInterest = IdentifierSet([7])
    string.vendorConsents = IdentifierSet([7, 8])
    string.vendorLegitimateInterests = IdentifierSet([7])
    return string
  }

  @Test func `the registered ground decides, with both the purpose's and the vendor's bit`() throws {
    let list = try vendors()
    var string = string()
    #expect(string.permission(of: 7, for: 3, in: list) == .consent)
    #expect(string.permission(of: 7, for: 7, in: list) == .legitimateInterest)
    #expect(string.permission(of: 7, for: 9, in: list) == .denied(.purpose))
    #expect(string.permission(of: 7, for: 4, in: list) == .denied(.notRegistered))
    #expect(string.permission(of: 8, for: 3, in: list) == .denied(.unknownVendor))
    #expect(string.permission(of: 9, for: 3, in: list) == .denied(.unknownVendor))
    string.vendorConsents = IdentifierSet()
    #expect(string.permission(of: 7, for: 3, in: list) == .denied(.vendor))
  }

  @Test func `a restriction changes the ground of a flexible purpose and bars the others`() throws {
    let list = try vendors()
    func restricted(_ purpose: Int, _ kinds: TCString.PublisherRestriction.Kind...) -> VendorPermission {
      var string = string()
      string.restrictions = kinds.map { .init(purpose: purpose, kind: $0, vendors: IdentifierSet([7])) }
      return string.permission(of: 7, for: purpose, in: list)
    }
    #expect(restricted(3, .notAllowed) == .denied(.restricted))
    #expect(restricted(3, .requireConsent) == .consent)
    #expect(restricted(3, .requireLegitimateInterest) == .denied(.restricted))
    #expect(restricted(7, .requireConsent) == .consent)
    #expect(restricted(9, .requireConsent) == .denied(.restricted))
    #expect(restricted(7, .requireConsent, .notAllowed) == .denied(.restricted))
  }

  @Test func `purpose 1 that was not disclosed and another vendor list say no`() throws {
    let list = try vendors()
    var string = string()
    string.purposeOneTreatment = true
    #expect(string.permission(of: 7, for: 1, in: list) == .denied(.purposeOneNotDisclosed))
    string.vendorListVersion = 18
    #expect(string.permission(of: 7, for: 3, in: list) == .denied(.otherVendorList))
  }

  @Test func `special purposes ask for disclosure, special features for the person's choice`() throws {
    let list = try vendors()
    var string = string()
    #expect(string.maySpecialPurpose(1, of: 7, in: list))
    string.disclosedVendors = IdentifierSet([8])
    #expect(!string.maySpecialPurpose(1, of: 7, in: list))
    #expect(!string.maySpecialFeature(1, of: 7, in: list))
    string.specialFeatureOptIns = IdentifierSet([1])
    #expect(string.maySpecialFeature(1, of: 7, in: list))
  }

  @Test func `a vendor's retention is its own for the purpose, else its standard`() throws {
    let vendor = try #require(try vendors().vendors[7])
    #expect(vendor.retention(of: 3) == CalendarPeriod(days: 30))
    #expect(vendor.retention(of: 1) == CalendarPeriod(days: 397))
  }

  @Test(arguments: [
    #"{}"#, #"{"gvlSpecificationVersion": 3, "vendorListVersion": 1, "tcfPolicyVersion": 4, "vendors": {"1": {}}}"#,
  ])
  func `what is no vendor list is refused with what is missing`(json: String) {
    #expect(throws: InputError.self) { try vendors(json) }
  }

  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) func `a real list is read whole`() throws {
    let path = "consent-signals/gvl-v3-list17.json"
    let list = try GlobalVendorList(SourceFile(path: path, bytes: Corpus.bytes(of: path)))
    #expect(list.vendors.count == 692 && list.version == 17)
    #expect(list.vendors[1]?.flexiblePurposes == [7, 8, 9, 10])
  }
}

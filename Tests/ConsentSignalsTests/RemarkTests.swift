import ConsentSignals
import GovernanceModel
import Testing

@Suite struct RemarkTests {
  private static func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

  /// A string that TCF 2.3 accepts.
  private func string(created: String = "2026-06-01") throws -> TCString {
    let created = try Self.instant(created)
    var string = TCString(created: created, lastUpdated: created)
    string.cmpID = 28
    string.vendorListVersion = 150
    string.disclosedVendors = IdentifierSet([2, 6, 8])
    string.segments.append(.disclosedVendors)
    return string
  }

  @Test func `a string of today has no remark`() throws {
    #expect(try string().remarks(at: Self.instant("2026-11-22")) == [])
  }

  @Test(arguments: [
    ("2026-06-01", "2027-06-30T23:59:59Z", false), ("2026-06-01", "2027-07-01", true),
    ("2026-06-01", "2026-05-31", false),
  ])
  func `a string is stale thirteen months after its last update`(created: String, at: String, isStale: Bool) throws {
    let remarks = try string(created: created).remarks(at: Self.instant(at))
    #expect(remarks.contains(.stale) == isStale)
    #expect(remarks.contains(.createdInFuture) == (at < created))
  }

  @Test func `disclosed vendors are demanded of strings created since TCF 2_3`() throws {
    let at = try Self.instant("2026-11-22")
    for (created, isMissing) in [("2026-02-28", false), ("2026-03-01", true)] {
      var string = try string(created: created)
      string.disclosedVendors = nil
      string.segments = [.core]
      #expect(string.remarks(at: at).contains(.missingDisclosedVendors) == isMissing)
    }
  }

  @Test func `each fault has its remark`() throws {
    let at = try Self.instant("2026-11-22")
    func remarks(_ change: (inout TCString) throws -> Void) throws -> [SignalRemark] {
      var string = try string()
      try change(&string)
      return string.remarks(at: at)
    }
    #expect(try remarks { $0.isServiceSpecific = false } == [.globalScope])
    #expect(try remarks { $0.policyVersion = 3 } == [.obsoletePolicy(3)])
    #expect(try remarks { $0.cmpID = 1 } == [.unknownCMP])
    #expect(try remarks { $0.vendorListVersion = 0 } == [.noVendorList])
    #expect(try remarks { $0.consentLanguage = "A\u{5b}" } == [.languageIsNoLanguage])
    #expect(try remarks { $0.allowedVendors = IdentifierSet() } == [.outOfBandVendors])
    #expect(
      try remarks { $0.purposesLegitimateInterest = IdentifierSet([1, 2, 3, 6, 7]) }
        == [.legitimateInterest(purposes: [1, 3, 6])])
    #expect(
      try remarks { $0.lastUpdated = try Self.instant("2026-06-01T10:00:00Z") } == [.unequalDates, .datesFinerThanDay])
  }

  @Test func `GPP's broken corners are told`() throws {
    let at = try Self.instant("2026-11-22")
    func remarks(_ text: String, as kind: String) throws -> [SignalRemark] {
      guard case .section(let entry) = try ConsentSignal(decoding: text, as: kind) else { return [] }
      return entry.section.remarks(id: entry.id, at: at)
    }
    #expect(try remarks("BQAA.QA", as: "usmd") == [.experimentalSection])
    #expect(try remarks("1YNN", as: "uspv1") == [])
    #expect(
      try GPPString(decoding: "DBABjw~" + "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAA~1YNN").remarks(at: at)
        .map(\.section) == ["uspv1"])
    #expect(try remarks("CwAAAAAAAAA", as: "usnat") == [.undefinedAnswer(field: "SharingNotice")])
  }
}

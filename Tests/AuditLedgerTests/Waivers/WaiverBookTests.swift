import GovernanceModel
import Testing

@testable import AuditLedger

@Suite struct WaiverBookTests {
  private let asked = String(repeating: "0", count: 64)

  private func finding(
    asset: Asset = Samples.rule, counts: Counts = Counts(), status: Finding.Status = .new
  ) throws -> Finding {
    var finding = try #require(
      try Samples.findings([Samples.observation(asset: asset, counts: counts)]).first)
    finding.status = status
    return finding
  }

  private func waiver(_ finding: Finding, atMost: Int? = nil) -> Waiver {
    Waiver(
      fingerprint: finding.fingerprint, control: finding.control, asset: finding.asset.description, owner: "crm",
      reason: "soon", approver: "dpo", approved: Samples.instant("2026-01-10").date,
      expires: Samples.instant("2026-03-31").date, requirement: asked, atMost: atMost,
      span: SourceSpan(file: "waivers.yaml", line: 4, column: 5))
  }

  private func applied(_ waiver: Waiver, to finding: Finding, asOf: String = "2026-02-01") throws -> Finding {
    let book = WaiverBook([waiver], asOf: Samples.instant(asOf))
    return try #require(book.applied(to: [finding]) { _, _ in asked }.first)
  }

  @Test(arguments: [Finding.Status.new, .existing, .worse, .reopened])
  func `what is open and waived is put aside, with who answers for it`(status: Finding.Status) throws {
    let finding = try finding(status: status)
    let found = try applied(waiver(finding), to: finding)
    #expect(found.status == .waived && !found.isOpen && !found.isNews)
    #expect(found.waiver?.owner == "crm" && found.waiver?.approver == "dpo" && found.waiver?.fault == nil)
  }

  @Test(arguments: [
    ("2026-01-09T23:59:59Z", Finding.Status.waiverExpired), ("2026-01-10", .waived),
    ("2026-03-31T23:59:59.999999Z", .waived), ("2026-04-01T00:00:00Z", .waiverExpired), ("2036-01-01", .waiverExpired),
  ])
  func `a waiver holds from its approval through its last day`(asOf: String, status: Finding.Status) throws {
    let finding = try finding(status: .existing)
    let found = try applied(waiver(finding), to: finding, asOf: asOf)
    #expect(found.status == status)
    // A waiver that does not hold is news, though the finding was known.
    #expect(found.isNews == (status != .waived))
    #expect((found.waiver?.fault == nil) == (status == .waived))
  }

  @Test func `a waiver of another requirement, control or asset is stale`() throws {
    let finding = try finding()
    let changes: [(inout Waiver) -> Void] = [
      { $0.requirement = String(repeating: "1", count: 64) }, { $0.control = "crowd" },
      { $0.asset = "rule:spring/other" },
    ]
    for change in changes {
      var waiver = waiver(finding)
      change(&waiver)
      let found = try applied(waiver, to: finding)
      #expect(found.status == .waiverStale && found.isNews)
    }
  }

  @Test func `a control that is gone makes its waiver stale`() throws {
    let finding = try finding()
    let book = WaiverBook([waiver(finding)], asOf: Samples.instant("2026-02-01"))
    #expect(book.applied(to: [finding]) { _, _ in nil }.map(\.status) == [.waiverStale])
  }

  @Test(arguments: [
    (Counts(uses: 9, subjects: 3), 3, Finding.Status.waived), (Counts(uses: 9, subjects: 4), 3, .waiverExceeded),
    (Counts(records: 4), 3, .waiverExceeded), (Counts(uses: 4), 4, .waived), (Counts(), 0, .waived),
  ])
  func `a store's waiver covers so many`(counts: Counts, atMost: Int, status: Finding.Status) throws {
    let finding = try finding(asset: Samples.sends, counts: counts)
    let found = try applied(waiver(finding, atMost: atMost), to: finding)
    #expect(found.status == status && found.isNews == (status == .waiverExceeded))
  }

  @Test(arguments: [Finding.Status.fixed, .notExamined, .retired])
  func `what is gone is not waived`(status: Finding.Status) throws {
    let finding = try finding(status: status)
    #expect(try applied(waiver(finding), to: finding).status == status)
  }

  @Test func `other findings are left alone`() throws {
    let (known, other) = (try finding(), try finding(asset: Samples.people))
    #expect(try applied(waiver(known), to: other) == other)
  }

  // MARK: - Orphans

  private func orphans(_ findings: [Finding], gaps: [Gap] = [], controls: Set<String> = ["withdrawal"]) throws -> [Gap]
  {
    let waivers = [waiver(try finding())]
    return WaiverBook(waivers, asOf: Samples.instant("2026-02-01")).orphans(
      among: findings, coverage: Coverage(Samples.report(findings, gaps: gaps)), controls: controls)
  }

  @Test func `a waiver that waives nothing in a complete look is told with its place`() throws {
    let gaps = try orphans([])
    #expect(gaps.count == 1 && gaps[0].reason == .dangling)
    #expect(gaps[0].detail.contains("waivers.yaml:4:5") && gaps[0].detail.contains("rule:spring/lapsed"))
    #expect(try orphans([finding(status: .fixed)]).count == 1)
  }

  @Test func `a waiver whose finding is there, or whose asset was not wholly looked at, is no orphan`() throws {
    #expect(try orphans([finding()]).isEmpty)
    #expect(try orphans([finding(status: .waived)]).isEmpty)
    #expect(try orphans([], gaps: [Gap(subject: "spring", reason: .unreadable, detail: "")]).isEmpty)
  }

  @Test func `a waiver of a control that is gone is an orphan`() throws {
    #expect(try orphans([], gaps: [Gap(subject: "spring", reason: .unreadable, detail: "")], controls: []).count == 1)
  }

  @Test(arguments: [
    ("rule:spring/lapsed", "any", true), ("rule:autumn/lapsed", "any", false),
    ("store:journey.sends", "withdrawal", true), ("store:journey.sends.status", "withdrawal", true),
    ("store:journey.sends/rule:18", "withdrawal", true), ("store:journey.sends", "crowd", false),
    ("store:journey", "crowd", true), ("store:support.sends", "withdrawal", false), ("nonsense", "withdrawal", false),
  ])
  func `the text of an asset is looked up as the asset is`(asset: String, control: String, isComplete: Bool) {
    #expect(Coverage(Samples.report()).isComplete(assetText: asset, under: control) == isComplete)
  }
}

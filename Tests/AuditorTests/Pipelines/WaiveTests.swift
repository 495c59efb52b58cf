import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@testable import Auditor

/// `proviso waive`: validated against what is there, written whole or not at all.
@Suite struct WaiveTests {
  private func workspace() throws -> Workspace {
    try Workspace([
      "proviso.yaml": "project: t\npolicies: [pack.yaml]\nruleSets: [rules.yaml]\nwaivers: governance/waivers.yaml\n",
      "pack.yaml": Workspace.ownerPack, "rules.yaml": Workspace.ownerlessRule,
    ])
  }

  private func request(
    _ name: String, owner: String = "crm", approver: String = "dpo", reason: String = "soon", days: Int = 30
  ) -> WaiverRequest {
    WaiverRequest(
      fingerprint: name, owner: owner, approver: approver, reason: reason, approved: Workspace.asOf.date,
      until: CivilDate(daysSinceEpoch: Workspace.asOf.date.daysSinceEpoch + days))
  }

  @Test func `a finding of the gate is waived by its first digits, where the project says`() throws {
    let work = try workspace()
    let finding = try #require(try work.gate().findings.first)
    let written = try work.auditor().waive(request(String(finding.fingerprint.dropFirst(4).prefix(8))))
    #expect(written.path.hasSuffix("governance/waivers.yaml") && written.finding.fingerprint == finding.fingerprint)
    let waived = try #require(try work.gate().findings.first)
    #expect(waived.status == .waived && waived.waiver?.reason == "soon")
  }

  @Test func `a waiver is renewed in its place`() throws {
    let work = try workspace()
    let name = try #require(try work.gate().findings.first).fingerprint
    _ = try work.auditor().waive(request(name, days: 10))
    _ = try work.auditor().waive(request(name, reason: "a little later", days: 20))
    let text = try String(contentsOfFile: work.path("governance/waivers.yaml"), encoding: .utf8)
    #expect(text.components(separatedBy: "fingerprint:").count == 2 && text.contains("a little later"))
  }

  @Test func `what nobody may waive writes nothing`() throws {
    let work = try workspace()
    let name = try #require(try work.gate().findings.first).fingerprint
    let refused = [
      request("abc"), request("fp1:xyz"), request("000000000000"), request(name, approver: "CRM "),
      request(name, owner: " "), request(name, reason: ""), request(name, reason: "a\u{1B}[31m"),
      request(name, days: 366), request(name, days: -1),
    ]
    for request in refused {
      #expect(throws: Failure.self) { _ = try work.auditor().waive(request) }
      #expect(!FileManager.default.fileExists(atPath: work.path("governance")))
    }
  }

  @Test func `a file of waivers that is broken stays as it is, and stops the gate`() throws {
    let work = try workspace()
    let name = try #require(try work.gate().findings.first).fingerprint
    try work.write("waivers:\n  - fingerprint: x\n", to: "governance/waivers.yaml")
    #expect(throws: InputError.self) { _ = try work.auditor().waive(request(name)) }
    #expect(throws: InputError.self) { _ = try work.gate() }
    #expect(
      try String(contentsOfFile: work.path("governance/waivers.yaml"), encoding: .utf8)
        == "waivers:\n  - fingerprint: x\n")
  }
}

import GovernanceModel
import ProvisoTesting
import Testing

@testable import Auditor

/// Runs of the audit over a project in a folder of its own.
@Suite struct AuditTests {
  static let project = """
    project: p
    policies: [own.yaml]
    ruleSets: [rules]
    stores: [{name: shop, path: shop.sqlite, map: map.yaml}]

    """
  static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: id}
        collections:
          - name: people
            fields: [{name: id, data_categories: [user.unique_id]}]

    """

  func workspace() throws -> Workspace {
    let work = try Workspace([
      "proviso.yaml": Self.project, "own.yaml": Workspace.ownerPack, "rules/spring.yaml": Workspace.ownerlessRule,
      "map.yaml": Self.map, ".proviso/pseudonym.key": "0123456789abcdef",
    ])
    try SQLiteWriter(path: work.path("shop.sqlite")).run("CREATE TABLE people (id); INSERT INTO people VALUES ('a')")
    return work
  }

  @Test func `a finding is new, then existing, then fixed`() throws {
    let work = try workspace()
    func run() throws -> [Finding] {
      try work.auditor().audit(stores: [], memory: nil, started: Workspace.asOf).report.findings
        .filter { $0.control == "own-owner" }
    }
    #expect(try run().map(\.status) == [.new])
    #expect(try run().map(\.status) == [.existing])
    try work.write(Workspace.ownerlessRule.replacing("use:", with: "owner: crm, use:"), to: "rules/spring.yaml")
    #expect(try run().map(\.status) == [.fixed])
  }

  @Test func `the bytes of a run are kept, and the same input gives the same ones`() throws {
    let work = try workspace()
    let first = try work.auditor().audit(stores: [], memory: nil, started: Workspace.asOf)
    #expect(try AuditHistory(of: work.project()).report(run: nil).xml == FileBytes.read(first.path))
    let again = try workspace()
    // Paths differ from folder to folder; findings do not.
    let second = try again.auditor().audit(stores: [], memory: nil, started: Workspace.asOf)
    #expect(first.report.findings.map(\.fingerprint) == second.report.findings.map(\.fingerprint))
  }

  @Test func `a store that the project does not have is told with the nearest`() throws {
    let work = try workspace()
    let error = #expect(throws: (any Error).self) {
      _ = try work.auditor().audit(stores: ["shpo"], memory: nil, started: Workspace.asOf)
    }
    let failure = Failure(try #require(error))
    #expect(failure.kind == .badInput)
    #expect(failure.diagnostics.first?.help == "did you mean `shop`?")
  }

  @Test func `a store that cannot be opened is a gap, and the report is incomplete`() throws {
    let work = try workspace()
    try work.write("no database at all, but words enough for a header of one hundred bytes", to: "shop.sqlite")
    let report = try work.auditor().audit(stores: [], memory: nil, started: Workspace.asOf).report
    #expect(!report.isComplete)
    #expect(report.gaps.contains { $0.subject.contains("shop") })
    #expect(report.findings.contains { $0.control == "own-owner" })
  }

  @Test func `a run that the ledger does not have, and a ledger that is not there, are told`() throws {
    let work = try workspace()
    #expect(throws: Failure.self) { _ = try AuditHistory(of: work.project()) }
    _ = try work.auditor().audit(stores: [], memory: nil, started: Workspace.asOf)
    let history = try AuditHistory(of: work.project())
    let error = #expect(throws: Failure.self) { _ = try history.report(run: 99) }
    #expect(error?.description == "the ledger has no run 99")
    #expect(try history.listing().split(separator: "\n").count == 1)
    #expect(try history.verifiedChain().hasPrefix("the chain of 1 complete run is intact, head "))
  }

  @Test func `a record that somebody changed breaks the chain, which says where`() throws {
    let work = try workspace()
    for _ in 0..<2 { _ = try work.auditor().audit(stores: [], memory: nil, started: Workspace.asOf) }
    try SQLiteWriter(path: work.path(".proviso/ledger.sqlite")).run(
      "DROP TRIGGER runIsFinal; UPDATE run SET digest = 'x' WHERE id = 1")
    let error = #expect(throws: Failure.self) { try AuditHistory(of: work.project()).verifiedChain() }
    #expect(error?.kind == .incomplete)
    #expect(error?.description.contains("from run 1 on") == true)
  }

  @Test func `a table that no map declares is told, and is no gap`() throws {
    let work = try workspace()
    try SQLiteWriter(path: work.path("shop.sqlite")).run("CREATE TABLE diary (id)")
    let outcome = try work.auditor().audit(stores: [], memory: nil, started: Workspace.asOf)
    #expect(
      outcome.notes.map(\.message) == ["the data map of `shop` does not declare the table `diary`: it is not audited"])
    #expect(!outcome.report.gaps.contains { $0.subject.contains("diary") })
  }

  @Test func `a control and a finding are explained by name and by the first digits`() throws {
    let work = try workspace()
    let findings = try work.auditor().audit(stores: [], memory: nil, started: Workspace.asOf).report.findings
    let finding = try #require(findings.first { $0.control == "own-owner" })
    func text(_ name: String) throws -> String {
      try Explanation.text(
        of: name, projectPath: work.root, installation: Workspace.installation, asOf: Workspace.asOf)
    }
    #expect(try text("own-owner").contains("Somebody answers."))
    let told = try text(finding.fingerprint)
    #expect(told.contains("rule:spring/lapsed") && told.contains("noOwner") && told.contains("Somebody answers."))
    #expect(try text(String(finding.fingerprint.dropFirst(4).prefix(8))) == told)
    #expect(try text("gdpr-7-3-withdrawal").contains("7(3)"))
    let error = #expect(throws: Failure.self) { _ = try text("own-ower") }
    #expect(error?.diagnostics.first?.help == "did you mean `own-owner`?")
    #expect(throws: Failure.self) { _ = try text(String(finding.fingerprint.dropFirst(4).prefix(5))) }
  }
}

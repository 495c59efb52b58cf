import Foundation
import ProvisoTesting
import Testing

/// `kill -9` in the middle of an audit.
@Suite struct InterruptedAuditTests {
  @Test func `the ledger stays valid and shows the run as interrupted`() throws {
    let project = try Small.project()
    try project.place.sqlite(
      "store.sqlite",
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
      INSERT INTO sends SELECT 'p' || (i % 90000), '2026-03-01T00:00:00Z', 'c' || (i % 5) FROM n;
      """)
    let running = try project.proviso.start(["audit", "--as-of", TestProject.asOf])
    // The run is recorded before the first row is read.
    while running.isRunning, !hasRun(project) { usleep(2000) }
    try #require(running.isRunning, "the audit ended before it could be killed")
    kill(running.processIdentifier, SIGKILL)
    running.waitUntilExit()
    #expect(running.terminationReason == .uncaughtSignal)
    #expect(try project.place.files().filter { $0.hasPrefix("audits/") }.isEmpty)

    let list = try project.proviso.run("report", "--list")
    #expect(list.status == 0)
    #expect(list.output.contains("interrupted"))
    let none = try project.proviso.run("report")
    #expect(none.status == 3)
    #expect(none.complaints.contains("no complete audit"))

    try project.place.sqlite("store.sqlite", "DELETE FROM sends WHERE campaign LIKE 'c%'")
    #expect(try project.audit().status == 1)
    let lines = try project.proviso.run("report", "--list").output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.count { $0.contains("interrupted") } == 1)
    #expect(lines.count { $0.contains("complete") } == 1)
    let writer = try SQLiteWriter(path: project.place.path + "/ledger.sqlite")
    #expect(try writer.quotedRows("PRAGMA integrity_check") == ["ok"])
  }

  private func hasRun(_ project: TestProject) -> Bool {
    guard let lines = try? project.proviso.run("report", "--list"), lines.status == 0 else { return false }
    return lines.output.contains("running") || lines.output.contains("started")
  }
}

import ProvisoTesting
import Testing

/// `--time-limit` and `timeLimit:`: an audit that may take no longer ends as Ctrl-C would end it.
@Suite struct TimeLimitTests {
  /// A view that is worked at for ever and has no row.
  private static let endless = """
    DROP TABLE sends;
    CREATE VIEW sends AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
      SELECT 'a' AS id, '2026-03-01T00:00:00Z' AS at, 'x' AS campaign FROM n WHERE i < 0;
    """

  private func expectInterrupted(_ project: TestProject, _ arguments: String...) throws {
    let outcome = try project.audit(arguments)
    #expect(outcome.status == 4, "\(outcome.everything)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.contains("the audit reached its time limit; the ledger keeps it as an interrupted run"))
    #expect(try project.proviso.run("report", "--list").output.contains("interrupted"))
    #expect(try project.place.files().filter { $0.hasPrefix("audits/") }.isEmpty)
  }

  @Test(arguments: ["0", "0s", "0m"]) func `no time at all looks at nothing, and is no pass`(_ limit: String) throws {
    try expectInterrupted(Small.clean(), "--time-limit", limit)
  }

  @Test func `the project's limit holds until the command names another`() throws {
    let project = try Small.project(more: "timeLimit: 0s\n")
    try expectInterrupted(project)
    #expect(try project.audit("--time-limit", "10m").status == 1)
  }

  @Test(arguments: ["auto", "pushdown"]) func `a query of SQLite without an end is stopped`(_ strategy: String) throws {
    let project = try Small.project()
    try project.place.sqlite("store.sqlite", Self.endless)
    try expectInterrupted(project, "--time-limit", "1s", "--strategy", strategy)
  }

  @Test(arguments: ["", "m", "-1s", "1d", "1.5h", "ten", "99999999h"])
  func `what is no time is a fault of usage, and of the project file`(_ limit: String) throws {
    let outcome = try Small.project().audit("--time-limit=\(limit)")
    #expect(outcome.status == 2, "\(outcome.everything)")
    let project = try Small.project(more: "timeLimit: '\(limit)'\n")
    #expect(try project.audit().complaints.contains("`timeLimit` is a time such as `90s`, `10m` or `2h`"))
  }
}

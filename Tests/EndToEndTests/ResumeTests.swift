import Foundation
import ProvisoTesting
import Testing

/// `proviso audit --resume`: an audit that was killed goes on where it was.
@Suite struct ResumeTests {
  private func project() throws -> TestProject {
    let project = try Small.project()
    try project.place.sqlite(
      "store.sqlite",
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
      INSERT INTO sends SELECT 'p' || (i % 9000), '2026-03-01T00:00:00Z', 'c' || (i % 5) FROM n;
      INSERT INTO log SELECT DISTINCT id, 'given', '2026-01-05T00:00:00Z', 'p' FROM sends WHERE id LIKE 'p%3';
      """)
    return project
  }

  /// How many readings of collections the ledger has of the run that was cut off.
  private func kept(_ project: TestProject) throws -> Int {
    guard project.place.exists("ledger.sqlite") else { return 0 }
    let writer = try SQLiteWriter(path: project.place.path + "/ledger.sqlite")
    return (try? writer.quotedRows("SELECT id FROM part").count) ?? 0
  }

  /// Kills an audit of many partitions once it has finished some.
  private func killed(_ project: TestProject, _ signal: Int32) throws {
    let running = try project.proviso.start(["audit", "--as-of", TestProject.asOf, "--partitions", "40"])
    while running.isRunning, try kept(project) < 3 { usleep(2000) }
    try #require(running.isRunning, "the audit ended before it could be killed")
    kill(running.processIdentifier, signal)
    running.waitUntilExit()
    #expect(try kept(project) >= 3)
  }

  @Test(arguments: [SIGKILL, SIGINT])
  func `what was finished is not read again, and the report is that of one that was not cut off`(_ signal: Int32) throws
  {
    let project = try project()
    try killed(project, signal)
    let resumed = try project.proviso.run("audit", "--resume", "-o", "xml:resumed.xml")
    #expect(resumed.status == 1, "\(resumed.everything)")
    #expect(resumed.complaints.contains("run 1 is resumed:") && resumed.complaints.contains("are not done again"))
    #expect(try kept(project) == 0)

    try project.place.remove("ledger.sqlite")
    #expect(try project.audit("-o", "xml:whole.xml").status == 1)
    #expect(try project.place.read("resumed.xml") == project.place.read("whole.xml"))
  }

  @Test func `nobody reads a person's key in what is kept`() throws {
    let project = try project()
    try killed(project, SIGKILL)
    let writer = try SQLiteWriter(path: project.place.path + "/ledger.sqlite")
    let bodies = try writer.quotedRows("SELECT hex(body) FROM part").joined()
    for canary in ["sample", "noRecord", "\"p10"] {
      let hex = canary.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
      #expect(!bodies.contains(hex), "\(canary)")
    }
  }

  @Test func `what changed meanwhile is told, and nothing is mixed`() throws {
    func refusal(_ change: (TestProject) throws -> Void, _ arguments: String...) throws -> String {
      let project = try project()
      try killed(project, SIGKILL)
      try change(project)
      let outcome = try project.proviso.run(["audit", "--resume"] + arguments)
      #expect(outcome.status == 3, "\(outcome.everything)")
      #expect(outcome.output.isEmpty)
      return outcome.complaints
    }
    let store = try refusal { try $0.place.sqlite("store.sqlite", "DELETE FROM sends WHERE id = 'a'") }
    #expect(store.contains("run 1 cannot be resumed: the store `shop` changed"))
    let map = try refusal { try $0.place.write(try $0.place.read("map.yaml") + "# changed\n", to: "map.yaml") }
    #expect(map.contains("run 1 cannot be resumed: the data map of `shop` changed"))
    let pack = try refusal { try $0.place.write(try $0.place.read("pack.yaml") + "# changed\n", to: "pack.yaml") }
    #expect(pack.contains("run 1 cannot be resumed: the project file, a policy pack or a vocabulary changed"))
    let instant = try refusal({ _ in }, "--as-of", "2026-06-02")
    #expect(instant.contains("run 1 cannot be resumed as of 2026-06-02T00:00:00Z: it is as of 2026-06-01T00:00:00Z"))
  }

  @Test func `without an interrupted audit there is nothing to resume`() throws {
    let project = try Small.project()
    #expect(try project.proviso.run("audit", "--resume").complaints.contains("no interrupted audit of these stores"))
    #expect(try project.audit().status == 1)
    let outcome = try project.proviso.run("audit", "--resume")
    #expect(outcome.status == 3 && outcome.complaints.contains("no interrupted audit of these stores"))
    for arguments in [["--resume", "--since", "LAST"], ["--resume", "--partitions", "2"], ["--partitions", "0"]] {
      #expect(try project.audit(arguments).status == 2)
    }
  }

  @Test func `an audit that is still running is left alone`() throws {
    let project = try project()
    let running = try project.proviso.start(["audit", "--as-of", TestProject.asOf, "--partitions", "40"])
    while running.isRunning, try kept(project) < 1 { usleep(2000) }
    try #require(running.isRunning)
    let outcome = try project.proviso.run("audit", "--resume")
    #expect(outcome.status == 3 && outcome.complaints.contains("run 1 is still running"), "\(outcome.everything)")
    kill(running.processIdentifier, SIGKILL)
    running.waitUntilExit()
  }
}

import Foundation
import Testing

/// An audit as a schedule sees it: exit codes, files, and the run before.
@Suite struct AuditRunTests {
  @Test func `findings end with 1, on standard output, with a valid report beside the ledger`() throws {
    let project = try Small.project()
    let outcome = try project.audit("-o", "xml:out/a.xml", "-o", "json:out/a.json")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("→ violation"))
    #expect(!outcome.output.contains("wrote"))
    #expect(outcome.complaints.contains("wrote out/a.xml"))
    let kept = try project.place.files().filter { $0.hasPrefix("audits/") }
    #expect(kept == ["audits/2026-06-01T000000Z-1.xml"])
    #expect(try project.place.bytes("out/a.xml") == project.place.bytes(kept[0]))
    let report = try ReportFile(project.place.bytes("out/a.xml"))
    #expect(try Set(report.findings()) == Set(Small.expected))
    #expect(try report.string("string(/p:report/@asOf)") == TestProject.asOf)
    #expect(try report.number("sum(//p:store/p:collection/@rows)") == 6)
    #expect(try report.number("count(//p:notExamined)") == 0)
    #expect(try JSONSerialization.jsonObject(with: Data(project.place.bytes("out/a.json"))) is [String: Any])
  }

  @Test func `a clean store ends with 0 and says what was looked at`() throws {
    let outcome = try Small.clean().audit()
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("no findings"))
    #expect(outcome.output.contains("shop.sends: 1 row, 1 examined"))
  }

  @Test func `the same store, instant and key give the same bytes`() throws {
    let project = try Small.project()
    for format in ["xml", "json", "text"] {
      let first = try project.audit("--format", format).output
      try project.place.remove("ledger.sqlite")
      let second = try project.audit("--format", format).output
      #expect(first == second)
      try project.place.remove("ledger.sqlite")
    }
  }

  @Test func `statuses follow the run before`() throws {
    let project = try Small.project()
    let place = project.place
    func statuses() throws -> [String] {
      _ = try project.audit("-o", "xml:s.xml")
      let report = try ReportFile(place.bytes("s.xml"))
      return try ["noRecord", "withdrawn"].map { reason in
        try report.string("string(//p:finding[@reason='\(reason)']/@status)")
      }
    }
    #expect(try statuses() == ["new", "new"])
    #expect(try statuses() == ["existing", "existing"])
    try place.sqlite("store.sqlite", "INSERT INTO sends VALUES ('d', '2026-03-01T00:00:00Z', 'y')")
    #expect(try statuses() == ["worse", "existing"])
    try place.sqlite("store.sqlite", "DELETE FROM sends WHERE id = 'b'")
    #expect(try statuses() == ["existing", "fixed"])
    try place.sqlite("store.sqlite", "INSERT INTO sends VALUES ('b', '2026-03-01T00:00:00Z', 'x')")
    #expect(try statuses() == ["existing", "reopened"])
    try place.sqlite("store.sqlite", "DROP TABLE sends")
    // What was not looked at is not mended.
    #expect(try statuses() == ["notExamined", "notExamined"])
  }

  @Test func `known findings do not fail the run unless asked for`() throws {
    let project = try Small.project()
    #expect(try project.audit().status == 1)
    #expect(try project.audit().status == 0)
    #expect(try project.audit("--include-existing").status == 1)
    #expect(try project.audit("--include-existing", "--fail-on", "critical").status == 0)
  }

  @Test func `less memory gives the same findings`() throws {
    let project = try Small.project()
    try project.place.sqlite(
      "store.sqlite",
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO sends SELECT 'p' || (i % 7000), '2026-03-01T00:00:00Z', 'c' || (i % 5) FROM n;
      """)
    _ = try project.audit("-o", "xml:whole.xml")
    try project.place.remove("ledger.sqlite")
    _ = try project.audit("-o", "xml:parts.xml", "--memory", "16M")
    #expect(try project.place.bytes("whole.xml") == project.place.bytes("parts.xml"))
  }

  @Test func `a store of the project can be asked for alone`() throws {
    let project = try Small.project()
    let place = project.place
    try place.sqlite("other.sqlite", Small.sql)
    try place.write(
      place.read("proviso.yaml").replacing(
        "ledger:", with: "  - {name: other, engine: sqlite, path: other.sqlite, map: map.yaml}\nledger:"),
      to: "proviso.yaml")
    _ = try project.audit("--store", "other", "-o", "xml:one.xml")
    let report = try ReportFile(place.bytes("one.xml"))
    #expect(try report.strings("//p:scope/p:store/@id") == ["other"])
    #expect(try Set(report.strings("//p:asset/@store")) == ["other"])
  }

  @Test func `report shows an audit again, byte for byte, and lists the runs`() throws {
    let project = try Small.project()
    let first = try project.audit("--format", "xml").output
    _ = try project.audit()
    #expect(try project.proviso.run("report", "1", "--format", "xml").output == first)
    let again = try project.proviso.run("report", "--format", "text")
    #expect(again.status == 0)
    #expect(again.output.contains("existing"))
    let list = try project.proviso.run("report", "--list").output.split(separator: "\n")
    #expect(list.count == 2)
    #expect(list.allSatisfy { $0.contains("complete") && $0.contains("2 open findings") })
    let missing = try project.proviso.run("report", "9")
    #expect(missing.status == 3)
    #expect(missing.complaints.contains("no run 9"))
  }

  @Test(arguments: [
    ("document", "UPDATE document SET xml = CAST(CAST(xml AS TEXT) || ' ' AS BLOB)", "its report was changed"),
    ("finding", "UPDATE finding SET uses = 7 WHERE position = 0", "its record was changed"),
  ])
  func `a report that was changed in the ledger is not handed out`(table: String, sql: String, trouble: String) throws {
    let project = try Small.project()
    _ = try project.audit()
    let triggers = ["Stays", "IsFinal"].map { "DROP TRIGGER IF EXISTS \(table)\($0); " }.joined()
    try project.place.sqlite("ledger.sqlite", triggers + sql)
    for arguments in [["report", "1", "-o", "xml:o.xml"], ["report", "--format", "json"]] {
      let outcome = try project.proviso.run(arguments)
      #expect(outcome.status == 4 && outcome.output.isEmpty)
      #expect(outcome.complaints.contains("run 1 of the ledger cannot be trusted: \(trouble)"))
    }
    #expect(!project.place.exists("o.xml"))
  }

  @Test(arguments: ["not: [a, map", nil])
  func `a report is shown whatever has become of the data map`(map: String?) throws {
    let project = try Small.project()
    let first = try project.audit("--format", "xml").output
    try project.place.remove("map.yaml")
    if let map { try project.place.write(map, to: "map.yaml") }
    let again = try project.proviso.run("report", "1", "--format", "xml")
    #expect(again.status == 0 && again.output == first, "\(again.complaints)")
    #expect(try project.proviso.run("report", "--format", "sarif").status == 0)
    let list = try project.proviso.run("report", "--list")
    #expect(list.status == 0 && list.output.contains("complete"))
  }

  @Test func `a project is found from another folder`() throws {
    let project = try Small.project()
    try project.place.write("", to: "deep/er/note.txt")
    var binary = project.proviso
    binary.folder += "/deep/er"
    let outcome = try binary.run("audit", "--project", "../../proviso.yaml", "--as-of", TestProject.asOf)
    #expect(outcome.status == 1, "\(outcome.complaints)")
    #expect(project.place.exists("ledger.sqlite"))
    #expect(try binary.run("audit", "--project", "../..", "--as-of", TestProject.asOf).status == 0)
  }

  @Test func `the store is not changed by an audit`() throws {
    let project = try Small.project()
    let before = try project.place.bytes("store.sqlite")
    _ = try project.audit()
    #expect(try project.place.bytes("store.sqlite") == before)
    #expect(try project.place.files().filter { $0.hasPrefix("store.sqlite") } == ["store.sqlite"])
  }

  @Test func `audits that run at the same time are all recorded`() throws {
    let project = try Small.project()
    let running = try (0..<4).map { _ in try project.proviso.start(["audit", "--as-of", TestProject.asOf]) }
    for audit in running { audit.waitUntilExit() }
    // The first to end finds news; one that began after it knows them.
    #expect(running.allSatisfy { [0, 1].contains($0.terminationStatus) })
    let list = try project.proviso.run("report", "--list").output.split(separator: "\n")
    #expect(list.count == 4)
    #expect(list.allSatisfy { $0.contains("complete") })
    #expect(try project.place.files().count { $0.hasPrefix("audits/") } == 4)
  }
}

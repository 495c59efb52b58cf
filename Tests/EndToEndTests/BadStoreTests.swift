import Foundation
import ProvisoTesting
import Testing

/// Stores that cannot be read wholly: never a pass, never a crash, and the report says what was not looked at.
@Suite struct BadStoreTests {
  private func expectGap(
    _ project: TestProject, _ gap: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try project.audit("-o", "xml:gap.xml")
    #expect(outcome.status == 4, "\(outcome.output) \(outcome.complaints)", sourceLocation: sourceLocation)
    #expect(outcome.output.contains("not looked at:"), sourceLocation: sourceLocation)
    let gaps = try ReportFile(project.place.bytes("gap.xml")).gaps()
    #expect(gaps.contains(gap), "\(gaps)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    "",
    "not a database, but long enough to be read as one by a careless reader, or so it hopes; more text follows here.",
    "SQLite format 3<0>", "<0><0><0><0>",
  ])
  func `a file that is no database`(content: String) throws {
    let project = try Small.clean()
    try project.place.write(content.replacing("<0>", with: "\0"), to: "store.sqlite")
    let outcome = try project.audit("-o", "xml:gap.xml")
    #expect(outcome.status == 4)
    #expect(try ReportFile(project.place.bytes("gap.xml")).gaps().isEmpty == false)
  }

  @Test func `a file that is missing`() throws {
    let project = try Small.clean()
    try project.place.remove("store.sqlite")
    try expectGap(project, "shop: unreadable")
    #expect(!project.place.exists("store.sqlite"))
  }

  @Test func `a folder`() throws {
    let project = try Small.clean()
    try project.place.remove("store.sqlite")
    try project.place.write("", to: "store.sqlite/file")
    try expectGap(project, "shop: unreadable")
  }

  @Test func `a pipe, and a link to itself`() throws {
    let project = try Small.clean()
    let path = project.place.path + "/store.sqlite"
    try project.place.remove("store.sqlite")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    try expectGap(project, "shop: unreadable")
    try project.place.remove("store.sqlite")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
    try expectGap(project, "shop: unreadable")
  }

  @Test func `a torn page`() throws {
    let project = try Small.clean()
    try project.place.sqlite(
      "store.sqlite",
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO sends SELECT 'a', '2026-03-01T00:00:00Z', 'c' FROM n;
      """)
    var bytes = try project.place.bytes("store.sqlite")
    for index in stride(from: bytes.count / 2, to: bytes.count - 1, by: 1) { bytes[index] = 0xA5 }
    try project.place.write(Data(bytes), to: "store.sqlite")
    try expectGap(project, "shop.sends: unreadable")
  }

  @Test func `a file cut in the middle`() throws {
    let project = try Small.clean()
    let bytes = try project.place.bytes("store.sqlite")
    try project.place.write(Data(bytes.prefix(bytes.count / 2 + 100)), to: "store.sqlite")
    #expect(try project.audit().status == 4)
  }

  @Test func `a store that another program holds`() throws {
    let project = try Small.clean()
    let other = try SQLiteWriter(path: project.place.path + "/store.sqlite")
    try other.run("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM sends")
    try expectGap(project, "shop: unreadable")
    try other.run("ROLLBACK")
  }

  @Test func `a table and a column that are promised and missing`() throws {
    let table = try Small.clean()
    try table.place.sqlite("store.sqlite", "ALTER TABLE sends RENAME TO send")
    try expectGap(table, "shop.sends: missingCollection")
    #expect(try table.audit().output.contains("did you mean `send`?"))
    let column = try Small.clean()
    try column.place.sqlite("store.sqlite", "ALTER TABLE sends RENAME COLUMN at TO att")
    try expectGap(column, "shop.sends: missingColumn")
    #expect(try column.audit().output.contains("no column `at` (did you mean `att`?)"))
  }

  @Test func `a promised collection without a row`() throws {
    let project = try Small.clean()
    try project.place.sqlite("store.sqlite", "DELETE FROM sends")
    try expectGap(project, "shop.sends: emptyCollection")
    try project.place.write(
      project.place.read("map.yaml").replacing("uses: {use", with: "mayBeEmpty: true, uses: {use"), to: "map.yaml")
    #expect(try project.audit().status == 0)
  }

  @Test func `values that are no instants`() throws {
    let project = try Small.clean()
    try project.place.sqlite("store.sqlite", "INSERT INTO sends VALUES ('a', 'canary-noon', 'x'), ('a', NULL, 'x')")
    let outcome = try project.audit("-o", "xml:gap.xml")
    #expect(outcome.status == 4)
    #expect(!outcome.everything.contains("canary-noon"))
    #expect(try ReportFile(project.place.bytes("gap.xml")).gaps().contains { $0.hasSuffix("unreadableValue") })
  }

  /// Names that would be SQL if anything put them into a statement unquoted.
  @Test(arguments: ["x\"; DROP TABLE log; --", "select", "a b", "é'\"`[]", "sends\\", "日本", "-- x", "%s%n", "a.b"])
  func `hostile names are names`(name: String) throws {
    let project = try Small.project()
    let place = project.place
    let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
    try place.sqlite(
      "store.sqlite", "ALTER TABLE sends RENAME TO \(quoted); ALTER TABLE \(quoted) RENAME COLUMN at TO \(quoted)")
    let word = try #require(String(data: JSONEncoder().encode(name), encoding: .utf8)).replacing("\\/", with: "/")
    let sends = Small.sends.replacing("name: sends", with: "name: \(word)").replacing(
      "at: at", with: "at: {column: \(word)}"
    ).replacing("{name: at}", with: "{name: \(word)}")
    try place.write(TestProject.map(Small.log + sends), to: "map.yaml")
    let before = try place.bytes("store.sqlite")
    let findings = try project.findings()
    #expect(
      findings.map(\.reason) == ["noRecord", "withdrawn"] || findings.map(\.reason) == ["withdrawn", "noRecord"])
    #expect(findings.allSatisfy { $0.asset.hasPrefix(name) && $0.uses == 1 })
    #expect(try place.bytes("store.sqlite") == before)
  }
}

import Foundation
import ProvisoTesting
import Testing

/// The first five minutes.
@Suite struct InitTests {
  @Test func `a fresh project gates and audits as far as it can`() throws {
    let place = try Workplace()
    let made = try place.proviso.run("init")
    #expect(made.status == 0)
    #expect(made.output.isEmpty)
    for file in ["proviso.yaml", "maps/store.yaml", "rules/example.yaml", ".proviso/pseudonym.key"] {
      #expect(place.exists(file))
      #expect(made.complaints.contains(file))
    }
    let permissions = try FileManager.default.attributesOfItem(atPath: place.path + "/.proviso/pseudonym.key")
    #expect(permissions[.posixPermissions] as? Int == 0o600)
    #expect(try place.bytes(".proviso/pseudonym.key").count == 32)
    let gate = try place.proviso.run("gate", "--as-of", "2026-11-01")
    #expect([0, 1, 4].contains(gate.status), "\(gate.complaints)")
    #expect(gate.output.contains("1 rule"))
    // There is no store yet: that is said, and is no pass.
    let audit = try place.proviso.run("audit", "--as-of", "2026-11-01")
    #expect([1, 4].contains(audit.status), "\(audit.complaints)")
    #expect(audit.output.contains("not looked at: store"))
  }

  @Test func `a second time overwrites nothing`() throws {
    let place = try Workplace()
    _ = try place.proviso.run("init")
    try place.write("project: mine\n", to: "proviso.yaml")
    let key = try place.bytes(".proviso/pseudonym.key")
    let again = try place.proviso.run("init")
    #expect(again.status == 0)
    #expect(!again.complaints.contains("created"))
    #expect(try place.read("proviso.yaml") == "project: mine\n")
    #expect(try place.bytes(".proviso/pseudonym.key") == key)
  }

  @Test func `the map of a store lists its real tables, whatever they are called`() throws {
    let place = try Workplace()
    let names = [
      "plain", "two words", "x\"; DROP TABLE plain; --", "no", "12", "a: b", "# c", "日本", "- d", "{e}", "it's",
      "tab\there",
    ]
    let writer = try SQLiteWriter(path: place.path + "/shop data.sqlite")
    for name in names {
      try writer.make(FixtureTable(name, columns: ["id", name], rows: [[.integer(1), .text("v")]]))
    }
    let made = try place.proviso.run("init", "--store", "shop data.sqlite")
    #expect(made.status == 0, "\(made.complaints)")
    // The map is read back by the audit: every table is found, none is missing.
    _ = try place.proviso.run("audit", "--as-of", "2026-11-01", "-o", "xml:a.xml", "--store", "store")
    let report = try ReportFile(place.bytes("a.xml"))
    #expect(try report.gaps().filter { $0.hasSuffix("missingCollection") || $0.hasSuffix("missingColumn") } == [])
    #expect(try Set(report.strings("//p:collection/@name")) == Set(names))
    #expect(try writer.quotedRows("SELECT count(*) FROM plain") == ["1"])
  }

  @Test(arguments: ["nowhere.sqlite", "text.txt", "."])
  func `a store that cannot be read is refused before anything is written`(store: String) throws {
    let place = try Workplace()
    try place.write("no database", to: "text.txt")
    let outcome = try place.proviso.run("init", "--store", store)
    #expect([3, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(try place.files() == ["text.txt"])
  }
}

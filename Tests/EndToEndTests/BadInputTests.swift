import Foundation
import Testing

/// Configuration that cannot be used: one clear error with its place, exit code 3, nothing on standard output, and no file
/// that was not there before.
@Suite struct BadInputTests {
  struct Slip: Sendable, CustomTestStringConvertible {
    let file: String
    let from: String
    let to: String
    /// Each must be in what the user is told.
    let told: [String]
    var testDescription: String { "\(file): \(from) → \(to.prefix(60))" }

    init(_ file: String, _ from: String, _ to: String, _ told: String...) {
      (self.file, self.from, self.to, self.told) = (file, from, to, told)
    }
  }

  private func expectRefusal(
    _ project: TestProject, _ told: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try project.place.files()
    let outcome = try project.audit("-o", "xml:out.xml")
    #expect(outcome.status == 3, "\(outcome.everything)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    for word in told {
      #expect(outcome.complaints.contains(word), "\(outcome.complaints)", sourceLocation: sourceLocation)
    }
    #expect(try project.place.files() == before, sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    Slip("proviso.yaml", "stores:", "storse:", "proviso.yaml:3:1", "did you mean `stores`?"),
    Slip("proviso.yaml", "engine: sqlite", "engine: postgres", "proviso.yaml:4", "sqlite"),
    Slip("proviso.yaml", "failOn: info", "failOn: mild", "proviso.yaml:7:9", "medium"),
    Slip("proviso.yaml", "policies: [pack.yaml]", "policies: [gdrp]", "proviso.yaml:2:12", "did you mean `gdpr`?"),
    Slip("proviso.yaml", "policies: [pack.yaml]", "policies: []", "proviso.yaml", "policies"),
    Slip("proviso.yaml", "policies: [pack.yaml]", "policies: [pack.yaml, pack.yaml]", "own"),
    Slip("proviso.yaml", "failOn: info", "failOn: info\nfailOn: low", "proviso.yaml:8", "failOn"),
    Slip("proviso.yaml", "map: map.yaml", "map: maap.yaml", "maap.yaml", "no such file"),
    Slip("proviso.yaml", "failOn: info", "report: {sample: 99999999999999999999999}", "proviso.yaml:7"),
    Slip("proviso.yaml", "failOn: info", "memory: lots", "proviso.yaml:7", "256M"),
    Slip("proviso.yaml", "failOn: info", "vocabularies: [none.yaml]", "none.yaml", "no such file"),
    Slip(
      "proviso.yaml", "failOn: info", "stores:\n  - {name: shop, path: a, map: map.yaml}", "proviso.yaml:7", "stores"),
    Slip("pack.yaml", "severity: high", "severty: high", "pack.yaml:8:5", "did you mean `severity`?"),
    Slip("pack.yaml", "severity: high", "severity: hihg", "pack.yaml:8:15", "did you mean `high`?"),
    Slip("pack.yaml", "consent: {}", "consnet: {}", "pack.yaml:10", "did you mean `consent`?"),
    Slip("pack.yaml", "uses: [marketing]", "uses: [marketting]", "pack.yaml:9", "did you mean `marketing`?"),
    Slip("pack.yaml", "uses: [marketing]", "categories: [user.contact.emial]", "pack.yaml:9", "user.contact.email"),
    Slip("pack.yaml", "consent: {}", "consent: {maxAge: 24 months}", "pack.yaml:10", "P"),
    Slip("pack.yaml", "consent: {}", "retention: {maxAge: P1M, since: forever}", "pack.yaml:10", "lastActivity"),
    Slip("map.yaml", "action: status", "acton: status", "map.yaml:6", "did you mean `action`?"),
    Slip("map.yaml", "uses: {use", "usess: {use", "map.yaml:9", "did you mean `uses`?"),
    Slip(
      "map.yaml", "marketing.communications.email, at", "marketing.comunications.email, at", "map.yaml:8",
      "did you mean `marketing.communications.email`?"),
    Slip("map.yaml", "at: at, rule", "at: {column: at, unit: fortnights}, rule", "map.yaml:9", "seconds"),
    Slip("map.yaml", "zone: UTC", "zone: Mars/Olympus", "map.yaml:3", "Mars/Olympus"),
    Slip("map.yaml", "dataset:", "datasets:", "map.yaml:1"),
    Slip("map.yaml", "    collections:", "\tcollections:", "map.yaml:4"),
  ])
  func `a slip is told with its place`(slip: Slip) throws {
    let project = try Small.project()
    let text = try project.place.read(slip.file)
    try #require(text.contains(slip.from))
    try project.place.write(text.replacing(slip.from, with: slip.to, maxReplacements: 1), to: slip.file)
    try expectRefusal(project, slip.told)
  }

  @Test(arguments: ["proviso.yaml", "pack.yaml", "map.yaml"])
  func `files that are no YAML in UTF-8`(file: String) throws {
    let bomb =
      "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
      + zip("bcdefghij", "abcdefghi").map {
        "\($0): &\($0) [\(Array(repeating: "*\($1)", count: 10).joined(separator: ","))]\n"
      }
      .joined()
    let contents: [(String, Data)] = [
      ("nothing", Data()), ("blank", Data("\n\n".utf8)), ("a list", Data("- a\n".utf8)), ("a text", Data("hello".utf8)),
      ("UTF-16", try #require("project: é".data(using: .utf16))), ("Latin-1", Data("project: ".utf8 + [0xE9, 0x0A])),
      ("NUL", Data("project: a\0b\n".utf8)), ("an unclosed brace", Data("project: {a: b\n".utf8)),
      ("deep", Data(String(repeating: "[", count: 10_000).utf8)),
      ("deep mappings", Data(String(repeating: "{a: ", count: 10_000).utf8)), ("bomb", Data(bomb.utf8)),
      ("two documents", Data("project: a\n---\nproject: b\n".utf8)), ("noise", Data((0..<255).map { $0 })),
    ]
    for (name, content) in contents {
      let project = try Small.project()
      try project.place.write(content, to: file)
      let outcome = try project.audit()
      #expect(outcome.status == 3, "\(name): \(outcome.everything)")
      #expect(outcome.output.isEmpty, "\(name)")
      #expect(outcome.complaints.contains(file), "\(name): \(outcome.complaints)")
      #expect(outcome.complaints.count < 4000, "\(name)")
    }
  }

  @Test(arguments: ["proviso.yaml", "pack.yaml", "map.yaml"])
  func `what is no file is not waited for`(file: String) throws {
    let things: [(String, (String) throws -> Void)] = [
      ("pipe", { path in #expect(unsafe mkfifo(path, 0o600) == 0) }),
      ("loop", { path in try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path) }),
      (
        "device", { path in try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero") }
      ),
      ("folder", { path in try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }),
    ]
    for (name, make) in things {
      let project = try Small.project()
      try project.place.remove(file)
      try make(project.place.path + "/" + file)
      let outcome = try project.audit()
      #expect(outcome.status == 3, "\(name): \(outcome.everything)")
      #expect(outcome.complaints.contains("`\(file)"), "\(name): \(outcome.complaints)")
      let isTold = outcome.complaints.contains("\(file)`: it is not a file")
      #expect(isTold || ["loop", "folder"].contains(name), "\(name): \(outcome.complaints)")
    }
  }

  @Test func `an unknown store gets the nearest name`() throws {
    let project = try Small.project()
    let outcome = try project.audit("--store", "shp")
    #expect(outcome.status == 3)
    #expect(outcome.complaints.contains("did you mean `shop`?"))
    #expect(!project.place.exists("ledger.sqlite"))
  }

  @Test func `the pseudonym key is missing or short`() throws {
    let project = try Small.project()
    try project.place.remove("key")
    try expectRefusal(project, ["pseudonym key `key`", "head -c 32"])
    try project.place.write("short", to: "key")
    try expectRefusal(project, ["shorter than 16 bytes"])
  }

  @Test func `an output that cannot be written`() throws {
    let project = try Small.project()
    try project.place.write("", to: "folder/file")
    for path in ["folder", "proviso.yaml/a.xml"] {
      let outcome = try project.audit("-o", "xml:\(path)")
      #expect(outcome.status == 3, "\(outcome.everything)")
      #expect(outcome.complaints.contains("cannot write `\(path)`"))
    }
    #expect(try project.place.files().filter { $0.hasPrefix("folder/") } == ["folder/file"])
  }

  @Test func `a ledger that is none`() throws {
    let project = try Small.project()
    let text = "this is no ledger, and it is long enough to be looked at twice before anything is written to it"
    try project.place.write(text, to: "ledger.sqlite")
    let outcome = try project.audit()
    #expect([3, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(outcome.complaints.contains("ledger.sqlite"))
    #expect(try project.place.read("ledger.sqlite") == text)
  }

  @Test func `a ledger that is the store`() throws {
    let project = try Small.project()
    let before = try project.place.bytes("store.sqlite")
    try project.place.write(
      project.place.read("proviso.yaml").replacing("ledger: ledger.sqlite", with: "ledger: store.sqlite"),
      to: "proviso.yaml")
    let outcome = try project.audit()
    #expect([3, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(try project.place.bytes("store.sqlite") == before)
  }

  @Test(.enabled(if: getuid() != 0, "root may write anywhere"))
  func `a ledger's folder that may not be written`() throws {
    let project = try Small.project()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: project.place.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: project.place.path) }
    #expect(try project.audit().status == 4)
  }
}

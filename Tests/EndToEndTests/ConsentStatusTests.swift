import ConsentSignals
import Foundation
import GovernanceModel
import SourceDocuments
import Testing

/// `proviso consent status` and raw consent strings in stores, on the real binary.
@Suite struct ConsentStatusTests {
  private static let email = "marketing.communications.email"

  private func place(_ name: String) throws -> Binary { Binary(folder: "\(Binary.root)/Examples/\(name)") }

  private func status(_ proviso: Binary, _ subject: String, _ more: [String]) throws -> Binary.Outcome {
    try proviso.run(["consent", "status", subject, "--use", Self.email] + more)
  }

  private func json(_ outcome: Binary.Outcome) throws -> JSONValue {
    JSONValue(try Node.json(SourceFile(path: "output", bytes: Array(outcome.output.utf8))))
  }

  @Test func `a withdrawal decides, and the person is a pseudonym`() throws {
    let project = try Small.project()
    let before = try status(project.proviso, "b", ["--at", "2026-01-31T00:00:00Z"])
    #expect(before.status == 0 && before.output.contains("→ compliant\n"))
    #expect(before.output.contains("1  decides: a yes that suffices"))
    let after = try status(project.proviso, "b", ["--at", "2026-02-01T00:00:00Z"])
    #expect(after.status == 1 && after.output.contains("→ violation: after consent was withdrawn"))
    #expect(after.output.contains("2  decides: a no in force"))
    #expect(after.output.contains("1  a yes that the no 2 ended"))
    #expect(after.output.hasPrefix("p:") && after.output.contains("2026-02-01T00:00:00Z ▲"))
  }

  @Test func `the answer is that of the audit for each person`() throws {
    let project = try Small.project()
    for (subject, reason) in [("a", nil), ("b", "withdrawn"), ("c", "noRecord")] {
      let outcome = try status(project.proviso, subject, ["--at", "2026-03-01T00:00:00Z", "--format", "json"])
      let answer = try json(outcome)
      // Nobody knows c: the sends are no log of consents and no profile.
      #expect(answer["reason"] == reason.map { .text($0) })
      #expect(outcome.status == (subject == "a" ? 0 : subject == "b" ? 1 : 4))
    }
  }

  @Test func `a date names its whole day`() throws {
    let outcome = try status(try Small.project().proviso, "b", ["--at", "2026-02-01"])
    #expect(outcome.status == 1)
    let project = try Small.project()
    try project.place.sqlite("store.sqlite", "INSERT INTO log VALUES ('n', 'given', '2026-05-05T10:00:00Z', 'p')")
    let unsure = try status(project.proviso, "n", ["--at", "2026-05-05"])
    #expect(unsure.status == 4 && unsure.output.contains("in an order that cannot be told"))
  }

  @Test func `every event has its part in the JSON`() throws {
    let outcome = try status(
      try Small.project().proviso, "b", ["--at", "2026-03-01T00:00:00Z", "--format", "json", "--channel", "email"])
    let answer = try json(outcome)
    guard case .array(let answers)? = answer["answers"], case .array(let roles)? = answers.first?["roles"],
      case .array(let course)? = answers.first?["course"]
    else {
      Issue.record("no answers")
      return
    }
    #expect(roles.map { $0["role"] } == [.text("ended"), .text("inForce")])
    #expect(roles[0]["by"] == .number(2) && answers[0]["decides"] == .number(2))
    #expect(course.map { $0["from"] } == [.text("2026-01-01T00:00:00Z"), .text("2026-02-01T00:00:00Z")])
    #expect(course.map { $0["verdict"] } == [.text("compliant"), .text("violation")])
  }

  @Test(arguments: [
    (["nobody"], 4, "unknown subject"),
    (["a", "--store", "shopp"], 3, "the project has no store `shopp`"),
    (["a", "--log", "none.sqlite"], 3, "cannot read `none.sqlite`: no such file"),
    (["a", "--at", "yesterday"], 2, "--at is a date or instant"),
    (["a", "--log", "x", "--store", "shop"], 2, "exclude each other"),
    (["a", "--reads", "user.contct"], 3, "did you mean `user.contact`?"),
  ])
  func `what cannot be answered has its exit code`(arguments: [String], code: Int32, message: String) throws {
    let outcome = try status(try Small.project().proviso, arguments[0], Array(arguments.dropFirst()))
    #expect(outcome.status == code)
    #expect(outcome.everything.contains(message))
  }

  @Test func `a use that nobody knows names the nearest`() throws {
    let outcome = try Small.project().proviso.run("consent", "status", "a", "--use", "marketing.comunications")
    #expect(outcome.status == 3 && outcome.complaints.contains("did you mean `marketing.communications`?"))
  }

  @Test func `a project without a consent log says so`() throws {
    let project = try TestProject(sql: Small.sql, collections: Small.sends, controls: Small.control)
    let outcome = try status(project.proviso, "a", [])
    #expect(outcome.status == 3 && outcome.complaints.contains("no data map declares a consent log"))
  }

  @Test func `a log that lacks a column tells nothing of anybody`() throws {
    let project = try Small.project()
    try project.place.write(
      TestProject.map(Small.log.replacing("action: status", with: "action: {column: state}")), to: "map.yaml")
    let outcome = try status(project.proviso, "a", ["--at", "2026-03-01T00:00:00Z"])
    #expect(outcome.status == 4 && outcome.output.contains("the store has no column `state`"))
  }

  @Test func `an imported log answers in place of the stores`() throws {
    let project = try Small.project()
    try project.place.write(
      "subject,purpose,action,at,recordedAt\nz,\(Self.email),given,2026-01-05,2026-02-10\n", to: "more.csv")
    #expect(try project.proviso.run("consent", "import", "more.csv", "--into", "core.sqlite").status == 0)
    // Recorded after the use: a yes does not cover what was done before anybody knew of it.
    let early = try status(project.proviso, "z", ["--log", "core.sqlite", "--at", "2026-02-01T00:00:00Z"])
    #expect(early.status == 1 && early.output.contains("known only after the use"))
    #expect(try status(project.proviso, "z", ["--log", "core.sqlite"]).status == 0)
  }

  @Test func `no line is wider than the terminal, and NO_COLOR leaves no escape`() throws {
    let project = try Small.project()
    let command = "stty cols 60; \"$PROVISO\" consent status b --use \(Self.email) --at 2026-03-01T00:00:00Z"
    var binary = project.proviso
    func seen() throws -> String { try binary.shell("script -qec '\(command)' /dev/null < /dev/null").output }
    binary.environment = ["TERM": "xterm", "NO_COLOR": ""]
    #expect(try seen().contains("\u{1B}[1;31mviolation"))
    binary.environment["NO_COLOR"] = "1"
    let plain = try seen()
    #expect(!plain.contains("\u{1B}"))
    let lines = plain.split(whereSeparator: \.isNewline)
    #expect(lines.count > 8)
    for line in lines { #expect(line.count <= 60, "\(line)") }
  }
}

/// Raw strings in a table of a store.
@Suite struct SignalStoreTests {
  private static let collections = """
        - name: cmp
          proviso: {consents: {encoding: tcf2, column: tc, at: at, vendor: 7, carries: [refused]}}
          fields: [{name: id}, {name: tc}, {name: at}]
        - name: sends
          proviso: {uses: {use: personalize.content.profiled, at: at, rule: campaign}}
          fields: [{name: id}, {name: at}, {name: campaign}]

    """

  /// Purposes 1, 5 and 6 for vendor 7, or none.
  private static func string(_ purposes: [Int], day: Int) -> String {
    let created = Instant(CivilDate(daysSinceEpoch: day))
    var string = TCString(created: created, lastUpdated: created)
    (string.cmpID, string.vendorListVersion) = (28, 150)
    string.purposesConsent = IdentifierSet(purposes)
    string.vendorConsents = IdentifierSet([7])
    string.disclosedVendors = IdentifierSet([7])
    string.segments.append(.disclosedVendors)
    return string.encoded
  }

  /// 2026-04-01.
  private static let day = 20_544

  private func project() throws -> TestProject {
    let (yes, no) = (Self.string([1, 5, 6], day: Self.day), Self.string([], day: Self.day + 10))
    let sql = """
      CREATE TABLE cmp (id, tc, at);
      INSERT INTO cmp VALUES ('a', '\(yes)', '2026-04-01T10:00:00Z'), ('b', '\(yes)', '2026-04-01T10:00:00Z'),
        ('b', '\(no)', '2026-04-11T10:00:00Z'), ('broken', 'CQnotAString!', '2026-04-01T10:00:00Z');
      CREATE TABLE sends (id, at, campaign);
      INSERT INTO sends VALUES ('a', '2026-04-12T00:00:00Z', 'x'), ('b', '2026-04-10T00:00:00Z', 'x'),
        ('b', '2026-04-12T00:00:00Z', 'x'), ('broken', '2026-04-12T00:00:00Z', 'x'), ('c', '2026-04-12T00:00:00Z', 'x');
      """
    return try TestProject(
      sql: sql, collections: Self.collections,
      controls: TestProject.control("c", "consent: {}", appliesTo: "{uses: [personalize]}"))
  }

  @Test func `the audit decodes strings and judges each use at its instant`() throws {
    let project = try project()
    #expect(
      try project.findings() == [
        Found("c", "noRecord", "sends/x", uses: 1, subjects: 1), Found("c", "refused", "sends/x", uses: 1, subjects: 1),
        Found("c", "unreadableValue", "sends/x", verdict: "unverifiable", uses: 1, subjects: 1),
      ])
    let report = try project.audit("--format", "xml")
    #expect(try ReportFile(Array(report.output.utf8)).gaps().contains("shop.cmp: unreadableValue"))
    #expect(report.output.contains("consent strings that cannot be decoded (characters outside base64url)"))
  }

  @Test func `strings that break the rules of their standard are findings, each by its fault`() throws {
    let project = try project()
    try project.place.sqlite(
      "store.sqlite",
      """
      INSERT INTO cmp VALUES ('g', 'CQh-8AAQh-8AAAcABBENCWFAAIwAAGIAAAqIADgIAAAAAA.IADgIA', '2026-04-02T00:00:00Z');
      """)
    try project.place.write(TestProject.project.replacing("[pack.yaml]", with: "[tcf]"), to: "proviso.yaml")
    let found = try project.findings().filter { $0.reason == "invalidSignal" }
    #expect(
      found == [
        Found("tcf-valid", "invalidSignal", "cmp", records: 1, subjects: 1),
        Found("tcf-profiling-interest", "invalidSignal", "cmp", records: 1, subjects: 1),
      ])
    let report = try project.audit("--format", "xml").output
    #expect(report.contains("globalScope") && report.contains("legitimateInterest"))
  }

  @Test func `status says the same of each person, and no output holds a string`() throws {
    let project = try project()
    let strings = [Self.string([1, 5, 6], day: Self.day), Self.string([], day: Self.day + 10), "CQnotAString!"]
    for (subject, at, code) in [
      ("a", "2026-04-12", 0), ("b", "2026-04-10", 0), ("b", "2026-04-12", 1), ("broken", "2026-04-12", 4),
    ] as [(String, String, Int32)] {
      for format in ["text", "json"] {
        let outcome = try project.proviso.run(
          "consent", "status", subject, "--use", "personalize.content.profiled", "--at", at + "T00:00:00Z", "--format",
          format)
        #expect(outcome.status == code, "\(subject) \(outcome.everything)")
        for string in strings { #expect(!outcome.everything.contains(string.prefix(10))) }
      }
    }
    for format in ["text", "xml", "json", "sarif", "junit"] {
      let audit = try project.audit("--format", format)
      for string in strings { #expect(!audit.everything.contains(string.prefix(10))) }
    }
  }
}

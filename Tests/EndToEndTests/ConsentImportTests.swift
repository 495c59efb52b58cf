import Foundation
import Testing

/// `proviso consent import` on the real binary.
@Suite struct ConsentImportTests {
  private static let mapping = """
    subject: user
    purpose: {column: topic, values: {news: marketing.communications.email}}
    action: {column: state, values: {"yes": given, "no": refused}}
    at: when
    """

  private static let export = """
    user,topic,state,when
    u1,news,yes,2026-01-02
    "u,2",news,no,2026-01-03T10:00:00Z
    ,news,no,2026-01-01
    u3,odd,no,2026-01-01

    """

  private func place() throws -> Workplace {
    let place = try Workplace()
    try place.write(Self.export, to: "export.csv")
    try place.write(Self.mapping, to: "mapping.yaml")
    return place
  }

  @Test func `rows become events; what is rejected is kept with the reason and for nobody else to read`() throws {
    let place = try place()
    let outcome = try place.proviso.run(
      "consent", "import", "export.csv", "--mapping", "mapping.yaml", "--into", "events.csv")
    #expect(outcome.status == 4)
    #expect(outcome.complaints.contains("4 records: 2 events, 2 rejected"))
    let events = try String(contentsOfFile: place.path + "/events.csv", encoding: .utf8).split(separator: "\n")
    #expect(events.count == 3)
    #expect(events.last?.hasPrefix("\"u,2\",marketing.communications.email,refused,2026-01-03T10:00:00Z,") ?? false)
    let rejected = place.path + "/events.csv.rejected.jsonl"
    let lines = try String(contentsOfFile: rejected, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2 && lines[0].contains(#""reason":"no subject","record":3"#))
    let permissions = try FileManager.default.attributesOfItem(atPath: rejected)[.posixPermissions] as? Int
    #expect(permissions == 0o600)
  }

  @Test func `a second run goes on behind what was imported, also when the file has grown`() throws {
    let place = try place()
    let arguments = ["consent", "import", "export.csv", "--mapping", "mapping.yaml", "--into", "core.sqlite"]
    // Long enough that what is added later does not change how the file begins.
    let many = (0..<300).map { "user\($0),news,yes,2026-01-02\n" }.joined()
    try place.write(Self.export + many, to: "export.csv")
    #expect(try place.proviso.run(arguments).complaints.contains("304 records: 302 events, 2 rejected"))
    try place.write(Self.export + many + "late,news,no,2026-02-01\n", to: "export.csv")
    let again = try place.proviso.run(arguments)
    #expect(again.complaints.contains("went on behind record 304"))
    #expect(again.complaints.contains("305 records: 303 events, 2 rejected"))
    let rows = try place.proviso.run("consent", "import", "core.sqlite", "--into", "x.csv")
    #expect(rows.status != 0)
  }

  @Test func `after the mapping changed the file is read again, and no event is added twice`() throws {
    let place = try place()
    try place.write(Self.mapping.replacing(#", "no": refused"#, with: ""), to: "first.yaml")
    func run(_ mapping: String) throws -> (told: String, people: [String]) {
      let outcome = try place.proviso.run(
        "consent", "import", "export.csv", "--mapping", mapping, "--into", "core.sqlite")
      #expect(outcome.status == 4)
      return (outcome.complaints, try place.rows("core.sqlite", "consent_events", ["subject", "action"]))
    }
    let first = try run("first.yaml")
    #expect(first.told.contains("4 records: 1 events, 3 rejected") && first.people == ["u1|given"])
    let corrected = try run("mapping.yaml")
    #expect(corrected.told.contains("read anew, since the mapping changed"))
    #expect(corrected.told.contains("4 records: 2 events, 2 rejected"))
    #expect(corrected.people == ["u1|given", "u,2|refused"])
    #expect(try place.read("core.sqlite.rejected.jsonl").split(separator: "\n").count == 2)
    let again = try run("mapping.yaml")
    #expect(again.told.contains("went on behind record 4") && again.people == corrected.people)
    let back = try run("first.yaml")
    #expect(back.told.contains("read anew") && back.people == corrected.people)
    #expect(try place.read("core.sqlite.rejected.jsonl").split(separator: "\n").count == 3)
  }

  @Test func `both targets say of when an event became known what the source says`() throws {
    let place = try Workplace()
    try place.write(
      "\u{FEFF}subject,purpose,action,at,recordedAt\na,marketing,given,2026-01-02T00:00:01Z,2026-01-05T00:00:01Z\n"
        + "b,marketing,given,2026-01-02T00:00:01Z,\n", to: "own.csv")
    for target in ["core.sqlite", "events.csv"] {
      #expect(try place.proviso.run("consent", "import", "own.csv", "--into", target).status == 0)
    }
    let log = try place.rows("core.sqlite", "consent_events", ["subject", "recorded_at"])
    let file = try place.read("events.csv").split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(fields[0])|\(fields[4])"
    }
    #expect(log == ["a|2026-01-05T00:00:01Z", "b|"] && file == log)
  }

  @Test(arguments: [
    ("user", "usr", "the file has no column `usr`", "did you mean `user`?", "wrong.yaml:1:10"),
    ("topic,", "topc,", "the file has no column `topc`", "did you mean `topic`?", "wrong.yaml:2:19"),
    (
      "communications.email", "comunications.email", "`marketing.comunications.email` is no data use of the vocabulary",
      "did you mean `marketing.communications.email`?", "wrong.yaml:2:41"
    ), ("given", "givn", "`givn` is no word of `action`", "did you mean `given`?", "wrong.yaml:3:41"),
  ])
  func `a mapping that cannot fit is refused before anything is read`(
    right: String, wrong: String, message: String, help: String, spot: String
  ) throws {
    let place = try place()
    try place.write(Self.mapping.replacing(right, with: wrong), to: "wrong.yaml")
    let outcome = try place.proviso.run(
      "consent", "import", "export.csv", "--mapping", "wrong.yaml", "--into", "core.sqlite")
    #expect(outcome.status == 3)
    for text in [message, help, spot] { #expect(outcome.complaints.contains(text), "\(outcome.complaints)") }
    #expect(!place.exists("core.sqlite") && !place.exists("core.sqlite.rejected.jsonl"))
  }

  @Test func `receipts and records need no mapping`() throws {
    let place = try place()
    let receipt = """
      {"consentReceiptID": "r1", "piiPrincipalId": "anna", "consentTimestamp": 1704103200, "services": [{"purposes": \
      [{"purpose": "marketing.communications.email", "consentType": "EXPLICIT"}]}]}
      """
    let record = """
      {"@type": "dpv:ConsentRecord", "dpv:hasDataSubject": "bea", "dpv:hasPurpose": "marketing", "dpv:hasConsentStatus": \
      {"@type": "dpv:ConsentWithdrawn", "dpv:isIndicatedAtTime": "2026-01-01"}}
      """
    try place.write(receipt + "\n" + record + "\n{broken\n", to: "receipts.jsonl")
    let outcome = try place.proviso.run("consent", "import", "receipts.jsonl", "--into", "events.csv")
    #expect(outcome.status == 4)
    #expect(outcome.complaints.contains("3 records: 2 events, 1 rejected"))
    let events = try String(contentsOfFile: place.path + "/events.csv", encoding: .utf8)
    #expect(events.contains("\nanna,marketing.communications.email,given,2024-01-01T10:00:00Z,"))
    #expect(events.contains("\nbea,marketing,withdrawn,2026-01-01,"))
  }

  private func events(_ place: Workplace, _ name: String) throws -> [String] {
    try place.rows(name, "consent_events", ["subject", "purpose", "action", "at", "method", "evidence"])
  }

  @Test func `an import that is killed again and again comes to the same, without doubles`() throws {
    let place = try place()
    // Several chunks, with a record that is rejected now and then.
    let rows = (0..<90_000).map { number in
      number % 997 == 0
        ? "u\(number),odd,no,2026-01-01" : "u\(number),news,\(number % 3 == 0 ? "no" : "yes"),2026-01-02"
    }
    try place.write("user,topic,state,when\n" + rows.joined(separator: "\n") + "\n", to: "export.csv")
    func arguments(_ target: String) -> [String] {
      ["consent", "import", "export.csv", "--mapping", "mapping.yaml", "--into", target]
    }
    #expect(try place.proviso.run(arguments("whole.sqlite")).status == 4)
    var kills = 0
    for delay in stride(from: 0.15, through: 1.5, by: 0.15) {
      let process = try place.proviso.start(arguments("cut.sqlite"))
      Thread.sleep(forTimeInterval: delay)
      guard process.isRunning else { break }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      kills += 1
    }
    #expect(kills > 0)
    let last = try place.proviso.run(arguments("cut.sqlite"))
    #expect(last.status == 4)
    let (cut, whole) = (try events(place, "cut.sqlite"), try events(place, "whole.sqlite"))
    #expect(cut.count == 90_000 - 91 && cut == whole)
    #expect(Set(cut).count == cut.count)
    #expect(try place.read("cut.sqlite.rejected.jsonl") == place.read("whole.sqlite.rejected.jsonl"))
  }

  @Test func `strings are in no output of an import, the file of rejected records included`() throws {
    let place = try place()
    let string = "CQh-8AAQh-8AAAcABBENCWFgAIwAAAAAAAqIADgIAAAAAA.IADgIA"
    let broken = string.replacing("AAA", with: "A!A")
    try place.write("subject: user\nsignal: tc\nat: when\n", to: "tc.yaml")
    try place.write(
      "user,tc,when\nu1,\(string),2026-04-02\nu2,\(broken),2026-04-02\nu3,\(string),never\n", to: "tc.csv")
    try place.write(
      "{\"user\": \"u1\", \"tc\": \"\(string)\", \"when\": \"x\"}\n{\"user\": \"u2\", \"tc\": \"\(string)\"\n",
      to: "tc.jsonl")
    for (source, target) in [("tc.csv", "a.sqlite"), ("tc.csv", "b.csv"), ("tc.jsonl", "c.csv")] {
      let outcome = try place.proviso.run("consent", "import", source, "--mapping", "tc.yaml", "--into", target)
      #expect(outcome.status == 4)
      let kept = try place.read(target + ".rejected.jsonl")
      #expect(kept.split(separator: "\n").count == 2 && kept.contains("bytes, not kept"))
      let written = String(decoding: try place.bytes(target), as: UTF8.self)
      for text in [outcome.everything, kept, written] { #expect(!text.contains("CQh-8AAQ"), "\(text)") }
    }
  }

  @Test(arguments: [
    (["none.csv", "--into", "e.csv"], "cannot read `none.csv`"),
    (["export.csv", "--into", "e.csv", "--mapping", "none.yaml"], "none.yaml"),
    (["empty.csv", "--into", "e.csv"], "`empty.csv` is empty"),
    (["cut.csv", "--into", "e.csv"], "`cut.csv` ends within a quoted field"),
    ([".", "--into", "e.csv"], "cannot read `.`"),
  ])
  func `what cannot be read ends with 3 and makes no file`(arguments: [String], message: String) throws {
    let place = try place()
    try place.write("", to: "empty.csv")
    try place.write("subject,at\n\"u1,2026\n", to: "cut.csv")
    let outcome = try place.proviso.run(["consent", "import"] + arguments)
    #expect(outcome.status == 3)
    #expect(outcome.complaints.contains(message))
    #expect(!FileManager.default.fileExists(atPath: place.path + "/e.csv"))
  }
}

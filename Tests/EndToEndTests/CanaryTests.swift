import Foundation
import Testing

/// Marked values in every place where personal data can lie; none of them may show anywhere.
@Suite struct CanaryTests {
  static let canaries = [
    "canary.mail@person.example", "+33611223344", "Canaria Canarelli", "48.858370,2.294481", "canary-key-1",
    "canary-proof-77", "canary-date-31-02", "2001-02-03-canary", "203.0.113.77", "canary-action", "canary-city",
    "canary-literal@person.example", "canary-recipient", "canary-campaign",
  ]

  static let sql = """
    CREATE TABLE people (id, name, mail, phone, place, ip, born, city, seen, changed);
    INSERT INTO people VALUES
      ('canary-key-1', 'Canaria Canarelli', 'canary.mail@person.example', '+33611223344', '48.858370,2.294481',
        '203.0.113.77', '2001-02-03-canary', 'canary-city', 'canary-date-31-02', '2020-01-01T00:00:00Z'),
      ('canary.mail@person.example', 'Canaria Canarelli', 'canary.mail@person.example', '+33611223344',
        '48.858370,2.294481', '203.0.113.77', '2001-02-03', 'canary-city', '2020-01-01T00:00:00Z', 'canary-date-31-02');
    CREATE TABLE log (id, status, at, proof);
    INSERT INTO log VALUES ('canary-key-1', 'given', '2026-01-01T00:00:00Z', 'canary-proof-77'),
      ('canary-key-1', 'canary-action', '2026-01-02T00:00:00Z', 'canary-proof-77'),
      ('canary-key-1', 'withdrawn', 'canary-date-31-02', 'canary-proof-77'),
      ('canary.mail@person.example', 'refused', '2026-01-01T00:00:00Z', 'canary.mail@person.example');
    CREATE TABLE sends (id, at, purpose);
    INSERT INTO sends VALUES ('canary-key-1', '2026-03-01T00:00:00Z', 'marketing.communications.email'),
      ('canary-key-1', 'canary-date-31-02', 'marketing.communications.email'),
      ('canary.mail@person.example', '2026-03-01T00:00:00Z', 'marketing.communications.email'),
      ('canary-key-1', '2026-03-01T00:00:00Z', 'canary-campaign');
    CREATE TABLE shares (id, party, at);
    INSERT INTO shares VALUES ('canary-key-1', 'canary-recipient', '2026-03-01T00:00:00Z');
    CREATE TABLE erasures (id, at);
    INSERT INTO erasures VALUES ('canary-key-1', '2020-01-01T00:00:00Z');
    """

  static let collections = """
            - name: people
              proviso: {profile: {updatedAt: changed, quasiIdentifiers: [city, born]}, anchors: {lastActivity: seen}}
              fields:
                - {name: id, data_categories: [user.unique_id]}
                - {name: name, data_categories: [user.name]}
                - {name: mail, data_categories: [user.contact.email]}
                - {name: place, data_categories: [user.location.precise], proviso: {granularity: place.city}}
                - {name: ip, data_categories: [user.device.ip_address]}
                - {name: born, data_categories: [user.demographic.date_of_birth], proviso: {granularity: birth.year}}
                - {name: city, data_categories: [user.contact.address.city], proviso: {attribute: subject.city}}
            - name: log
              proviso: {consents: {purpose: {constant: marketing.communications.email}, action: status, at: at, evidence: proof}}
            - {name: sends, proviso: {uses: {use: {column: purpose}, at: at}}}
            - {name: shares, proviso: {disclosures: {recipient: party, at: at}}}
            - {name: erasures, proviso: {erasures: {at: at}}}
    """

  static func project() throws -> TestProject {
    let controls = [
      TestProject.control("c", "consent: {evidence: [reference]}", appliesTo: "{uses: [marketing]}"),
      TestProject.control("e", "eligibility: {attribute: subject.city, in: [Lyon]}", appliesTo: "{uses: [marketing]}"),
      TestProject.control("g", "granularity: {place: city}", appliesTo: "{categories: [user.location]}"),
      TestProject.control("n", "granularity: {network: prefix24}", appliesTo: "{categories: [user.device.ip_address]}"),
      TestProject.control(
        "b", "granularity: {birth: year}", appliesTo: "{categories: [user.demographic.date_of_birth]}"),
      TestProject.control("r", "retention: {maxAge: P1Y, since: lastActivity}"),
      TestProject.control("f", "freshness: {maxAge: P1Y}", appliesTo: "{categories: [user.contact]}"),
      TestProject.control("k", "crowd: {atLeast: 5, of: quasiIdentifiers}"), TestProject.control("d", "declared: {}"),
      TestProject.control("v", "evidence: {fields: [method]}"), TestProject.control("x", "erasure: {within: P1M}"),
      TestProject.control("s", "disclosure: {}"), TestProject.control("h", "hygiene: {forbid: [personalLiteral]}"),
    ]
    let project = try TestProject(
      sql: sql, collections: collections, controls: controls.joined(), more: "ruleSets: [rules.yaml]\n")
    try project.place.write(
      """
      ruleset: r
      rules:
        - id: a
          tactic: offer
          use: marketing.communications.email
          owner: o
          audience: {attribute: user.email, equals: canary-literal@person.example}
          action: {send: x}
      """, to: "rules.yaml")
    return project
  }

  private func expectNoCanary(in bytes: [UInt8], _ place: String) {
    let text = String(decoding: bytes, as: UTF8.self)
    for canary in Self.canaries where text.contains(canary) { Issue.record("`\(canary)` shows in \(place)") }
  }

  private func expectNoCanary(_ outcome: Binary.Outcome, _ place: String) {
    expectNoCanary(in: Array(outcome.output.utf8), "standard output of \(place)")
    expectNoCanary(in: Array(outcome.complaints.utf8), "standard error of \(place)")
  }

  @Test func `an audit shows no value of the store or of a rule, in any form`() throws {
    let project = try Self.project()
    let outcome = try project.audit("-o", "xml:o/a.xml", "-o", "json:o/a.json", "-o", "text:o/a.txt")
    #expect(outcome.status == 1, "\(outcome.everything)")
    expectNoCanary(outcome, "audit")
    let report = try ReportFile(project.place.bytes("o/a.xml"))
    // The test is worth something only when much was found.
    #expect(try Set(report.findings().map(\.control)).count >= 10)
    #expect(try report.number("count(//p:sample/p:subject)") > 5)
    expectNoCanary(try project.proviso.run("report", "--format", "json"), "report")
    expectNoCanary(try project.proviso.run("report", "--list"), "report --list")
    expectNoCanary(try project.proviso.run("gate", "--as-of", TestProject.asOf, "--format", "json"), "gate as JSON")
    expectNoCanary(try project.proviso.run("gate", "--as-of", TestProject.asOf), "gate")
    // Everything that a run leaves behind: ledger with its write-ahead log, kept reports, outputs.
    for file in try project.place.files() where !file.hasPrefix("store.sqlite") && file != "rules.yaml" {
      expectNoCanary(in: try project.place.bytes(file), file)
    }
  }

  @Test func `errors show no value either`() throws {
    let project = try Self.project()
    var bytes = try project.place.bytes("store.sqlite")
    for index in 4096..<min(bytes.count, 4096 + 64) { bytes[index] = 0xEE }
    try project.place.write(Data(bytes), to: "store.sqlite")
    expectNoCanary(try project.audit("--format", "xml"), "audit of a corrupt store")

    let broken = try Self.project()
    for (from, to) in [("user.email, equals", "user.email, eqals"), ("ruleset: r", "ruleset: r\nruleset: r")] {
      try broken.place.write(broken.place.read("rules.yaml").replacing(from, with: to), to: "rules.yaml")
      let outcome = try broken.proviso.run("gate")
      #expect(outcome.status == 3)
      expectNoCanary(outcome, "gate of a broken rule file")
    }
  }
}

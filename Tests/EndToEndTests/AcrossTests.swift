import Testing

/// What one table cannot show: two stores, an audience, rules beside data, and an audit that takes its time.
@Suite struct AcrossTests {
  @Test func `reconcile: two stores that disagree on a person`() throws {
    let create = "CREATE TABLE log (id, status, at);"
    let log = """
            - {name: log, proviso: {consents: {purpose: {constant: marketing}, action: status, at: at}}}
      """
    let project = try TestProject(
      sql: create
        + "INSERT INTO log VALUES ('a', 'given', '2026-01-01'), ('b', 'given', '2026-01-01'), ('c', 'given', '2026-01-01');",
      collections: log,
      controls: TestProject.control("same", "reconcile: {}", appliesTo: "{uses: [marketing]}"))
    try project.place.sqlite(
      "crm.sqlite",
      create + "INSERT INTO log VALUES ('a', 'given', '2026-02-01'), ('b', 'withdrawn', '2026-02-01');")
    let other = TestProject.map(log).replacing("fides_key: shop", with: "fides_key: crm")
    try project.place.write(other, to: "crm.yaml")
    try project.place.write(
      TestProject.project.replacing(
        "ledger: ", with: "  - {name: crm, engine: sqlite, path: crm.sqlite, map: crm.yaml}\nledger: "),
      to: "proviso.yaml")
    // a agrees; of b the CRM knows a withdrawal; of c it knows nothing. The log that is read last says so.
    let found = try project.findings()
    #expect(found.map(\.reason) == ["disagrees"])
    #expect(found.map(\.subjects) == [2])
    #expect(found.map(\.control) == ["same"])
    #expect(try project.findings("--store", "shop") == [])
  }

  @Test func `crowd: an audience of few, and stays without consent told by audience`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE members (id, segment, entered, gone);
        INSERT INTO members VALUES ('a', 'vip', '2026-01-01', NULL), ('b', 'vip', '2026-01-01', NULL),
          ('c', 'vip', '2026-01-01', '2026-02-01'), ('a', 'all', '2026-01-01', NULL), ('b', 'all', '2026-01-01', NULL),
          ('c', 'all', '2026-01-01', NULL);
        """,
      collections: """
              - name: members
                proviso: {audience: {audience: segment, use: personalize.content, entered: entered, left: gone}}
        """,
      controls: TestProject.control("k", "crowd: {atLeast: 3, of: audience}") + TestProject.control("c", "consent: {}"))
    #expect(
      Set(try project.findings()) == [
        Found("k", "groupTooSmall", "members/vip", records: 2, subjects: 2),
        Found("c", "noRecord", "members/vip", uses: 3, subjects: 3),
        Found("c", "noRecord", "members/all", uses: 3, subjects: 3),
      ])
  }

  @Test func `review: an audit looks at the project's rules too`() throws {
    let project = try TestProject(
      sql: Small.sql, collections: Small.log + Small.sends,
      controls: Small.control + TestProject.control("owned", "review: {owner: true}"), more: "ruleSets: [rules.yaml]\n")
    try project.place.write(
      """
      ruleset: spring
      rules:
        - {id: kept, use: essential, owner: crm@example.org}
        - {id: orphan, use: essential}
      """, to: "rules.yaml")
    let found = try project.findings()
    #expect(found.filter { $0.control == "owned" }.map(\.reason) == ["noOwner"])
    #expect(Set(found.filter { $0.control == "c" }) == Set(Small.expected))
    let report = try ReportFile(project.place.bytes("found.xml"))
    #expect(try report.strings("//p:finding[@control='owned']/p:asset/@rule") == ["orphan"])
  }

  @Test func `a logged value judges a use, whatever the profile says now`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE people (id, country);
        INSERT INTO people VALUES ('a', 'FR'), ('b', 'FR');
        CREATE TABLE decisions (id, at, read);
        INSERT INTO decisions VALUES ('a', '2026-03-01', '{"subject.country": "US"}'), ('b', '2026-03-01', '["subject.country"]');
        """,
      collections: """
              - name: people
                proviso: {profile: {}}
                fields: [{name: country, proviso: {attribute: subject.country}}]
              - {name: decisions, proviso: {uses: {use: personalize.content, at: at, attributes: read}}}
        """,
      controls: TestProject.control("e", "eligibility: {attribute: subject.country, equals: FR}"))
    #expect(try project.findings() == [Found("e", "notEligible", "decisions", uses: 1, subjects: 1)])
  }
}

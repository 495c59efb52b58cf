import Testing

/// One small store a kind of control, counted by hand; the real binary must find exactly that.
@Suite struct CheckFigureTests {
  @Test func `consent: each reason at its instant`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE log (id, status, purpose, channel, at, expires, kind, proof, notice, version);
        INSERT INTO log VALUES
          ('valid', 'given', 'marketing.communications.email', NULL, '2026-01-01T00:00:00Z', NULL, 'express', 'p', 'terms', '2'),
          ('left', 'given', 'marketing.communications.email', NULL, '2026-01-01T00:00:00Z', NULL, 'express', 'p', 'terms', '2'),
          ('left', 'withdrawn', 'marketing.communications.email', NULL, '2026-02-15T00:00:00Z', NULL, 'express', 'p', 'terms', '2'),
          ('ended', 'given', 'marketing.communications.email', NULL, '2025-06-01T00:00:00Z', '2026-01-01T00:00:00Z', 'express', 'p', 'terms', '2'),
          ('aged', 'given', 'marketing.communications.email', NULL, '2024-01-31T00:00:00Z', NULL, 'express', 'p', 'terms', '2'),
          ('bare', 'given', 'marketing.communications.email', NULL, '2026-01-01T00:00:00Z', NULL, 'express', NULL, 'terms', '2'),
          ('old', 'given', 'marketing.communications.email', NULL, '2026-01-01T00:00:00Z', NULL, 'express', 'p', 'terms', '1'),
          ('soft', 'given', 'marketing.communications.email', NULL, '2026-01-01T00:00:00Z', NULL, 'implied', 'p', 'terms', '2'),
          ('no', 'refused', 'marketing.communications.email', NULL, '2026-01-01T00:00:00Z', NULL, 'express', 'p', 'terms', '2'),
          ('wide', 'given', 'marketing', NULL, '2026-01-01T00:00:00Z', NULL, 'express', 'p', 'terms', '2'),
          ('sms', 'given', 'marketing.communications', 'sms', '2026-01-01T00:00:00Z', NULL, 'express', 'p', 'terms', '2'),
          ('day', 'given', 'marketing.communications.email', NULL, '2026-01-01T00:00:00Z', NULL, 'express', 'p', 'terms', '2'),
          ('day', 'withdrawn', 'marketing.communications.email', NULL, '2026-03-01', NULL, 'express', 'p', 'terms', '2');
        CREATE TABLE sends (id, at);
        INSERT INTO sends VALUES ('valid', '2026-03-01T10:00:00Z'), ('valid', '2026-03-02T10:00:00Z'),
          ('left', '2026-02-14T23:59:59Z'), ('left', '2026-02-15T00:00:00Z'), ('left', '2026-03-01T10:00:00Z'),
          ('ended', '2025-12-31T23:59:59Z'), ('ended', '2026-01-01T00:00:00Z'), ('ended', '2026-03-01T10:00:00Z'),
          ('aged', '2026-01-30T23:59:59Z'), ('aged', '2026-01-31T00:00:00Z'), ('bare', '2026-03-01T10:00:00Z'),
          ('old', '2026-03-01T10:00:00Z'), ('soft', '2026-03-01T10:00:00Z'), ('no', '2026-03-01T10:00:00Z'),
          ('wide', '2026-03-01T10:00:00Z'), ('nobody', '2026-03-01T10:00:00Z'), ('nobody', '2026-03-02T10:00:00Z'),
          ('noone', '2026-03-01T10:00:00Z'), ('day', '2026-03-01T10:00:00Z'), ('day', '2026-02-28T10:00:00Z');
        """,
      collections: """
              - name: log
                proviso:
                  consents: {purpose: purpose, action: status, at: at, expiresAt: expires, channel: channel, kind: kind,
                    notice: {id: notice, version: version}, evidence: proof}
              - {name: sends, proviso: {uses: {use: marketing.communications.email, at: at}}}
        """,
      controls: TestProject.control(
        "c", "consent: {kinds: [express], maxAge: P24M, evidence: [reference], notice: {minimum: {terms: '2'}}}",
        appliesTo: "{uses: [marketing]}"))
    let expected: Set = [
      Found("c", "withdrawn", "sends", uses: 2, subjects: 1), Found("c", "expired", "sends", uses: 2, subjects: 1),
      Found("c", "tooOld", "sends", uses: 1, subjects: 1), Found("c", "noEvidence", "sends", uses: 1, subjects: 1),
      Found("c", "noticeSuperseded", "sends", uses: 1, subjects: 1),
      Found("c", "wrongKind", "sends", uses: 1, subjects: 1), Found("c", "refused", "sends", uses: 1, subjects: 1),
      Found("c", "tooBroad", "sends", uses: 1, subjects: 1), Found("c", "noRecord", "sends", uses: 3, subjects: 2),
      Found("c", "sameDay", "sends", verdict: "unverifiable", uses: 1, subjects: 1),
    ]
    #expect(try Set(project.findings()) == expected)
  }

  @Test func `optOut: from the objection on, and not without the whole source`() throws {
    let sql = """
      CREATE TABLE log (id, status, at);
      INSERT INTO log VALUES ('a', 'objected', '2026-02-01T00:00:00Z'), ('b', 'withdrawn', '2026-02-01T00:00:00Z');
      CREATE TABLE sends (id, at);
      INSERT INTO sends VALUES ('a', '2026-01-31T23:59:59Z'), ('a', '2026-02-01T00:00:00Z'), ('a', '2026-03-01T00:00:00Z'),
        ('b', '2026-03-01T00:00:00Z'), ('c', '2026-03-01T00:00:00Z');
      """
    func map(_ carries: String) -> String {
      """
            - {name: log, proviso: {consents: {purpose: {constant: marketing}, action: status, at: at\(carries)}}}
            - {name: sends, proviso: {uses: {use: marketing.communications.email, at: at}}}
      """
    }
    let control = TestProject.control("o", "optOut: {minds: [objected]}", appliesTo: "{uses: [marketing]}")
    let whole = try TestProject(sql: sql, collections: map(", carries: [objected]"), controls: control)
    #expect(try whole.findings() == [Found("o", "objected", "sends", uses: 2, subjects: 1)])
    let partial = try TestProject(sql: sql, collections: map(""), controls: control)
    #expect(
      try Set(partial.findings()) == [
        Found("o", "objected", "sends", uses: 2, subjects: 1),
        Found("o", "noOptOutSource", "sends", verdict: "unverifiable", uses: 3, subjects: 3),
      ])
  }

  @Test func `eligibility: a predicate on the person`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE people (id, country, changed);
        INSERT INTO people VALUES ('a', 'FR', '2025-01-01T00:00:00Z'), ('b', 'US', '2025-01-01T00:00:00Z'),
          ('c', NULL, '2025-01-01T00:00:00Z'), ('d', 'US', '2026-04-01T00:00:00Z');
        CREATE TABLE sends (id, at);
        INSERT INTO sends VALUES ('a', '2026-03-01T00:00:00Z'), ('b', '2026-03-01T00:00:00Z'),
          ('b', '2026-03-02T00:00:00Z'), ('c', '2026-03-01T00:00:00Z'), ('d', '2026-03-01T00:00:00Z');
        """,
      collections: """
              - name: people
                proviso: {profile: {updatedAt: changed}}
                fields: [{name: country, data_categories: [user.contact.address.country], proviso: {attribute: subject.country}}]
              - {name: sends, proviso: {uses: {use: marketing.communications.email, at: at}}}
        """,
      controls: TestProject.control(
        "e", "eligibility: {attribute: subject.country, in: [FR, DE]}", appliesTo: "{uses: [marketing]}"))
    // Who is not known to be eligible is not.
    #expect(
      try Set(project.findings()) == [
        Found("e", "notEligible", "sends", uses: 3, subjects: 2),
        Found("e", "profileChangedSince", "sends", verdict: "unverifiable", uses: 1, subjects: 1),
      ])
  }

  @Test func `prohibit and basis: what a use reads, and on which ground`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE ads (id, at, ground);
        INSERT INTO ads VALUES ('a', '2026-03-01T00:00:00Z', 'consent'), ('b', '2026-03-01T00:00:00Z', 'contract'),
          ('c', '2026-03-01T00:00:00Z', NULL), ('c', '2026-03-02T00:00:00Z', 'consent');
        CREATE TABLE people (id, gender);
        INSERT INTO people VALUES ('a', 'f');
        """,
      collections: """
              - name: people
                proviso: {profile: {}}
                fields: [{name: gender, data_categories: [user.demographic.gender], proviso: {attribute: subject.gender}}]
              - {name: ads, proviso: {uses: {use: marketing.advertising, at: at, basis: ground, reads: [subject.gender]}}}
        """,
      controls: TestProject.control(
        "p", "prohibit: {}", appliesTo: "{uses: [marketing], categories: [user.demographic.gender]}")
        + TestProject.control("b", "basis: {allowed: [consent]}", appliesTo: "{uses: [marketing]}"))
    let findings = try project.findings()
    #expect(findings.contains(Found("p", "prohibited", "ads", uses: 4, subjects: 3)))
    #expect(findings.contains(Found("b", "wrongBasis", "ads", uses: 1, subjects: 1)))
    #expect(findings.contains(Found("b", "noBasis", "ads", uses: 1, subjects: 1)))
    #expect(findings.count == 3)
  }

  @Test func `granularity: measured finer than declared`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE visits (id, place, born);
        INSERT INTO visits VALUES ('a', '48.85661,2.35222', '1980'), ('a', '48.8,2.3', '1980'), ('b', '45.76404,4.83566', '1990'),
          ('c', NULL, '1970-05-06');
        """,
      collections: """
              - name: visits
                fields:
                  - {name: place, data_categories: [user.location], proviso: {granularity: place.city}}
                  - {name: born, data_categories: [user.demographic.date_of_birth], proviso: {granularity: birth.year}}
        """,
      controls: TestProject.control("g", "granularity: {place: city}", appliesTo: "{categories: [user.location]}")
        + TestProject.control(
          "y", "granularity: {birth: year}", appliesTo: "{categories: [user.demographic.date_of_birth]}"))
    #expect(
      try Set(project.findings().filter { $0.reason == "tooFine" }) == [
        // Five decimals are metres; one decimal is 11 km.
        Found("g", "tooFine", "visits.place", records: 2),
        Found("y", "tooFine", "visits.born", records: 1),
      ])
  }

  @Test func `retention and freshness: age by the calendar`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE people (id, income, seen, changed);
        INSERT INTO people VALUES
          ('a', 10, '2025-06-01T00:00:01Z', '2026-01-01T00:00:00Z'), ('b', 20, '2025-06-01T00:00:00Z', '2025-01-01T00:00:00Z'),
          ('c', 30, '2024-01-01T00:00:00Z', '2026-05-01T00:00:00Z');
        """,
      collections: """
              - name: people
                proviso: {profile: {updatedAt: changed}, anchors: {lastActivity: seen}}
                fields: [{name: income, data_categories: [user.financial]}]
        """,
      controls: TestProject.control("r", "retention: {maxAge: P12M, since: lastActivity}")
        + TestProject.control("f", "freshness: {maxAge: P12M}", appliesTo: "{categories: [user.financial]}"))
    let findings = try project.findings()
    // On 2026-06-01 a record of 2025-06-01T00:00:00Z is twelve months old, one of a second later is not yet.
    #expect(findings.contains(Found("r", "keptTooLong", "people", records: 2, subjects: 2)))
    #expect(findings.contains { $0.control == "f" && $0.reason == "stale" && $0.subjects == 1 })
    #expect(findings.count == 2)
  }

  @Test func `crowd: groups of one`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE people (id, age, city);
        INSERT INTO people VALUES ('a', '30', 'Lyon'), ('b', '30', 'Lyon'), ('c', '30', 'Lyon'), ('d', '40', 'Lyon'),
          ('e', '40', 'Lyon'), ('f', NULL, 'Lyon'), ('g', '30', 'lyon');
        """,
      collections: """
              - {name: people, proviso: {profile: {quasiIdentifiers: [age, city]}}}
        """,
      controls: TestProject.control("k", "crowd: {atLeast: 3, of: quasiIdentifiers}"))
    let findings = try project.findings()
    #expect(findings.first?.reason == "groupTooSmall")
    // d and e share a group; f and g stand alone.
    #expect(findings.map(\.subjects) == [4])
  }

  @Test func `evidence and reask: what a consent log shows`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE log (id, status, at, method, proof);
        INSERT INTO log VALUES ('a', 'given', '2026-01-01T00:00:00Z', 'form', 'p'), ('b', 'given', '2026-01-01T00:00:00Z', 'preTicked', 'p'),
          ('c', 'given', '2026-01-01T00:00:00Z', 'form', NULL), ('d', 'refused', '2026-01-01T00:00:00Z', 'form', 'p'),
          ('d', 'requested', '2026-03-01T00:00:00Z', 'banner', 'p'), ('e', 'refused', '2025-01-01T00:00:00Z', 'form', 'p'),
          ('e', 'requested', '2026-03-01T00:00:00Z', 'banner', 'p');
        """,
      collections: """
              - name: log
                proviso: {consents: {purpose: {constant: marketing}, action: status, at: at, method: method, evidence: proof}}
        """,
      controls: TestProject.control("v", "evidence: {fields: [reference], forbiddenMethods: [preTicked]}")
        + TestProject.control("a", "reask: {after: P6M, following: [refused]}"))
    let findings = try project.findings()
    #expect(findings.contains { $0.control == "v" && $0.reason == "missingField" && $0.records == 1 })
    #expect(findings.contains { $0.control == "v" && $0.reason == "forbiddenMethod" && $0.records == 1 })
    #expect(findings.contains { $0.control == "a" && $0.reason == "askedAgain" && $0.subjects == 1 })
    #expect(findings.count == 3)
  }

  @Test func `erasure, deadline and disclosure: registers`() throws {
    let project = try TestProject(
      sql: """
        CREATE TABLE people (id, name);
        INSERT INTO people VALUES ('a', 'A'), ('b', 'B'), ('c', 'C');
        CREATE TABLE erasures (id, at);
        INSERT INTO erasures VALUES ('a', '2026-01-01T00:00:00Z'), ('b', '2026-05-20T00:00:00Z'), ('z', '2026-01-01T00:00:00Z');
        CREATE TABLE requests (id, kind, received, closed);
        INSERT INTO requests VALUES ('a', 'access', '2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z'),
          ('b', 'access', '2026-01-01T00:00:00Z', '2026-02-01T00:00:01Z'), ('c', 'access', '2026-02-01T00:00:00Z', NULL),
          ('c', 'access', '2026-05-20T00:00:00Z', NULL);
        CREATE TABLE shares (id, party, at, sold);
        INSERT INTO shares VALUES ('a', 'mailer', '2026-01-01T00:00:00Z', 'false'), ('b', 'broker', '2026-01-01T00:00:00Z', 'false'),
          ('b', 'mailer', '2026-01-01T00:00:00Z', 'true');
        """,
      collections: """
              - {name: people, proviso: {profile: {}}, fields: [{name: name, data_categories: [user.name]}]}
              - {name: erasures, proviso: {erasures: {at: at}}}
              - {name: requests, proviso: {requests: {type: kind, received: received, closed: closed}}}
              - {name: shares, proviso: {disclosures: {recipient: party, at: at, sale: sold}}}
        """,
      controls: TestProject.control("x", "erasure: {within: P1M}") + TestProject.control("d", "deadline: {within: P1M}")
        + TestProject.control("s", "disclosure: {sale: false}"),
      more: "recipients: [{name: mailer, country: DE}]\n")
    let findings = try project.findings()
    #expect(
      findings.contains { $0.control == "x" && $0.reason == "notErased" && $0.asset == "people" && $0.subjects == 1 })
    #expect(findings.contains { $0.control == "d" && $0.reason == "overdue" && $0.records == 2 && $0.subjects == 2 })
    #expect(findings.contains { $0.control == "s" && $0.reason == "undeclaredRecipient" && $0.records == 1 })
    #expect(findings.contains { $0.control == "s" && $0.reason == "saleNotAllowed" && $0.records == 1 })
    #expect(findings.filter { !["people", "requests", "shares"].contains($0.asset) } == [])
  }
}

import ConsentHistory
import GRDB
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import Predicates
import ProvisoTesting
import RuleSets
import Testing

@Suite struct DecisionLogTests {
  private let folder: TemporaryFolder
  private let log: DecisionLog
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("decisions.sqlite")
    log = try DecisionLog(path: path)
  }

  private func rows(_ sql: String) throws -> [[String]] {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { database in
      try Row.fetchAll(database, sql: sql).map { row in row.databaseValues.map { "\($0.storage.value ?? "null")" } }
    }
  }

  private func decision() throws -> Decision {
    let core = try CoreFixture(
      rules: """
          - {id: "ne\\"ws", use: marketing, basis: consent, audience: {attribute: subject.country, equals: FR}}
        """)
    return core.decide(["subject.country": .text("FR")], [.given])
  }

  @Test func `a decision is kept with its ground, its reads and their age`() throws {
    try log.append([decision()])
    #expect(
      try rows("SELECT subject, at, outcome, rule_set, rule, use, basis, ground, consent_evidence FROM decisions") == [
        ["s", "2026-05-01T00:00:00Z", "allowed", "r", "ne\"ws", "marketing", "consent", "consent", "proof-1"]
      ])
    #expect(
      try rows(
        """
        SELECT attributes, json_extract(reads, '$[0].level'), json_extract(reads, '$[0].ageSeconds'),
          json_extract(reads, '$[0].categories[0]') FROM decisions
        """) == [["[\"subject.country\"]", "contact.countryPrefix", "10368000", "user.contact"]])
    #expect(try rows("SELECT rule FROM uses") == [["r/ne\"ws"]])
  }

  @Test func `a fallback is kept with what was refused and is no use`() throws {
    let core = try CoreFixture(rules: "  - {id: news, use: marketing, audience: {all: []}}")
    try log.append([core.decide([:], [.given, .withdrawn])])
    #expect(
      try rows(
        "SELECT outcome, json_extract(refused, '$[0].control'), json_extract(refused, '$[0].reason') FROM decisions")
        == [["fallback", "agreed", "withdrawn"]])
    #expect(try rows("SELECT * FROM uses").isEmpty)
  }

  @Test(arguments: [
    "UPDATE decisions SET outcome = 'fallback'", "DELETE FROM decisions", "UPDATE consent_events SET action = 'given'",
    "DELETE FROM consent_events", "REPLACE INTO consent_events SELECT * FROM consent_events",
    "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
  ])
  func `no row is ever changed or removed`(sql: String) throws {
    try log.append([decision()])
    let at = Moment(Instant(microseconds: 0))
    try log.append(
      [ConsentEvent(subject: "s", purpose: .every, action: .erased, at: at)], recordedAt: Instant(microseconds: 1))
    let before = try rows("SELECT * FROM decisions") + rows("SELECT * FROM consent_events")
    let queue = try DatabaseQueue(path: path)
    let error = #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
    #expect(error?.message?.contains("append-only") == true)
    #expect(try rows("SELECT * FROM decisions") + rows("SELECT * FROM consent_events") == before)
  }

  @Test func `all or none is added`() throws {
    var broken = try decision()
    broken.rule = nil
    #expect(throws: DatabaseError.self) { try log.append([decision(), broken]) }
    #expect(try rows("SELECT * FROM decisions").isEmpty)
  }

  @Test func `a log is opened again, and nothing else is taken for one`() throws {
    try log.append([decision()])
    try DecisionLog(path: path).append([decision()])
    #expect(try rows("SELECT count(*) FROM decisions") == [["2"]])
    let other = folder.path("other.sqlite")
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (a)") }
    #expect(throws: DecisionLog.UnknownVersion.self) { try DecisionLog(path: other) }
    try folder.write(Array("no database, but some text".utf8), to: "text.sqlite")
    #expect(throws: DatabaseError.self) { try DecisionLog(path: folder.path("text.sqlite")) }
  }

  @Test func `what was served is told to later decisions`() throws {
    var decision = try decision()
    decision.offering = Offering(
      .offer, content: "bread", step: "s", items: [.init(id: "a \"b\"", because: ["secret"])], because: "why")
    decision.decision = "web"
    try log.append([decision])
    let served = try log.served("s")
    #expect(served.map(\.decision) == ["web"] && served.map(\.rule) == ["ne\"ws"] && served.map(\.at) == [decision.at])
    #expect(served[0].offering?.isAlike(try #require(decision.offering)) == true)
    #expect(try log.served("other").isEmpty)
    // What led to an item is for the person's eyes.
    #expect(try rows("SELECT offering FROM decisions").joined().joined().contains("secret") == false)
  }

  @Test func `a log under pseudonyms holds consents under the same, once`() throws {
    let path = folder.path("named.sqlite")
    let named = try DecisionLog(path: path) { "p:\($0.count)" }
    let event = ConsentEvent(
      subject: "alias", purpose: DataUse("marketing"), action: .given, at: Moment(Instant(microseconds: 0)))
    let person = Person(Profile(subject: "anna"), consents: ConsentTimeline([event]))
    var decision = try decision()
    decision.subject = "anna"
    try named.append([decision], of: [person])
    try named.append([decision], of: [person])
    let queue = try DatabaseQueue(path: path)
    let told = try queue.read { database in
      try (
        String.fetchAll(database, sql: "SELECT subject FROM decisions"),
        Row.fetchAll(database, sql: "SELECT subject, recorded_at FROM consent_events").map { $0["subject"] as String }
      )
    }
    #expect(told.0 == ["p:4", "p:4"] && told.1 == ["p:4"])
    #expect(try named.served("anna").count == 2)
  }

  @Test(arguments: [1, 2, 3])
  func `a log of an earlier version is brought up to date with what it holds`(version: Int) throws {
    let path = folder.path("old.sqlite")
    let old = try DatabaseQueue(path: path)
    try old.write { database in
      try database.execute(
        sql: """
          CREATE TABLE decisions (id INTEGER PRIMARY KEY, subject TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
            rule_set TEXT NOT NULL, rule TEXT, use TEXT, channel TEXT, basis TEXT, ground TEXT, consent_evidence TEXT,
            consent_at TEXT, attributes TEXT NOT NULL DEFAULT '[]', reads TEXT NOT NULL DEFAULT '[]',
            refused TEXT NOT NULL DEFAULT '[]') STRICT;
          CREATE TABLE consent_events (id INTEGER PRIMARY KEY, subject TEXT NOT NULL, purpose TEXT NOT NULL, channel TEXT,
            controller TEXT, action TEXT NOT NULL, at TEXT NOT NULL, recorded_at TEXT NOT NULL, expires_at TEXT,
            kind TEXT NOT NULL, actor TEXT NOT NULL, method TEXT, notice_id TEXT, notice_version TEXT,
            notice_language TEXT, evidence TEXT) STRICT;
          CREATE TRIGGER consent_events_stay BEFORE UPDATE ON consent_events BEGIN SELECT RAISE(ABORT, 'no'); END;
          INSERT INTO decisions (subject, at, outcome, rule_set, rule, use)
            VALUES ('s', '2026-01-01T00:00:00Z', 'allowed', 'r', 'x', 'marketing');
          INSERT INTO consent_events (subject, purpose, action, at, recorded_at, kind, actor)
            VALUES ('s', 'marketing', 'given', '2026-01-01', '2026-01-01', 'express', 'self');
          """)
      if version == 2 {
        try database.execute(
          sql: """
            CREATE TABLE consent_imports (source TEXT PRIMARY KEY, offset INTEGER NOT NULL, records INTEGER NOT NULL,
              events INTEGER NOT NULL, rejected INTEGER NOT NULL, rejected_bytes INTEGER NOT NULL) STRICT;
            """)
      }
      if version == 3 {
        try database.execute(
          sql: """
            ALTER TABLE decisions ADD COLUMN decision TEXT; ALTER TABLE decisions ADD COLUMN offering TEXT;
            CREATE TABLE consent_imports (source TEXT PRIMARY KEY);
            CREATE VIEW uses AS SELECT id, subject, at, rule, use, channel, basis, attributes FROM decisions;
            CREATE TRIGGER consent_events_remain BEFORE DELETE ON consent_events
              BEGIN SELECT RAISE(ABORT, 'no'); END;
            """)
      }
      try database.execute(sql: "PRAGMA user_version = \(version)")
    }
    try old.close()
    let log = try DecisionLog(path: path)
    #expect(try log.served("s").map(\.rule) == ["x"])
    #expect(try log.mark(of: "file", mapping: "m") == ImportMark(source: "file", mapping: "m"))
    let queue = try DatabaseQueue(path: path)
    #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM consent_events") } == 1)
    #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: "DELETE FROM consent_events") } }
    // The audit tells the age of a value from here.
    #expect(try queue.read { try String.fetchAll($0, sql: "SELECT reads FROM uses") } == ["[]"])
  }

  @Test(arguments: ["2026", "2026-02", "2026-02-03", "2026-02-03T04:05:06.000007Z"])
  func `a moment reads back as it was written`(text: String) throws {
    let moment = try #require(Moment(iso8601: text))
    try append(.given, at: moment)
    #expect(try rows("SELECT at FROM consent_events") == [[text]])
  }

  @Test(arguments: [(ConsentAction.given, "2026-02-03T23:00:00Z"), (.withdrawn, "2026-02-02T23:00:00Z")])
  func `a day of another zone is held to the end that counts`(action: ConsentAction, expected: String) throws {
    let start = try #require(Instant(iso8601: "2026-02-02T23:00:00Z"))
    try append(action, at: Moment(from: start, until: start.advanced(byMicroseconds: Instant.microsecondsPerDay)))
    #expect(try rows("SELECT at FROM consent_events") == [[expected]])
  }

  private func append(_ action: ConsentAction, at moment: Moment) throws {
    try log.append(
      [ConsentEvent(subject: "s", purpose: DataUse("marketing"), action: action, at: moment)],
      recordedAt: Instant(microseconds: 0))
  }
}

import Auditor
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Rules against their thresholds, from a log and events that were written by hand.
@Suite struct RuleMeasurementTests {
  private static let rules = """
    ruleset: shop
    title: Rules of a shop
    rules:
      - {id: banner, use: personalize, reviewed: 2026-01-01, metric: {name: clickRate, atLeast: 0.4}}
      - {id: mail, use: personalize, reviewed: 2024-01-01, expires: 2026-04-01, metric: {name: unsubscribeRate, atMost: 0.001}}
      - {id: ask, use: personalize, metric: {name: nps, atLeast: 10}}
      - {id: lift, use: personalize, metric: {name: conversionLift, atLeast: 0.1}}
      - {id: bare, use: personalize}
    """

  private static let schema = """
    CREATE TABLE decisions (subject TEXT, at TEXT, rule_set TEXT, rule TEXT, outcome TEXT);
    CREATE TABLE person_events (subject TEXT, type TEXT, at TEXT, value REAL);
    """

  private func sheets(_ sql: String, events: String? = nil) throws -> [Measured] {
    let folder = try TemporaryFolder()
    try SQLiteWriter(path: folder.path("core.sqlite")).run(Self.schema + sql)
    var task = RuleMeasurement(
      rules: try folder.write(Array(Self.rules.utf8), to: "shop.yaml"), log: folder.path("core.sqlite"))
    task.events = try events.map { try folder.write(Array($0.utf8), to: "events.csv") }
    let outcome = try task.run(asOf: try #require(Measured.asOf))
    return try Measured.sheets(outcome)
  }

  private static func served(_ rule: String, _ people: Range<Int>, _ day: String) -> String {
    people.map { "INSERT INTO decisions VALUES ('p\($0)', '\(day)', 'shop', '\(rule)', 'allowed');" }.joined()
  }

  private static func did(_ type: String, _ people: Range<Int>, _ day: String, _ value: Int = 0) -> String {
    people.map { "INSERT INTO person_events VALUES ('p\($0)', '\(type)', '\(day)', \(value));" }.joined()
  }

  @Test func `a threshold is met, missed or undecided by the people served`() throws {
    let met = try sheets(Self.served("banner", 0..<100, "2026-04-01") + Self.did("click", 0..<60, "2026-04-03"))
    #expect(met.count == 6)
    #expect(met[1].metric("served") == 100)
    #expect(met[1].metric("metric") == 0.6)
    #expect(met[1].word("verdict") == "met")
    #expect(met[1].word("threshold") == "at least 0.4")
    #expect(met[1].word("stale") == "no")
    let missed = try sheets(Self.served("banner", 0..<100, "2026-04-01") + Self.did("click", 0..<10, "2026-04-03"))
    #expect(missed[1].word("verdict") == "missed")
    let few = try sheets(Self.served("banner", 0..<10, "2026-04-01") + Self.did("click", 0..<5, "2026-04-03"))
    #expect(few[1].word("verdict") == "undecided, leans to met: too few cases to tell")
  }

  @Test func `only what happens after a serving and within its days counts, and only servings whose days are over`()
    throws
  {
    let sheets = try sheets(
      Self.served("banner", 0..<4, "2026-04-01") + Self.served("banner", 4..<6, "2026-04-10")
        + Self.did("click", 0..<1, "2026-03-31") + Self.did("click", 1..<2, "2026-04-08")
        + Self.did("click", 2..<3, "2026-04-08T00:00:01Z") + Self.did("click", 4..<6, "2026-04-11"))
    #expect(sheets[1].metric("served") == 6)
    #expect(sheets[1].metric("metric") == 0.25)
    #expect(sheets[1].node["metrics"]?["metric"]?["low"] != nil)
  }

  @Test func `rules that are stale say why`() throws {
    let sheets = try sheets(Self.served("mail", 0..<3, "2026-03-01"))
    // A rule ends with the day that it names.
    #expect(sheets[2].word("stale") == "ended 13 days ago; review overdue by 470 days; served nobody for 45 days")
    #expect(sheets[3].word("stale") == "never reviewed; never served")
    #expect(sheets[2].word("verdict") == "undecided, leans to met: too few cases to tell")
  }

  @Test func `answers make a score, a lift needs a control, and a rule without a metric has none`() throws {
    let sheets = try sheets(
      Self.served("ask", 0..<10, "2026-04-01") + Self.served("lift", 0..<10, "2026-04-01")
        + Self.served("bare", 0..<10, "2026-04-01") + Self.did("nps", 0..<8, "2026-04-02", 10)
        + Self.did("nps", 8..<10, "2026-04-02", 3))
    #expect(sheets[3].metric("metric") == 60)
    #expect(sheets[3].word("verdict") == "met")
    #expect(sheets[4].metric("metric") == nil)
    #expect(sheets[4].word("verdict") == "not measured")
    #expect(sheets[5].word("verdict") == "not measured")
    #expect(sheets[5].word("threshold") == "none")
  }

  @Test func `decisions of other rule sets, fallbacks and future ones do not count`() throws {
    let sheets = try sheets(
      """
      INSERT INTO decisions VALUES ('a', '2026-04-01', 'other', 'banner', 'allowed');
      INSERT INTO decisions VALUES ('b', '2026-04-01', 'shop', NULL, 'fallback');
      INSERT INTO decisions VALUES ('c', '2027-04-01', 'shop', 'banner', 'allowed');
      INSERT INTO decisions VALUES (NULL, '2026-04-01', 'shop', 'banner', 'allowed');
      """)
    #expect(sheets[0].metric("people") == 1)
    #expect(sheets[0].node["leftOut"] == .object(["inFuture": .number(1), "unreadable": .number(1)]))
    #expect(sheets[1].metric("served") == 0)
    #expect(!sheets[0].isComplete)
  }

  @Test func `events may come from a file`() throws {
    let sheets = try sheets(
      Self.served("banner", 0..<2, "2026-04-01"), events: "subject,type,at\np0,click,2026-04-02\np1,view,2026-04-02\n")
    #expect(sheets[1].metric("metric") == 0.5)
  }
}

import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct SQLTests {
  static func rules(_ text: String) throws -> [Rule] {
    try RuleSet.load(path: "audience.sql", bytes: Array(text.utf8)).rules
  }

  static func rule(_ text: String) throws -> Rule { try #require(rules(text).first) }

  @Test(arguments: [
    ("SELECT email, u.age FROM crm.users u WHERE city = 'Graz'", ["users.email", "users.age", "users.city"]),
    (
      "select a.id, o.total from accounts a join orders as o on o.account_id = a.id",
      ["accounts.id", "orders.total", "orders.account_id", "accounts.id"]
    ),
    ("SELECT * FROM subscribers WHERE attribs->>'city' = 'Oslo'", ["subscribers.*", "subscribers.attribs.city"]),
    (
      "WITH recent AS (SELECT customer_id AS id, sum(total) AS spent FROM orders) SELECT r.id FROM recent r WHERE r.spent > 5",
      ["orders.customer_id", "orders.total", "orders.customer_id"]
    ),
    (
      "SELECT \"First Name\", `last`, [e mail] FROM \"Contacts\" -- email\n /* age /* nested */ */",
      ["Contacts.First Name", "Contacts.last", "Contacts.e mail"]
    ),
    ("SELECT count(*) FILTER (WHERE vip) OVER (PARTITION BY city) n FROM t ORDER BY n", ["t.vip", "t.city"]),
    ("SELECT id FROM {{ ref('customers') }} WHERE country = {{ var('c') }}", ["customers.id", "customers.country"]),
    (
      "SELECT id FROM t WHERE id IN (SELECT t2.user_id FROM t2 WHERE t2.score > 1)",
      ["t.id", "t.id", "t2.user_id", "t2.score"]
    ),
  ])
  func `notes the columns that a statement reads, aliases resolved`(text: String, expected: [String]) throws {
    let reads = try Self.rule(text).reads.map(\.path.text)
    #expect(Set(reads) == Set(expected), "\(reads)")
  }

  static let cases: [(String, Predicate)] = [
    ("age >= 18", .compare(AttributePath("t.age"), .atLeast, .integer(18))),
    ("18 < age", .compare(AttributePath("t.age"), .greater, .integer(18))),
    ("NOT vip", .not(.compare(AttributePath("t.vip"), .equal, .boolean(true)))),
    ("city IN ('Graz', 'Linz')", .isIn(AttributePath("t.city"), [.text("Graz"), .text("Linz")])),
    ("email IS NOT NULL", .exists(AttributePath("t.email"))),
    ("age BETWEEN 18 AND 25", .between(AttributePath("t.age"), .integer(18), .integer(25))),
    ("profile->>'plan' <> 'pro'", .compare(AttributePath("t.profile.plan"), .notEqual, .text("pro"))),
    ("seen > now() - interval '30 days'", .within(AttributePath("t.seen"), CalendarPeriod(days: 30))),
    (
      "seen <= CURRENT_TIMESTAMP - INTERVAL 2 HOUR",
      .olderThan(AttributePath("t.seen"), CalendarPeriod(microseconds: 7_200_000_000))
    ),
    (
      "born < DATE '2000-01-01'",
      .compare(AttributePath("t.born"), .less, .instant(Instant(microseconds: 946_684_800_000_000)))
    ),
  ]

  @Test(arguments: cases.indices) func `a plain condition is lowered exactly`(index: Int) throws {
    let (text, expected) = Self.cases[index]
    let rule = try Self.rule("SELECT id FROM t WHERE \(text)")
    #expect(rule.audience == expected)
    #expect(rule.opaque.isEmpty)
  }

  @Test(arguments: [
    "name LIKE 'A%'", "lower(city) = 'graz'", "age::int > 3", "EXISTS (SELECT 1 FROM o)", "a = b", "x > $1",
    "CASE WHEN a THEN b END = 1", "(data->>'age') > 30",
  ])
  func `what a condition cannot say is opaque, never true`(text: String) throws {
    let rule = try Self.rule("SELECT id FROM t WHERE \(text)")
    #expect(!rule.opaque.isEmpty)
    let facts = JSONFacts(
      .object(["t": .object(["name": .text("Ann")])]), now: Instant(microseconds: 0), for: rule.audience)
    #expect(rule.audience.evaluate(on: facts) == .unknown)
  }

  @Test func `an inner join restricts, an outer one does not; a limit is opaque`() throws {
    let inner = try Self.rule("SELECT a.id FROM a JOIN b ON a.id = b.id WHERE a.x = 1")
    #expect(inner.opaque.map(\.text) == ["a join with `b`"])
    let outer = try Self.rule("SELECT a.id FROM a LEFT JOIN b ON a.id = b.id WHERE a.x = 1")
    #expect(outer.audience == .compare(AttributePath("a.x"), .equal, .integer(1)))
    #expect(try Self.rule("SELECT id FROM a LIMIT 10").opaque.map(\.text) == ["LIMIT"])
  }

  @Test func `a union reaches whom one of its parts reaches`() throws {
    let rule = try Self.rule("SELECT id FROM a WHERE x = 1 UNION ALL SELECT id FROM a WHERE y = 2")
    #expect(
      rule.audience
        == .any([
          .compare(AttributePath("a.x"), .equal, .integer(1)), .compare(AttributePath("a.y"), .equal, .integer(2)),
        ]))
  }

  @Test func `each statement is a rule; a text that looks personal is told; a read has its place`() throws {
    let rules = try Self.rules("SELECT id FROM t;\n\nSELECT id FROM t WHERE mail <> 'jo.miller@retailer.example';")
    #expect(rules.map(\.id) == ["audience/1", "audience/2"])
    #expect(rules[1].personalLiterals.map(\.text) == ["an e-mail address"])
    let place = try #require(rules[1].reads.last?.place.span)
    #expect((place.line, place.column, place.length) == (3, 24, 4))
  }

  @Test(arguments: [
    ("SELECT 'open", "the text is not closed; expected `'`"),
    ("SELECT 1 /* x", "the comment is not closed; expected `*/`"),
    ("DELETE FROM t", "an audience is a `SELECT`; found `DELETE`"),
    ("  ", "the file holds no statement; expected `SELECT`"),
    ("SELECT \"a", "the text is not closed; expected `\"`"),
  ])
  func `what is no statement is an error`(text: String, message: String) {
    let error = #expect(throws: InputError.self) { try Self.rules(text) }
    #expect(error?.diagnostics.first?.message == message)
  }

  @Test func `deep nesting and broken clauses are opaque`() throws {
    let deep =
      "SELECT a FROM t WHERE " + String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
    for text in [deep, "SELECT a FROM t WHERE WHERE u.b = 1", "SELECT a FROM t GROUP HAVING"] {
      #expect(try !Self.rule(text).opaque.isEmpty)
    }
    #expect(try Self.rule("SELECT a FROM t WHERE WHERE u.b = 1").reads.map(\.path.text).contains("u.b"))
  }

  @Test(arguments: [
    ("SELECT c.id FROM customers c WHERE c.kind = 'x' COLLATE NOCASE", ["customers.id", "customers.kind"]),
    ("(SELECT id FROM crm.customers WHERE kind = 'x')", ["customers.id", "customers.kind"]),
    ("SELECT id FROM customers WHERE kind = 'x' AND AND age > 3", ["customers.id", "customers.kind", "customers.age"]),
    ("SELECT id FROM customers WHERE (kind = 'x'", ["customers.id", "customers.kind"]),
    (
      "SELECT a.id FROM a AS a1, b WHERE a1.x MATCH 'y' AND z = lower(b.name) AND at AT TIME ZONE 'UTC' > 1",
      ["a.id", "a.x", "z", "b.name", "at"]
    ),
  ])
  func `of a statement that cannot be read every name counts as read`(text: String, expected: [String]) throws {
    let rule = try Self.rule(text)
    #expect(Set(rule.reads.map(\.path.text)).isSuperset(of: expected), "\(rule.reads.map(\.path.text))")
    #expect(Set(rule.audience.reads.map(\.text)).isSuperset(of: expected))
    #expect(!rule.opaque.isEmpty)
  }

  @Test func `columns of a function that gives rows are read; a count of rows reads none`() throws {
    #expect(
      try Self.rule("SELECT id FROM read_csv('h.csv') WHERE kind = 'x'").reads.map(\.path.text).contains("kind"))
    #expect(try Self.rule("SELECT count(*) FROM t").reads.isEmpty)
  }
}

import GovernanceModel
import Predicates
import RuleSets
import SourceDocuments
import Testing

@Suite struct NativeReaderTests {
  static let spring = """
    ruleset: spring
    segments:
      - {id: lapsed, audience: {attribute: purchases.lastAt, olderThan: P90D}}
    rules:
      - id: bakery
        tactic: journey
        use: marketing.communications.email
        channel: email
        subjects: customer
        basis: consent
        owner: crm@retailer.example
        reviewed: 2026-10-01
        expires: 2027-03-31
        lookBack: P180D
        latency: PT2H
        estimatedAudience: 1200
        audience:
          all:
            - {segment: lapsed}
            - {attribute: affinity.bakery, atLeast: 0.4}
            - {attribute: affinity.updatedAt, within: P30D}
            - {attribute: email, equals: jane@example.org}
            - {consent: marketing.communications.email, channel: email}
        reads: [device.model]
        writes: [affinity.bread]
        exports: [{to: mailer, attributes: [email, name], sale: false, country: DE}, {to: all, attributes: "*"}]
        action: {send: bakery-is-back, cc: +49 30 1234567}
        cap: {atMost: 2, per: P30D}
        metric: {name: conversion, atLeast: 0.02}
    """

  static func read(_ text: String, _ path: String = "rules/spring.yaml") throws -> RuleSet {
    try RuleSet.load(path: path, bytes: Array(text.utf8))
  }

  static func complaints(_ text: String) throws -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let error as InputError {
      return error.diagnostics.map { diagnostic in
        (diagnostic.span.map { "\($0.line):\($0.column) " } ?? "") + diagnostic.message
          + (diagnostic.help.map { " (\($0))" } ?? "")
      }
    }
  }

  @Test func `a rule set is read with everything that it says`() throws {
    let set = try Self.read(Self.spring)
    #expect((set.id, set.format, set.path, set.rules.count) == ("spring", "native", "rules/spring.yaml", 1))
    #expect(set.digest.count == 64)
    let rule = try #require(set.rules.first)
    #expect(rule.id == "bakery" && rule.tactic == .journey && rule.owner == "crm@retailer.example")
    #expect(rule.use == DataUse("marketing.communications.email") && rule.channel == Channel("email"))
    #expect(rule.subjectType == DataSubject("customer") && rule.basis == .consent)
    // A review counts from the start of its day, an end from the end of it.
    #expect(rule.reviewed == Instant(iso8601: "2026-10-01") && rule.expires == Instant(iso8601: "2027-04-01"))
    #expect(rule.lookBack == CalendarPeriod(days: 180) && rule.latency == CalendarPeriod(microseconds: 7_200_000_000))
    #expect(rule.estimatedAudience == 1200 && rule.hasFrequencyCap)
    #expect(set.segments["lapsed"] == .olderThan(AttributePath("purchases.lastAt"), CalendarPeriod(days: 90)))
    #expect(rule.writes.map(\.path.text) == ["affinity.bread"])
    #expect(rule.exports.map(\.recipient) == ["mailer", "all"] && rule.exports.map(\.isWildcard) == [false, true])
    #expect(rule.exports[0].paths.map(\.text) == ["email", "name"] && rule.exports[0].isSale == false)
    #expect(rule.references.map(\.text) == ["lapsed"] && rule.dangling.isEmpty)
  }

  @Test func `every value has its place`() throws {
    let rule = try #require(try Self.read(Self.spring).rules.first)
    let reads = rule.reads.map { "\($0.path) \($0.place.span.line):\($0.place.span.column)+\($0.place.span.length)" }
    #expect(
      reads == [
        "affinity.bakery 20:23+15", "affinity.updatedAt 21:23+18", "email 22:23+5", "device.model 24:13+12",
      ])
    #expect(rule.reads[0].place.excerpt == "        - {attribute: affinity.bakery, atLeast: 0.4}")
    #expect(rule.spans["use"].map { "\($0.span)" } == "rules/spring.yaml:7:10")
    #expect(
      Set(rule.spans.keys)
        == [
          "id", "use", "channel", "basis", "owner", "reviewed", "expires", "lookBack", "cap", "audience",
          "estimatedAudience",
        ])
  }

  @Test func `a window on the time stamp bounds what stands beside it`() throws {
    let rule = try #require(try Self.read(Self.spring).rules.first)
    let fresh = rule.reads.map { $0.freshWithin?.description ?? "-" }
    #expect(fresh == ["P30D", "P30D", "-", "-"])
  }

  @Test func `literals that look personal are noted by kind, never by value`() throws {
    let rule = try #require(try Self.read(Self.spring).rules.first)
    #expect(rule.personalLiterals.map(\.text) == ["an e-mail address", "a telephone number"])
    #expect(rule.personalLiterals.map(\.span.line) == [22, 27])
  }

  @Test func `JSON and YAML give the same rules`() throws {
    let json = """
      {"ruleset": "s", "rules": [{"id": "a", "use": "marketing", "action": {"send": "x", "at": 1},
        "audience": {"attribute": "b", "atLeast": 1}}]}
      """
    let yaml = """
      ruleset: s
      rules:
        - {id: a, use: marketing, action: {at: 1, send: x}, audience: {attribute: b, atLeast: 1}}
      """
    let (left, right) = (try Self.read(json, "a.json"), try Self.read(yaml))
    #expect(left.rules.map(\.audience) == right.rules.map(\.audience))
    #expect(left.rules.map(\.action) == right.rules.map(\.action))
    #expect(left.rules.first?.reads.first?.place.span == SourceSpan(file: "a.json", line: 2, column: 29, length: 3))
  }

  @Test func `a rule without an id is named by what it says, not how`() throws {
    let one = try Self.read("{ruleset: s, rules: [{use: marketing, owner: a}]}")
    let two = try Self.read("ruleset: s\nrules:\n  - owner: \"a\"\n    use: marketing\n")
    let other = try Self.read("{ruleset: s, rules: [{use: marketing, owner: b}]}")
    let id = try #require(one.rules.first?.id)
    #expect(id.hasPrefix("sha256-") && id.count == 23)
    #expect(two.rules.first?.id == id && other.rules.first?.id != id)
  }

  @Test func `no rules are read as no rules`() throws {
    #expect(try Self.read("{ruleset: s, rules: []}").rules.isEmpty)
  }

  @Test(arguments: [
    ("", "1:1 the file is empty; expected a rule set"),
    (
      "[]",
      "1:1 no rule set in a known format; found a list (a native rule set starts with `ruleset: <name>` and has a "
        + "list `rules:`; a format is named in `proviso.yaml` (`{path, format}`) or by `--format`)"
    ),
    (
      "{rulset: s, rule: []}",
      "1:1 no rule set in a known format; found a mapping (a native rule set starts with "
        + "`ruleset: <name>` and has a list `rules:`; a format is named in `proviso.yaml` (`{path, format}`) or by `--format`)"
    ),
    ("{ruleset: s}", "1:1 a rule set needs `rules`"),
    ("{ruleset: s, rules: x}", "1:21 `rules` is a list; found a text"),
    ("{ruleset: s, rules: [x]}", "1:22 expected a rule, a mapping; found a text"),
    ("{ruleset: s, rules: [{id: a, audiense: {}}]}", "1:30 a rule has no key `audiense` (did you mean `audience`?)"),
    ("{ruleset: s, rules: [{id: a}, {id: a}]}", "1:36 the rule `a` stands twice; first in line 1"),
    ("{ruleset: s, rules: [{id: \"\"}]}", "1:27 `id` is a text; found an empty one"),
    ("{ruleset: s, rules: [{id: a, tactic: jurney}]}", "1:38 `jurney` is no tactic (did you mean `journey`?)"),
    ("{ruleset: s, rules: [{id: a, basis: consnt}]}", "1:37 `consnt` is no legal basis (did you mean `consent`?)"),
    ("{ruleset: s, rules: [{id: a, use: [x]}]}", "1:35 `use` is a text; found a list"),
    (
      "{ruleset: s, rules: [{id: a, expires: soon}]}",
      "1:39 `expires` is a date or instant such as `2026-03-01` or `2026-03-01T10:00:00Z`"
    ),
    (
      "{ruleset: s, rules: [{id: a, lookBack: 90}]}",
      "1:40 `lookBack` is a period such as `P90D`, `P13M`, `PT72H` or `15 business days`; found `90`"
    ),
    ("{ruleset: s, rules: [{id: a, cap: 2}]}", "1:35 expected `cap`, a mapping; found an integer"),
    ("{ruleset: s, rules: [{id: a, cap: {atMost: x, per: P1D}}]}", "1:44 `atMost` is an integer from 0; found a text"),
    ("{ruleset: s, rules: [{id: a, exports: [{to: x}]}]}", "1:40 an export needs `attributes`"),
    ("{ruleset: s, segments: {a: 1}, rules: []}", "1:24 `segments` is a list of `{id, audience}`; found a mapping"),
    (
      "{ruleset: s, segments: [{id: a, audience: {all: []}}, {id: a, audience: {all: []}}], rules: []}",
      "1:60 the segment `a` stands twice"
    ),
    ("{ruleset: s, rules: [{id: a, audience: []}]}", "1:40 expected a condition, a mapping; found a list"),
    ("{ruleset: s, rules: [{id: a, metric: {name: x, atLeast: y}}]}", "1:57 `atLeast` is a number; found a text"),
    (
      "{ruleset: s, rules: [{id: a, estimatedAudience: -1}]}",
      "1:49 `estimatedAudience` is an integer from 0 to 9223372036854775807"
    ),
  ])
  func `a malformed rule set is one clear error`(text: String, message: String) throws {
    let told = try Self.complaints(text)
    #expect(told == [message])
  }

  @Test func `everything that is wrong is told at once`() throws {
    let text = "{ruleset: s, rules: [{id: a, ownr: x, basis: none}, {id: b, audience: {attribute: x, is: 1}}]}"
    #expect(try Self.complaints(text).count == 3)
  }

  @Test func `a reference that nothing defines is noted with the nearest name`() throws {
    let text = """
      {ruleset: s, segments: [{id: loyal, audience: {all: []}}], rules: [{id: a, audience: {segment: loyl}}]}
      """
    #expect(try Self.read(text).rules.first?.dangling.map(\.text) == ["segment `loyl`; did you mean `loyal`?"])
  }

  @Test func `ten thousand levels are an error, not a crash`() {
    let json =
      #"{"ruleset": "s", "rules": [{"audience": "# + String(repeating: #"{"not":"#, count: 10_000)
      + "{}" + String(repeating: "}", count: 10_000) + "}]}"
    #expect(throws: InputError.self) { try Self.read(json, "deep.json") }
    let yaml = "ruleset: s\nrules: " + String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    #expect(throws: InputError.self) { try Self.read(yaml) }
  }

  @Test func `a forgotten name is told, and not taken for a slip in another key`() throws {
    let error = #expect(throws: InputError.self) { try Self.read("rules:\n  - {id: a, use: marketing}\n") }
    #expect(error?.diagnostics.map(\.message) == ["a rule set needs `ruleset`"])
  }
}

import GovernanceModel
import Predicates
import Testing

/// Semantics section 7.
@Suite struct EvaluationTests {
  static let person = TestFacts(
    values: [
      "age": .integer(30), "score": .decimal(0.5), "big": .integer(9_007_199_254_740_993), "nan": .decimal(.nan),
      "country": .text("DE"), "name": .text("caf\u{E9}"), "empty": .text(""), "active": .boolean(true),
      "since": .instant(day("2026-01-31")), "tags": .set([.text("a"), .integer(2)]), "none": .set([]),
    ],
    consents: ["marketing": .true, "marketing/email": .false],
    history: ["purchase": [day("2025-12-01"), day("2026-02-01"), day("2026-02-20"), day("2026-03-05")]],
    now: day("2026-03-01"))

  static let cases: [(String, Truth)] = [
    ("{attribute: age, equals: 30}", .true), ("{attribute: age, equals: 30.0}", .true),
    ("{attribute: age, equals: \"30\"}", .unknown), ("{attribute: age, notEquals: 31}", .true),
    ("{attribute: age, notEquals: x}", .unknown), ("{attribute: age, lessThan: 30}", .false),
    ("{attribute: age, atMost: 30}", .true), ("{attribute: age, moreThan: 29.999}", .true),
    ("{attribute: missing, equals: 1}", .unknown), ("{attribute: missing, notEquals: 1}", .unknown),
    // 2^53 + 1 is no double: rounding would call them equal.
    ("{attribute: big, equals: 9007199254740992.0}", .false), ("{attribute: big, moreThan: 9007199254740992.0}", .true),
    ("{attribute: nan, equals: 1}", .unknown), ("{attribute: nan, exists: true}", .false),
    ("{attribute: nan, exists: false}", .true), ("{attribute: missing, exists: true}", .false),
    ("{attribute: empty, exists: true}", .true), ("{attribute: none, exists: true}", .true),
    ("{attribute: country, in: [DE, FR]}", .true), ("{attribute: country, in: [FR]}", .false),
    ("{attribute: country, in: [FR, 1]}", .unknown), ("{attribute: country, in: [DE, 1]}", .true),
    ("{attribute: country, notIn: [FR]}", .true), ("{attribute: missing, notIn: [FR]}", .unknown),
    ("{attribute: age, between: [30, 40]}", .true), ("{attribute: age, between: [20, 30]}", .true),
    ("{attribute: age, between: [31, 40]}", .false), ("{attribute: country, between: [1, 2]}", .unknown),
    // Two normal forms of one letter are two texts.
    ("{attribute: name, equals: \"caf\\u00e9\"}", .true), ("{attribute: name, equals: \"cafe\\u0301\"}", .false),
    ("{attribute: name, contains: af}", .true), ("{attribute: name, contains: \"\"}", .true),
    ("{attribute: name, contains: AF}", .false), ("{attribute: name, startsWith: caf}", .true),
    ("{attribute: name, endsWith: \"\\u00e9\"}", .true), ("{attribute: name, matches: \"^c.*$\"}", .true),
    ("{attribute: age, contains: \"3\"}", .unknown), ("{attribute: missing, matches: x}", .unknown),
    ("{attribute: active, equals: true}", .true), ("{attribute: active, notEquals: true}", .false),
    ("{attribute: tags, containsAny: [b, a]}", .true), ("{attribute: tags, containsAll: [a, 2.0]}", .true),
    ("{attribute: tags, containsAll: [a, \"2\"]}", .false), ("{attribute: tags, containsNone: [b]}", .true),
    ("{attribute: none, containsAny: [a]}", .false), ("{attribute: country, containsAny: [DE]}", .unknown),
    ("{attribute: since, equals: 2026-01-31}", .true),
    ("{attribute: since, lessThan: \"2026-02-01T00:00:00Z\"}", .true),
    ("{attribute: since, lessThan: 2026}", .unknown),
    // 31 January + P1M is 28 February: over by 1 March.
    ("{attribute: since, within: P1M}", .false), ("{attribute: since, olderThan: P1M}", .true),
    ("{attribute: since, within: P2M}", .true), ("{attribute: age, within: P2M}", .unknown),
    ("{attribute: missing, olderThan: P1D}", .unknown),
    ("{event: purchase, equals: 3}", .true), ("{event: purchase, atLeast: 2, within: P30D}", .true),
    ("{event: purchase, moreThan: 2, within: P30D}", .false), ("{event: visit, atMost: 0}", .true),
    ("{consent: marketing}", .true), ("{consent: marketing, channel: email}", .false),
    ("{consent: personalize}", .unknown), ("{segment: loyal}", .unknown), ("{opaque: script}", .unknown),
    ("{all: []}", .true), ("{all: [{attribute: age, equals: 1}, {segment: s}]}", .false),
    ("{all: [{attribute: age, equals: 30}, {segment: s}]}", .unknown),
    ("{any: [{segment: s}, {attribute: age, equals: 30}]}", .true),
    ("{any: [{segment: s}, {attribute: age, equals: 1}]}", .unknown), ("{not: {segment: s}}", .unknown),
    ("{isTrue: {segment: s}}", .false), ("{not: {isTrue: {attribute: missing, equals: 1}}}", .true),
  ]

  @Test(arguments: cases) func `a condition means what SQL means`(yaml: String, truth: Truth) throws {
    let predicate = try #require(try condition(yaml), "\(yaml) is no condition")
    #expect(predicate.evaluate(on: Self.person) == truth)
  }

  @Test func `without a history no count is known`() throws {
    var person = Self.person
    person.history = nil
    let count = Predicate.eventCount(.init(event: "purchase", comparison: .atLeast, count: 0, within: nil))
    #expect(count.evaluate(on: person) == .unknown)
  }

  @Test func `a condition is written as it is read`() throws {
    for (yaml, _) in Self.cases {
      let predicate = try #require(try condition(yaml))
      #expect(try condition(predicate.conditionText) == predicate, "\(predicate.conditionText)")
    }
  }

  @Test(arguments: [
    (Int64.max, 0x1p63, ValueOrder.less), (.min, -0x1p63, .same), (.max, .infinity, .less),
    (.min, -.infinity, .greater),
    (0, 0.5, .less), (0, -0.5, .greater), (-1, -0.5, .less), (1, 1, .same), (1 << 54, 0x1p54, .same),
    ((1 << 54) + 1, 0x1p54, .greater),
  ])
  func `an integer and a decimal compare exactly`(integer: Int64, decimal: Double, order: ValueOrder) {
    #expect(Value.integer(integer).order(to: .decimal(decimal)) == order)
    #expect(Value.decimal(decimal).order(to: .integer(integer)) == order.reversed)
  }
}

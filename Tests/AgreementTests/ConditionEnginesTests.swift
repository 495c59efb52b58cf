import DataStores
import GovernanceModel
import Predicates
import ProvisoTesting
import RuleScanner
import Testing

/// Semantics section 7 once more: the evaluator, the emitted SQL as SQLite runs it, and the encoder say the same of the same
/// people; columns and texts have hostile names.
@Suite struct ConditionEnginesTests {
  private static let now = Instant(iso8601: "2026-03-01T00:00:00Z") ?? .distantPast
  private static let columns: [AttributePath: PredicateSQL.Column] = [
    AttributePath("n"): .init("n\"; DROP TABLE people; --", .number), AttributePath("t"): .init("select", .text),
    AttributePath("b"): .init("ö 'x'", .boolean), AttributePath("i"): .init("when", .instant),
  ]
  private static let texts = ["", "a", "A", "ab", "a'b", "é", "e\u{301}", "1", "a\"b", "2026-02-01", "\u{10FFFF}"]
  private static let instants = ["2025-12-31", "2026-02-01", "2026-02-27", "2026-03-01"].compactMap {
    Instant(iso8601: $0)
  }

  /// Values of a column, those of other types among them.
  private static func values(_ path: String) -> [Value?] {
    switch path {
    case "n": [nil, .integer(-1), .integer(0), .integer(1), .decimal(0.5), .integer(9_007_199_254_740_993), .text("1")]
    case "t": [nil, .integer(1)] + texts.map { .text($0) }
    case "b": [nil, .boolean(true), .boolean(false), .text("true")]
    default: [nil] + instants.map { .instant($0) }
    }
  }

  private static func literal(_ random: inout SplitMix64) -> Value {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: random.pick([.integer(0), .integer(1), .decimal(0.5), .decimal(0.25)]) ?? .integer(0)
    case 1, 2: .text(random.pick(texts) ?? "")
    case 3: .boolean(random.oneIn(2))
    case 4: .instant(random.pick(instants) ?? now)
    default: .text(random.pick(["2026-02-01", "2026-02-27"]) ?? "")
    }
  }

  private static func atom(_ random: inout SplitMix64) -> Predicate {
    let path = AttributePath(random.pick(["n", "t", "t", "b", "i", "i", "nowhere"]) ?? "n")
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1, 2: return .compare(path, random.pick(Predicate.Comparison.allCases) ?? .equal, literal(&random))
    case 3: return .isIn(path, (0..<Int.random(in: 0...3, using: &random)).map { _ in literal(&random) })
    case 4: return .between(path, literal(&random), literal(&random))
    case 5: return .exists(path)
    case 6:
      let test = random.pick([Predicate.TextTest.contains, .startsWith, .endsWith]) ?? .contains
      return .text(path, test, random.pick(texts) ?? "")
    default:
      let days = random.pick([1, 2, 28, 60]) ?? 1
      return random.oneIn(2) ? .within(path, CalendarPeriod(days: days)) : .olderThan(path, CalendarPeriod(days: days))
    }
  }

  private static func tree(_ depth: Int, _ random: inout SplitMix64) -> Predicate {
    if depth == 0 || random.oneIn(5) { return atom(&random) }
    let parts = (0..<Int.random(in: 0...3, using: &random)).map { _ in tree(depth - 1, &random) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .all(parts)
    case 1: return .any(parts)
    case 2: return .not(tree(depth - 1, &random))
    default: return .isTrue(tree(depth - 1, &random))
    }
  }

  private static func stored(_ value: Value?) -> String {
    switch value {
    case nil, .set?: "NULL"
    case .boolean(let value)?: value ? "1" : "0"
    case .integer(let number)?: String(number)
    case .decimal(let number)?: String(number)
    case .instant(let instant)?: "'\(instant.fixedText)'"
    case .text(let text)?: "'\(text.replacing("'", with: "''"))'"
    }
  }

  private static func people(_ random: inout SplitMix64) -> [[String: Value]] {
    (0..<40).map { _ in
      var person: [String: Value] = [:]
      for path in ["n", "t", "b", "i"] { person[path] = random.pick(values(path)) ?? nil }
      return person
    }
  }

  @Test(arguments: 0..<10)
  func `the evaluator, SQLite and the encoder agree`(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) + 400)
    let people = Self.people(&random)
    let folder = try TemporaryFolder()
    let writer = try SQLiteWriter(path: folder.path("people.sqlite"))
    // Without a declared type a column keeps every value as it is.
    try writer.run("CREATE TABLE people (id, \"n\"\"; DROP TABLE people; --\", \"select\", \"ö 'x'\", \"when\")")
    for (id, person) in people.enumerated() {
      let row = ["n", "t", "b", "i"].map { Self.stored(person[$0]) }.joined(separator: ", ")
      try writer.run("INSERT INTO people VALUES (\(id), \(row))")
    }
    let emitter = PredicateSQL(columns: Self.columns, now: Self.now)
    let prover = RuleProver()
    for _ in 0..<60 {
      let condition = Self.tree(3, &random)
      let sql = try emitter.expression(condition)
      let answers = try writer.quotedRows("SELECT \(sql) FROM people ORDER BY id")
      for (id, person) in people.enumerated() {
        let truth = condition.evaluate(on: PersonFacts(values: person, now: Self.now))
        let told = truth == .true ? "1" : truth == .false ? "0" : "null"
        #expect(answers[id] == told, "\(condition.conditionText)\n\(person)\n\(sql)")
      }
      let person = people[Int.random(in: 0..<people.count, using: &random)]
      let truth = condition.evaluate(on: PersonFacts(values: person, now: Self.now))
      for (asked, expected) in [(condition, truth == .true), (.not(condition), truth == .false)] {
        let answer = prover.isMet(.all([asked] + Self.pins(person)), from: Self.now, through: Self.now)
        #expect(answer == (expected ? .satisfiable : .unsatisfiable), "\(asked.conditionText)\n\(person)")
      }
    }
  }

  /// Conditions that only this person meets.
  private static func pins(_ person: [String: Value]) -> [Predicate] {
    ["n", "t", "b", "i", "nowhere"].map { path in
      guard let value = person[path] else { return .not(.exists(AttributePath(path))) }
      let same = Predicate.compare(AttributePath(path), .equal, value)
      // A text that names a date equals that instant too.
      return if case .text = value { .all([same, .text(AttributePath(path), .startsWith, "")]) } else { same }
    }
  }

  @Test(arguments: [
    (Predicate.text(AttributePath("t"), .matches, "a+"), "SQLite has no regular expressions"),
    (
      .within(AttributePath("i"), CalendarPeriod(months: 1)),
      "P1M has no fixed length, and SQLite adds months another way"
    ),
    (.consent(DataUse("marketing"), nil), "consent is the guard's to answer"),
    (.compare(AttributePath("n"), .equal, .decimal(0.1 + 0.2)), "`0.30000000000000004` cannot be written exactly"),
    (.all([.opaque(text: "x", reads: [])]), "nobody can evaluate `{opaque: x}`"),
    (
      .eventCount(.init(event: "e", comparison: .equal, count: 1, within: nil)), "counts of events lie in another table"
    ),
  ])
  func `what SQL cannot say exactly it does not say`(condition: Predicate, reason: String) {
    let emitter = PredicateSQL(columns: Self.columns, now: Self.now)
    #expect(throws: PredicateSQL.Inexpressible(reason: reason)) { try emitter.expression(condition) }
  }
}

import GovernanceModel
import Predicates
import ProvisoTesting

/// Conditions and people over few attributes and literals, so that they often meet.
struct RandomConditions {
  var random: SplitMix64
  /// Windows depend on the instant, which a conjunction leaves open.
  var hasWindows = true
  static let paths = ["a", "b", "c"]
  static let now = day("2026-03-01")
  static let literals: [Value] = [
    .integer(1), .decimal(1.5), .integer(2), .text("m"), .text("mm"), .text("2026-01-15"), .boolean(true),
    .instant(day("2026-02-01")),
  ]

  mutating func literal() -> Value { random.pick(Self.literals) ?? .integer(0) }
  mutating func path() -> AttributePath { AttributePath(random.pick(Self.paths) ?? "a") }

  /// One constraint of one attribute.
  mutating func atom() -> Predicate {
    switch Int.random(in: 0..<(hasWindows ? 9 : 8), using: &random) {
    case 0, 1, 2: .compare(path(), random.pick(Predicate.Comparison.allCases) ?? .equal, literal())
    case 3: .isIn(path(), [literal(), literal()])
    case 4: .between(path(), .integer(1), .decimal(1.5))
    case 5: .exists(path())
    case 6: .text(path(), .startsWith, "m")
    case 7: .consent(DataUse(random.pick(["u", "v"]) ?? "u"), nil)
    default: .within(path(), CalendarPeriod(days: random.oneIn(2) ? 10 : 60))
    }
  }

  mutating func signedAtom() -> Predicate {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: .not(atom())
    case 1: .not(.isTrue(atom()))
    case 2: .isTrue(atom())
    default: atom()
    }
  }

  mutating func tree(_ depth: Int) -> Predicate {
    if depth == 0 || random.oneIn(4) { return random.oneIn(12) ? .constant(random.oneIn(2)) : atom() }
    let parts = (0..<Int.random(in: 0...3, using: &random)).map { _ in tree(depth - 1) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .all(parts)
    case 1: return .any(parts)
    case 2: return .not(tree(depth - 1))
    default: return .isTrue(tree(depth - 1))
    }
  }

  /// Every region between and at the literals, "other" of each type, and missing.
  static let values: [Value?] = [
    nil, .integer(0), .integer(1), .decimal(1.25), .decimal(1.5), .decimal(1.75), .integer(2), .integer(3), .text(""),
    .text("2026-01-14"), .text("2026-01-15"), .text("2026-01-16"), .text("l"), .text("m"), .text("m0"), .text("mm"),
    .text("mn"), .text("n"), .boolean(true), .boolean(false), .instant(day("2025-12-01")), .instant(day("2026-01-10")),
    .instant(day("2026-01-15")), .instant(day("2026-01-20")), .instant(day("2026-02-01")), .instant(day("2026-02-10")),
    .instant(day("2026-02-25")), .set([]),
  ]

  mutating func person() -> TestFacts {
    var facts = TestFacts(now: Self.now)
    for path in Self.paths { facts.values[path] = random.pick(Self.values) ?? nil }
    for use in ["u", "v"] { facts.consents[use] = random.pick([.true, .false, .unknown]) ?? .unknown }
    return facts
  }
}

import GovernanceModel
import Predicates
import RuleScanner

/// Times 1,000 proofs of audience coverage one by one, in the shape of `policy-bench`: an audience against guards that join
/// alternatives, another audience, or the union of many. Prints `median p95 covered uncovered undecided`, times in
/// microseconds.

/// Conditions of rules as a retailer writes them.
struct Audiences {
  private var state: UInt64 = 42

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  private mutating func atom() -> Predicate {
    switch next(8) {
    case 0: .compare(AttributePath("subject.age"), .atLeast, .integer(Int64(16 + next(50))))
    case 1: .isIn(AttributePath("subject.country"), ["DE", "FR", "IT", "US"].prefix(1 + next(4)).map { .text($0) })
    case 2: .compare(AttributePath("affinity.a\(next(6))"), .atLeast, .decimal(Double(next(9)) / 10))
    case 3: .compare(AttributePath("subject.tier"), .equal, .text(["gold", "silver", "basic"][next(3)]))
    case 4: .compare(AttributePath("subject.suppressed"), .equal, .boolean(next(2) == 0))
    case 5: .within(AttributePath("lastPurchase"), CalendarPeriod(days: 10 + next(80)))
    case 6: .text(AttributePath("email"), .endsWith, ["@example.org", ".com", ".de"][next(3)])
    default: .consent(DataUse(["marketing", "personalize"][next(2)]), nil)
    }
  }

  mutating func audience() -> Predicate {
    .all((0..<(2 + next(3))).map { _ in next(4) == 0 ? .any([atom(), .not(atom())]) : atom() })
  }

  mutating func cover(of audience: Predicate, _ number: Int) -> Predicate {
    switch number % 10 {
    case 0: return .any((0..<20).map { _ in self.audience() })
    case 1, 2, 3: return self.audience()
    default: return .any([.all([atom(), .not(.isTrue(atom()))]), atom(), atom()])
    }
  }
}

let start = Instant(microseconds: 1_767_225_600_000_000)
let end = CalendarPeriod(months: 12).added(to: start)
var audiences = Audiences()
let prover = RuleProver()
let clock = ContinuousClock()
var (times, covered, uncovered, undecided) = ([Int64](), 0, 0, 0)
for number in 0..<1_000 {
  let audience = audiences.audience()
  let cover = audiences.cover(of: audience, number)
  let began = clock.now
  switch prover.isCovered(audience, by: cover, from: start, through: end) {
  case .unsatisfiable: covered += 1
  case .satisfiable: uncovered += 1
  case .unknown: undecided += 1
  }
  let taken = clock.now - began
  times.append(taken.components.seconds * 1_000_000 + taken.components.attoseconds / 1_000_000_000_000)
}
times.sort()
print(times[times.count / 2], times[times.count * 95 / 100], covered, uncovered, undecided)

import GovernanceModel
import Predicates
import ProvisoTesting
import RuleScanner
import Testing

/// Three procedures say the same of the same conditions: interval and finite-set reasoning, the solver, and brute force
/// over the literal partition, NULLs included.
@Suite struct ProcedureAgreementTests {
  /// 20 seeds of 1,050 conditions.
  @Test(arguments: 0..<20)
  func `intervals, the solver and brute force agree`(seed: Int) {
    var generator = ProofGenerator(random: SplitMix64(seed: UInt64(seed)))
    var brute = BruteForce()
    let prover = RuleProver()
    var (met, unmet, intervals) = (0, 0, 0)
    for number in 0..<1_050 {
      let condition =
        number % 3 == 0 ? generator.tree(2) : .all((0..<3).map { _ in generator.tree(1) })
      let isMet = brute.somebody(meets: condition)
      if number % 5 != 0 {
        let answer = prover.isMet(condition, from: ProofGenerator.now, through: ProofGenerator.now)
        #expect(answer == (isMet ? .satisfiable : .unsatisfiable), "\(condition.conditionText)")
      } else {
        switch prover.someone(meeting: condition, from: ProofGenerator.now, through: ProofGenerator.now) {
        case .covered: #expect(!isMet, "missed by the solver: \(condition.conditionText)")
        case .uncovered(let person):
          #expect(isMet, "missed by brute force: \(condition.conditionText) \(person.values)")
          #expect(condition.evaluate(on: person) == .true)
        case .undecided(let reason): Issue.record("\(reason): \(condition.conditionText)")
        case .fault: Issue.record("fault: \(condition.conditionText)")
        }
      }
      if isMet { met += 1 } else { unmet += 1 }
      guard let ways = Clause.ways(condition, .holds) else { continue }
      let free = Conjunction(.all([]))
      let isRefuted = ways.allSatisfy { free.contradicts($0) }
      if isRefuted { #expect(!isMet, "refuted by intervals: \(condition.conditionText)") }
      if condition.isOfIntervals, Conjunction(condition).isPure {
        #expect(isRefuted == !isMet, "left open by intervals: \(condition.conditionText)")
        intervals += 1
      }
    }
    #expect(met > 200 && unmet > 100 && intervals > 100)
  }

  /// The canonical person does not hang on the order of what was asked before.
  @Test func `the same question gives the same person`() {
    var generator = ProofGenerator(random: SplitMix64(seed: 77))
    let conditions = (0..<150).map { _ in generator.tree(3) }
    func people(_ prover: RuleProver, _ order: [Int]) -> [Int: String] {
      var found: [Int: String] = [:]
      for index in order {
        let answer = prover.someone(
          meeting: conditions[index], from: ProofGenerator.now, through: ProofGenerator.now)
        guard case .uncovered(let person) = answer else { continue }
        found[index] = "\(person.values) \(person.consents)"
      }
      return found
    }
    let forwards = people(RuleProver(), Array(conditions.indices))
    #expect(forwards == people(RuleProver(), conditions.indices.reversed()))
    #expect(forwards.count > 100)
  }
}

extension Predicate {
  /// Comparisons, lists, prefixes and consents only: what intervals can say in full.
  fileprivate var isOfIntervals: Bool {
    var isPlain = true
    forEachPart { part in
      switch part {
      case .text(_, let test, _): if test != .startsWith { isPlain = false }
      case .set: isPlain = false
      case .compare(_, _, .set), .between(_, .set, _), .between(_, _, .set): isPlain = false
      case .isIn(_, let values):
        if values.contains(where: { if case .set = $0 { true } else { false } }) { isPlain = false }
      default: break
      }
    }
    return isPlain
  }
}

package import GovernanceModel
package import Predicates

/// Whether one audience lies within another.
package enum Coverage: Sendable {
  case covered
  /// Somebody who is in the first and not in the second, replayed on the evaluator.
  case uncovered(Witness)
  case undecided(Reason)
  /// The solver and the evaluator disagree; with the question in SMT-LIB.
  case fault(String)
}

extension RuleProver {
  /// Is everyone in `audience` at some instant of the window also in `cover`, such as the union of other audiences?
  ///
  /// Consents may be anything. For example, `{attribute: age, atLeast: 21}` lies within `{attribute: age, atLeast: 18}`,
  /// while `{all: []}` does not lie within "at least 18, or not": the age may be missing.
  package func coverage(
    of audience: Predicate, by cover: Predicate, from: Instant, through: Instant
  ) -> Coverage {
    coverage(Self.question(audience, cover, from, through), audience, cover)
  }

  /// The same without an example: `unsatisfiable` is covered.
  package func isCovered(
    _ audience: Predicate, by cover: Predicate, from: Instant, through: Instant
  ) -> Satisfiability {
    satisfiability(of: Self.question(audience, cover, from, through))
  }

  /// Alternatives that the audience itself rules out need no solver.
  private static func question(
    _ audience: Predicate, _ cover: Predicate, _ from: Instant, _ through: Instant
  ) -> Question {
    var left = cover
    if case .any(let parts) = cover {
      let conjunction = Conjunction(audience)
      left = .any(
        parts.filter { part in
          guard let ways = Clause.ways(part, .holds) else { return true }
          return !ways.allSatisfy { conjunction.contradicts($0) }
        })
    }
    return Question([.condition(audience, .holds), .condition(left, .notHolds)], from: from, through: through)
  }

  /// Somebody of whom a condition is true at some instant of the window.
  package func someone(meeting condition: Predicate, from: Instant, through: Instant) -> Coverage {
    coverage(Question([.condition(condition, .holds)], from: from, through: through), condition, .constant(false))
  }

  /// Whether there is somebody, without looking for an example.
  package func isMet(_ condition: Predicate, from: Instant, through: Instant) -> Satisfiability {
    satisfiability(of: Question([.condition(condition, .holds)], from: from, through: through))
  }

  private func coverage(_ question: Question, _ inside: Predicate, _ outside: Predicate) -> Coverage {
    let answer = answer(question) { candidate in
      inside.evaluate(on: candidate.person) == .true && outside.evaluate(on: candidate.person) != .true
    }
    switch answer {
    case .nobody: return .covered
    case .somebody(let candidate): return .uncovered(candidate.person)
    case .opaque: return .undecided(.opaque)
    case .undecided(let reason): return .undecided(reason)
    case .fault(let text): return .fault(text)
    }
  }
}

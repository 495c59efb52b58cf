internal import GovernanceModel
internal import Predicates

/// Decides questions about conditions with Z3 (semantics section 8): one context a run, made when the first question is
/// asked.
///
/// Everything that it says of a person was replayed by whoever asks; what it cannot decide is said so, never guessed.
package final class RuleProver {
  enum Answer {
    /// Certain that nobody is such.
    case nobody
    case somebody(Candidate)
    /// It hangs on what opaque parts say.
    case opaque
    /// `limit`: the solver gave up, or a text pattern is too rich. `calendar`: the length of months decides.
    case undecided(Reason)
    /// The solver and the evaluator disagree, which is a defect; with what shows it.
    case fault(String)
  }

  /// Opaque parts that are tried one by one; more are not told.
  static let mostOpaque = 6
  /// Persons that are tried, each with what the last one taught.
  private static let mostTries = 40

  /// Nil while a question is open.
  private var encoder: Encoder?

  package init() { encoder = Encoder() }

  /// - Parameter accepts: replays a person; true only for who is such indeed.
  func answer(_ question: Question, accepts: (Candidate) -> Bool) -> Answer {
    guard var own = encoder.take() else { return .undecided(.limit) }
    let mark = own.solver.mark
    let answer = Self.answer(question, &own, accepts)
    own.solver.release(to: mark)
    if case .undecided(.limit) = answer { own.solver.renewSolver() }
    encoder = consume own
    return answer
  }

  /// Is there anybody? For those who need no example.
  func satisfiability(of question: Question) -> Satisfiability {
    guard var own = encoder.take() else { return .unknown }
    let mark = own.solver.mark
    let goals = own.begin(question)
    own.solver.assert(own.term(all: goals))
    var answer = own.solver.check()
    if answer == .unsatisfiable, own.isPartial { answer = .unknown }
    own.solver.release(to: mark)
    if answer == .unknown { own.solver.renewSolver() }
    encoder = consume own
    return answer
  }

  private static func answer(
    _ question: Question, _ own: inout Encoder, _ accepts: (Candidate) -> Bool
  ) -> Answer {
    let goals = own.begin(question)
    own.solver.assert(own.term(all: goals))
    switch own.solver.check() {
    case .unsatisfiable: return own.isPartial ? .undecided(.limit) : .nobody
    case .unknown: return .undecided(.limit)
    case .satisfiable: break
    }
    if !own.leaves.opaque.isEmpty, let answer = holdToAllValuations(goals, &own) { return answer }
    return search(&own, accepts)
  }

  /// One person has to be such whatever the opaque parts say; nil when there may be one.
  private static func holdToAllValuations(_ goals: [Encoder.CompiledGoal], _ own: inout Encoder) -> Answer? {
    let count = own.leaves.opaque.count
    guard count <= mostOpaque else { return .opaque }
    if !own.leaves.hasCertainOpaque, goals.allSatisfy(\.isMonotone) {
      // Who is such while nothing is known is so whatever comes to be known.
      own.valuation = Array(repeating: .unknown, count: count)
      own.solver.assert(own.term(all: goals))
    } else {
      var valuations: [[Truth]] = [[]]
      for _ in 0..<count { valuations = valuations.flatMap { one in [.unknown, .false, .true].map { one + [$0] } } }
      for valuation in valuations {
        own.valuation = valuation
        own.solver.assert(own.term(all: goals))
      }
    }
    switch own.solver.check() {
    case .satisfiable: return nil
    case .unsatisfiable: return .opaque
    case .unknown: return .undecided(.limit)
    }
  }

  /// Tries the plainest person; who fails the replay teaches what the solver did not know: how long months are, or that no
  /// history of consents does that.
  private static func search(_ own: inout Encoder, _ accepts: (Candidate) -> Bool) -> Answer {
    var isHistoryInDoubt = false
    for _ in 0..<mostTries {
      own.solver.push()
      guard let candidate = own.plainest() else { return .undecided(.limit) }
      own.solver.pop()
      if accepts(candidate) { return .somebody(candidate) }
      if !candidate.duties.isEmpty {
        isHistoryInDoubt = true
        own.exclude(candidate.duties)
      } else if own.usesCalendar {
        guard !candidate.anchors.isEmpty else { return .undecided(.calendar) }
      } else {
        return own.isPartial ? .undecided(.limit) : .fault(own.solver.text())
      }
      for (attribute, instant) in candidate.anchors { own.learn(attribute, instant) }
      switch own.solver.check() {
      case .satisfiable: continue
      case .unsatisfiable: return isHistoryInDoubt || own.isPartial ? .undecided(.limit) : .nobody
      case .unknown: return .undecided(.limit)
      }
    }
    return .undecided(own.usesCalendar ? .calendar : .limit)
  }
}

// MARK: - Cores

extension RuleProver {
  /// Parts of a conjunction that nobody can meet together, none of which can be spared; nil when somebody can, or nobody
  /// can tell.
  func contradiction(among parts: [Predicate], from: Instant, through: Instant) -> [Int]? {
    guard var own = encoder.take() else { return nil }
    let mark = own.solver.mark
    let question = Question(parts.map { .condition($0, .holds) }, from: from, through: through)
    let goals = own.begin(question)
    var names: [Term] = []
    for goal in goals {
      let (name, isNot, term) = own.named(goal)
      own.solver.assert(own.solver.any([isNot, term]))
      names.append(name)
    }
    var core = Array(names.indices)
    var isContradicted = own.solver.check(names) == .unsatisfiable && !own.isPartial
    if isContradicted {
      let found = own.solver.core(of: names)
      core = names.indices.filter { found.contains(names[$0]) }
      for index in core.reversed() where core.count > 1 {
        let rest = core.filter { $0 != index }
        switch own.solver.check(rest.map { names[$0] }) {
        case .unsatisfiable: core = rest
        case .satisfiable: break
        case .unknown: isContradicted = false
        }
      }
    }
    own.solver.release(to: mark)
    encoder = consume own
    return isContradicted ? core : nil
  }
}

extension Encoder {
  /// Some text may have no cell, so that only persons count, not their absence.
  var isPartial: Bool { cells.contains(where: \.isPartial) }

  /// No history of consents meets exactly these duties.
  mutating func exclude(_ found: [(duty: Duty, isMet: Bool)]) {
    var others: [Term] = []
    for (known, said) in zip(duties, found) { others.append(said.isMet ? solver.not(known.isMet) : known.isMet) }
    solver.assert(solver.any(others))
  }

  /// A Boolean that stands for a goal among assumptions.
  mutating func named(_ goal: CompiledGoal) -> (name: Term, isNot: Term, term: Term) {
    let name = assumption()
    return (name, solver.not(name), term(goal))
  }
}

internal import GovernanceModel
internal import Predicates

/// Says a question to the solver (semantics section 8).
///
/// A formula is a pair: where it is definitely true (``holds(_:)``) and where definitely false (``fails(_:)``). An attribute
/// is the number of a cell of its values, missing among them; instants that are compared with the clock are microseconds;
/// a set is one Boolean for each element that is named; counts are whole numbers.
struct Encoder: ~Copyable {
  var solver: SolverContext
  private(set) var leaves = Leaves()
  private(set) var cells: [ValueCells] = []
  /// By attribute, the number of its cell.
  private(set) var cellTerms: [Term] = []
  /// By attribute, the instant in microseconds, where the clock is read.
  private(set) var anchors: [Term?] = []
  /// By attribute, the elements that are named, each with its Boolean.
  private(set) var elements: [[(value: Value, term: Term)]] = []
  /// By attribute, "an element that nobody named".
  private(set) var strangers: [Term?] = []
  private(set) var now = Term.no
  private(set) var counted: [(event: String, window: CalendarPeriod?, term: Term)] = []
  private(set) var unknownHistories: [(event: String, term: Term)] = []
  private(set) var duties: [(duty: Duty, isMet: Term, isBroken: Term)] = []
  private var opaque: [(holds: Term, fails: Term)] = []
  /// Set while a valuation of the opaque parts is tried.
  var valuation: [Truth]?
  private var ends: [(attribute: Int, period: CalendarPeriod, term: Term)] = []
  /// Periods whose length depends on the calendar were approximated.
  private(set) var usesCalendar = false
  /// By consent; made when it is asked for.
  private(set) var consentTerms: [(holds: Term, fails: Term)?] = []
  private var names: Int32 = 0
  private(set) var index: DutyIndex?
  private var scopeFormulas: [(predicate: Predicate, formula: Formula)] = []

  /// Years 1 to 9999.
  private static let earliest: Int64 = -62_135_596_800_000_000
  private static let latest: Int64 = 253_402_300_799_999_999

  init?() {
    guard let solver = SolverContext() else { return nil }
    self.solver = solver
  }

  // MARK: Beginning

  /// Starts a question: what was said before is forgotten.
  mutating func begin(_ question: borrowing Question) -> [CompiledGoal] {
    leaves = Leaves()
    (cells, cellTerms, anchors, elements, strangers) = ([], [], [], [], [])
    (counted, unknownHistories, duties, opaque, ends) = ([], [], [], [], [])
    (consentTerms, names, usesCalendar, valuation, scopeFormulas) = ([], 0, false, nil, [])
    index = question.duties
    let goals = question.goals.map { compile($0) }
    takeScopes()
    solver.push()
    now = number()
    bound(now, question.from.microseconds, question.through.microseconds)
    for attribute in leaves.attributes.indices { declare(attribute) }
    for _ in leaves.opaque.indices { opaque.append(pair()) }
    consentTerms = Array(repeating: nil, count: leaves.consents.count)
    for (one, other) in index?.implied ?? [] {
      guard let first = duties.firstIndex(where: { $0.duty == one }),
        let second = duties.firstIndex(where: { $0.duty == other })
      else { continue }
      let isNot = solver.not(duties[first].isMet)
      solver.assert(solver.any([isNot, duties[second].isMet]))
    }
    return goals
  }

  indirect enum CompiledGoal {
    case condition(Formula, Conjunction.Aim)
    case unmet(Duty)
    case either([[CompiledGoal]])
    case since(Instant)

    /// What is not known of opaque parts can make the goal true only where knowing more cannot make it false.
    var isMonotone: Bool {
      switch self {
      case .condition(let formula, let aim): aim == .holds || aim == .fails || !formula.hasOpaque
      case .either(let lists): lists.allSatisfy { $0.allSatisfy(\.isMonotone) }
      case .unmet, .since: true
      }
    }
  }

  private mutating func compile(_ goal: Question.Goal) -> CompiledGoal {
    switch goal {
    case .condition(let predicate, let aim): return .condition(leaves.take(predicate), aim)
    case .unmet(let duty):
      note(duty)
      return .unmet(duty)
    case .either(let lists):
      return .either(
        lists.map { list in
          var compiled: [CompiledGoal] = []
          for goal in list { compiled.append(compile(goal)) }
          return compiled
        })
    case .since(let instant): return .since(instant)
    }
  }

  /// Scopes of the packs whose duties are asked about; a consent in a scope may be anything.
  private mutating func takeScopes() {
    guard let index else { return }
    for consent in leaves.consents { for asked in index.asked[consent] ?? [] { note(asked.duty) } }
    for asked in duties {
      guard let scope = index.bindings[asked.duty.obligation]?.scope, scopeFormula(scope) == nil else { continue }
      scopeFormulas.append((scope, leaves.take(scope.withoutConsents)))
    }
  }

  private func scopeFormula(_ scope: Predicate) -> Formula? {
    scopeFormulas.first { $0.predicate == scope }?.formula
  }

  private mutating func note(_ duty: Duty) {
    if duties.contains(where: { $0.duty == duty }) { return }
    let pair = pair()
    duties.append((duty, pair.holds, pair.fails))
  }

  private mutating func number() -> Term {
    names += 1
    return solver.integer(names)
  }

  /// A number from zero, to be settled.
  mutating func distance() -> Term {
    let term = number()
    bound(term, 0, nil)
    return term
  }

  /// A Boolean that stands for something else.
  mutating func assumption() -> Term { boolean() }

  private mutating func boolean() -> Term {
    names += 1
    return solver.boolean(names)
  }

  /// True, false or neither.
  private mutating func pair() -> (holds: Term, fails: Term) {
    let (holds, fails) = (boolean(), boolean())
    let both = solver.all([holds, fails])
    solver.assert(solver.not(both))
    return (holds, fails)
  }

  private mutating func bound(_ term: Term, _ low: Int64, _ high: Int64?) {
    let bottom = solver.constant(low)
    solver.assert(solver.atMost(bottom, term))
    guard let high else { return }
    let top = solver.constant(high)
    solver.assert(solver.atMost(term, top))
  }

  private mutating func declare(_ attribute: Int) {
    let conditions = leaves.atomsOf[attribute].map { leaves.atoms[$0].predicate }
    let own = ValueCells(leaves.attributes[attribute], conditions)
    cells.append(own)
    let term = number()
    cellTerms.append(term)
    bound(term, 0, Int64(own.values.count - 1))
    if own.instants == nil {
      anchors.append(nil)
    } else {
      let anchor = number()
      bound(anchor, Self.earliest, Self.latest)
      anchors.append(anchor)
    }
    guard own.sets != nil else {
      elements.append([])
      strangers.append(nil)
      return
    }
    var named: [Value] = []
    for value in conditions.flatMap(\.namedElements) where !named.contains(where: { $0.isSameElement(as: value) }) {
      named.append(value)
    }
    var pairs: [(value: Value, term: Term)] = []
    for value in named { pairs.append((value, boolean())) }
    for one in pairs {
      for other in pairs where !one.value.isSameElement(as: other.value) && one.value.equals(other.value) == true {
        // An instant is found by the text that names it.
        solver.assert(solver.any([solver.not(one.term), other.term]))
      }
    }
    elements.append(pairs)
    strangers.append(boolean())
  }
}

extension Predicate {
  /// Elements of sets that a condition names.
  fileprivate var namedElements: [Value] {
    switch self {
    case .set(_, _, let values), .compare(_, _, .set(let values)): values.filter { !$0.isMissing }
    default: []
    }
  }

  /// With every consent made a part that may be anything.
  fileprivate var withoutConsents: Predicate {
    switch self {
    case .consent: .opaque(text: conditionText, reads: [])
    case .all(let parts): .all(parts.map(\.withoutConsents))
    case .any(let parts): .any(parts.map(\.withoutConsents))
    case .not(let part): .not(part.withoutConsents)
    case .isTrue(let part): .isTrue(part.withoutConsents)
    default: self
    }
  }
}

// MARK: - Connectives

extension Encoder {
  mutating func term(_ goal: CompiledGoal) -> Term {
    switch goal {
    case .condition(let formula, .holds): return holds(formula)
    case .condition(let formula, .fails): return fails(formula)
    case .condition(let formula, .notHolds):
      let holds = holds(formula)
      return solver.not(holds)
    case .condition(let formula, .notFails):
      let fails = fails(formula)
      return solver.not(fails)
    case .since(let instant):
      let start = solver.constant(instant.microseconds)
      return solver.atMost(start, now)
    case .unmet(let duty): return unmet(duty)
    case .either(let lists):
      var ways: [Term] = []
      for list in lists { ways.append(term(all: list)) }
      return solver.any(ways)
    }
  }

  mutating func term(all goals: [CompiledGoal]) -> Term {
    var parts: [Term] = []
    for goal in goals { parts.append(term(goal)) }
    return solver.all(parts)
  }

  mutating func holds(_ formula: Formula) -> Term {
    switch formula {
    case .constant(let value): return value ? .yes : .no
    case .all(let parts): return joined(parts, isAll: true, isHolding: true)
    case .any(let parts): return joined(parts, isAll: false, isHolding: true)
    case .not(let part): return fails(part)
    case .isTrue(let part): return holds(part)
    case .atom(let number): return atom(number, .true)
    case .count(let number): return count(number, .true)
    case .consent(let number): return consent(number).holds
    case .opaque(let number): return opaque(number, .true)
    }
  }

  mutating func fails(_ formula: Formula) -> Term {
    switch formula {
    case .constant(let value): return value ? .no : .yes
    case .all(let parts): return joined(parts, isAll: false, isHolding: false)
    case .any(let parts): return joined(parts, isAll: true, isHolding: false)
    case .not(let part): return holds(part)
    case .isTrue(let part):
      let holds = holds(part)
      return solver.not(holds)
    case .atom(let number): return atom(number, .false)
    case .count(let number): return count(number, .false)
    case .consent(let number): return consent(number).fails
    case .opaque(let number): return opaque(number, .false)
    }
  }

  private mutating func joined(_ parts: [Formula], isAll: Bool, isHolding: Bool) -> Term {
    var terms: [Term] = []
    terms.reserveCapacity(parts.count)
    for part in parts { terms.append(isHolding ? holds(part) : fails(part)) }
    return isAll ? solver.all(terms) : solver.any(terms)
  }

  private func opaque(_ number: Int, _ truth: Truth) -> Term {
    if let valuation { return valuation[number] == truth ? .yes : .no }
    return truth == .true ? opaque[number].holds : opaque[number].fails
  }
}

// MARK: - Consent

extension Encoder {
  /// The guard is compliant where every duty that binds is met, and says no where one that binds is broken.
  private mutating func consent(_ number: Int) -> (holds: Term, fails: Term) {
    if let known = consentTerms[number] { return known }
    let leaf = leaves.consents[number]
    let made: (holds: Term, fails: Term)
    if let index {
      var (all, some) = ([Term](), [Term]())
      for asked in index.asked[leaf] ?? [] {
        let binds = binds(asked.binding)
        let isFree = solver.not(binds)
        guard let found = duties.first(where: { $0.duty == asked.duty }), !asked.binding.isTooCoarse else {
          all.append(isFree)
          continue
        }
        all.append(solver.any([isFree, found.isMet]))
        some.append(solver.all([binds, found.isBroken]))
      }
      made = (solver.all(all), solver.any(some))
    } else {
      made = pair()
    }
    consentTerms[number] = made
    return made
  }

  private mutating func unmet(_ duty: Duty) -> Term {
    guard let found = duties.first(where: { $0.duty == duty }), let binding = index?.bindings[duty.obligation] else {
      return .no
    }
    let binds = binds(binding)
    let isNot = solver.not(found.isMet)
    return solver.all([binds, isNot])
  }

  /// In force, and in scope.
  private mutating func binds(_ binding: DutyIndex.Binding) -> Term {
    var parts: [Term] = []
    if binding.from != .distantPast {
      let from = solver.constant(binding.from.microseconds)
      parts.append(solver.atMost(from, now))
    }
    if binding.until != .distantFuture {
      let until = solver.constant(binding.until.microseconds)
      parts.append(solver.less(now, until))
    }
    if let scope = binding.scope, let formula = scopeFormula(scope) {
      if binding.appliesWhenUnknown {
        let fails = fails(formula)
        parts.append(solver.not(fails))
      } else {
        parts.append(holds(formula))
      }
    }
    return solver.all(parts)
  }
}

// MARK: - Conditions on one attribute

extension Encoder {
  private mutating func atom(_ number: Int, _ truth: Truth) -> Term {
    let atom = leaves.atoms[number]
    let own = cells[atom.attribute]
    let said = own.truths[atom.place]
    var ways: [Term] = []
    var (start, index) = (Int?.none, 0)
    while index <= said.count {
      let isIn = index < said.count && said[index] == truth && !own.isOpen(index)
      if isIn, start == nil { start = index }
      if !isIn, let low = start {
        ways.append(within(atom.attribute, low, index - 1))
        start = nil
      }
      index += 1
    }
    if let cell = own.instants {
      let inner = ofInstant(atom, truth)
      if inner != .no { ways.append(solver.all([within(atom.attribute, cell, cell), inner])) }
    }
    if let cell = own.sets {
      let inner = ofSet(atom, truth)
      if inner != .no { ways.append(solver.all([within(atom.attribute, cell, cell), inner])) }
    }
    return solver.any(ways)
  }

  /// The cell lies between two, both included.
  private mutating func within(_ attribute: Int, _ low: Int, _ high: Int) -> Term {
    let (cell, last) = (cellTerms[attribute], cells[attribute].values.count - 1)
    if low == 0, high == last { return .yes }
    let bottom = solver.constant(Int64(low))
    if low == high { return solver.equal(cell, bottom) }
    let top = solver.constant(Int64(high))
    if low == 0 { return solver.atMost(cell, top) }
    if high == last { return solver.atMost(bottom, cell) }
    return solver.all([solver.atMost(bottom, cell), solver.atMost(cell, top)])
  }

  // MARK: Instants

  private mutating func ofInstant(_ atom: Leaves.Atom, _ truth: Truth) -> Term {
    guard let anchor = anchors[atom.attribute] else { return .no }
    switch atom.predicate {
    case .exists: return truth == .true ? .yes : .no
    case .within(_, let period):
      let end = end(of: period, atom.attribute, anchor)
      return truth == .true ? solver.less(now, end) : solver.atMost(end, now)
    case .compare(_, let comparison, let literal): return compare(anchor, comparison, literal, truth)
    case .between(_, let low, let high):
      let parts = [compare(anchor, .atLeast, low, truth), compare(anchor, .atMost, high, truth)]
      return truth == .true ? solver.all(parts) : solver.any(parts)
    case .isIn(_, let literals):
      var parts: [Term] = []
      for literal in literals { parts.append(compare(anchor, .equal, literal, truth)) }
      return truth == .true ? solver.any(parts) : solver.all(parts)
    default: return .no
    }
  }

  private mutating func compare(
    _ term: Term, _ comparison: Predicate.Comparison, _ literal: Value, _ truth: Truth
  ) -> Term {
    let bound: Int64
    switch literal {
    case .instant(let instant): bound = instant.microseconds
    case .text(let text):
      guard let instant = Value.instant(named: text) else { return .no }
      bound = instant.microseconds
    default: return .no
    }
    let holds = compare(term, comparison, bound)
    return truth == .true ? holds : solver.not(holds)
  }

  private mutating func compare(_ term: Term, _ comparison: Predicate.Comparison, _ bound: Int64) -> Term {
    let bound = solver.constant(bound)
    switch comparison {
    case .equal: return solver.equal(term, bound)
    case .notEqual:
      let equal = solver.equal(term, bound)
      return solver.not(equal)
    case .less: return solver.less(term, bound)
    case .atMost: return solver.atMost(term, bound)
    case .greater: return solver.less(bound, term)
    case .atLeast: return solver.atMost(bound, term)
    }
  }

  /// The anchor plus the period. Of months and business days only bounds are known, and that more is never earlier.
  private mutating func end(of period: CalendarPeriod, _ attribute: Int, _ anchor: Term) -> Term {
    if let known = ends.first(where: { $0.attribute == attribute && $0.period == period }) { return known.term }
    let end: Term
    if period.shortest == period.longest {
      let length = solver.constant(period.shortest)
      end = solver.sum(anchor, length)
    } else {
      usesCalendar = true
      end = number()
      let (shortest, longest) = (solver.constant(period.shortest), solver.constant(period.longest))
      solver.assert(solver.atMost(solver.sum(anchor, shortest), end))
      solver.assert(solver.atMost(end, solver.sum(anchor, longest)))
    }
    for other in ends where other.attribute == attribute {
      if period.neverExceeds(other.period) { solver.assert(solver.atMost(end, other.term)) }
      if other.period.neverExceeds(period) { solver.assert(solver.atMost(other.term, end)) }
    }
    ends.append((attribute, period, end))
    return end
  }

  /// What the calendar says of periods from one anchor; true when that was not yet known.
  mutating func learn(_ attribute: Int, _ anchor: Instant) {
    guard let term = anchors[attribute] else { return }
    for end in ends where end.attribute == attribute && end.period.shortest != end.period.longest {
      let isThere = solver.equal(term, solver.constant(anchor.microseconds))
      let isEnd = solver.equal(end.term, solver.constant(end.period.added(to: anchor).microseconds))
      let isNot = solver.not(isThere)
      solver.assert(solver.any([isNot, isEnd]))
    }
  }

  // MARK: Sets

  private mutating func ofSet(_ atom: Leaves.Atom, _ truth: Truth) -> Term {
    let holds: Term
    switch atom.predicate {
    case .exists: holds = .yes
    case .set(_, let test, let literals):
      let named = literals.map { element($0, atom.attribute) }
      switch test {
      case .containsAny: holds = solver.any(named)
      case .containsAll: holds = solver.all(named)
      case .containsNone:
        let any = solver.any(named)
        holds = solver.not(any)
      }
    case .compare(_, .equal, .set(let literals)): holds = equal(literals, atom.attribute)
    case .compare(_, .notEqual, .set(let literals)):
      let equal = equal(literals, atom.attribute)
      holds = solver.not(equal)
    default: return .no
    }
    return truth == .true ? holds : solver.not(holds)
  }

  private func element(_ value: Value, _ attribute: Int) -> Term {
    elements[attribute].first { $0.value.isSameElement(as: value) }?.term ?? .no
  }

  private mutating func equal(_ literals: [Value], _ attribute: Int) -> Term {
    if literals.contains(where: \.isMissing) { return .no }
    var parts: [Term] = []
    for element in elements[attribute] {
      parts.append(literals.containsValue(element.value) ? element.term : solver.not(element.term))
    }
    if let stranger = strangers[attribute] { parts.append(solver.not(stranger)) }
    return solver.all(parts)
  }
}

// MARK: - Counts of events

extension Encoder {
  private mutating func count(_ number: Int, _ truth: Truth) -> Term {
    let count = leaves.counts[number]
    let term = counted(count.event, count.within)
    let isKnown = solver.not(unknownHistory(count.event))
    let holds = compare(term, count.comparison, count.count)
    return solver.all([isKnown, truth == .true ? holds : solver.not(holds)])
  }

  /// How many events of a type lie in a window; a longer one holds no fewer.
  private mutating func counted(_ event: String, _ window: CalendarPeriod?) -> Term {
    if let known = counted.first(where: { $0.event == event && $0.window == window }) { return known.term }
    let term = number()
    bound(term, 0, nil)
    for other in counted where other.event == event {
      if window.isWithin(other.window) { solver.assert(solver.atMost(term, other.term)) }
      if other.window.isWithin(window) { solver.assert(solver.atMost(other.term, term)) }
    }
    if let window, window.shortest != window.longest { usesCalendar = true }
    counted.append((event, window, term))
    return term
  }

  private mutating func unknownHistory(_ event: String) -> Term {
    if let known = unknownHistories.first(where: { $0.event == event }) { return known.term }
    let term = boolean()
    unknownHistories.append((event, term))
    return term
  }
}

extension CalendarPeriod? {
  /// Nothing that lies in this window lies outside of the other.
  var isWithin: (CalendarPeriod?) -> Bool {
    { other in
      guard let other else { return true }
      return map { $0.neverExceeds(other) } ?? false
    }
  }
}

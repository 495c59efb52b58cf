internal import GovernanceModel
internal import Predicates

// MARK: - Conditions on one attribute

extension Encoder {
  mutating func atom(_ number: Int, _ truth: Truth) -> Term {
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
  mutating func count(_ number: Int, _ truth: Truth) -> Term {
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

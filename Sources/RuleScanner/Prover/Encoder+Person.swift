internal import GovernanceModel
internal import Predicates

/// Somebody of whom the solver says that all is true.
struct Candidate {
  var person: Witness
  /// By duty, whether it is met.
  var duties: [(duty: Duty, isMet: Bool)] = []
  /// The instants that were compared with the clock, by number of the attribute.
  var anchors: [(attribute: Int, instant: Instant)] = []
}

extension Encoder {
  /// More events than this are no example.
  static let mostEvents: Int64 = 10_000

  /// The plainest person, told the same whatever model the solver has: nothing met rather than something, then the earliest
  /// instant, then attribute by attribute in byte order missing, else the plainest cell, then the fewest events. Nil when
  /// the solver gives up.
  ///
  /// What is settled stays asserted; call it between `push` and `pop`.
  mutating func plainest() -> Candidate? {
    var found = Candidate(person: Witness(now: .distantPast))
    for duty in duties {
      guard let isMet = settleFalse(duty.isMet) else { return nil }
      found.duties.append((duty.duty, isMet))
      guard isMet || settleTrue(duty.isBroken) else { return nil }
    }
    guard index != nil || settleConsents(&found.person) else { return nil }
    guard let now = settleLeast(now, from: nil) else { return nil }
    found.person.now = Instant(microseconds: now)
    for attribute in leaves.attributes.indices.sorted(by: { leaves.attributes[$0] < leaves.attributes[$1] }) {
      guard let cell = settleLeast(cellTerms[attribute], from: 0) else { return nil }
      guard let held = held(attribute, Int(cell), now) else { return nil }
      if let value = held.value { found.person.values.append((leaves.attributes[attribute], value)) }
      if Int(cell) == cells[attribute].instants, case .instant(let instant)? = held.value {
        found.anchors.append((attribute, instant))
      }
    }
    return settleEvents(&found) ? found : nil
  }

  /// Consents that may be anything: rather no than unknown, and unknown than yes.
  private mutating func settleConsents(_ person: inout Witness) -> Bool {
    for (place, consent) in leaves.consents.enumerated() {
      guard let terms = consentTerms[place] else { continue }
      guard let isGiven = settleFalse(terms.holds), settleTrue(terms.fails) else { return false }
      let isRefused = solver.isTrue(terms.fails)
      person.consents.append((consent.use, consent.channel, isGiven ? .true : isRefused ? .false : .unknown))
    }
    return true
  }

  private struct Held {
    /// Nil: missing.
    let value: Value?
  }

  /// Nil when the solver gives up.
  private mutating func held(_ attribute: Int, _ cell: Int, _ now: Int64) -> Held? {
    let own = cells[attribute]
    if cell == own.instants, let anchor = anchors[attribute] {
      return settleInstant(anchor, now).map { Held(value: .instant(Instant(microseconds: $0))) }
    }
    guard cell == own.sets else { return Held(value: own.values[cell]) }
    var members: [Value] = []
    for element in elements[attribute] {
      guard let isHeld = settleFalse(element.term) else { return nil }
      if isHeld { members.append(element.value) }
    }
    if let stranger = strangers[attribute] {
      guard let isHeld = settleFalse(stranger) else { return nil }
      if isHeld { members.append(Self.stranger(to: elements[attribute].map(\.value))) }
    }
    return Held(value: .set(members))
  }

  private static func stranger(to named: [Value]) -> Value {
    var text = "other"
    while named.containsValue(.text(text)) { text += "x" }
    return .text(text)
  }

  // MARK: Settling

  /// Asserts that a formula is false if it can be, else that it is true; which of the two.
  private mutating func settleFalse(_ term: Term) -> Bool? {
    let isNot = solver.not(term)
    if !solver.isTrue(term) {
      solver.assert(isNot)
      return false
    }
    switch solver.check([isNot]) {
    case .satisfiable:
      solver.assert(isNot)
      return false
    case .unsatisfiable:
      solver.assert(term)
      return solver.check() == .satisfiable ? true : nil
    case .unknown: return nil
    }
  }

  /// The same for a formula that should be true; false when the solver gives up.
  private mutating func settleTrue(_ term: Term) -> Bool {
    let isNot = solver.not(term)
    return settleFalse(isNot) != nil
  }

  /// Asserts the least value that a number can have.
  private mutating func settleLeast(_ term: Term, from least: Int64?) -> Int64? {
    var high = solver.number(term)
    if let least, high > least {
      let isLeast = solver.equal(term, solver.constant(least))
      switch solver.check([isLeast]) {
      case .satisfiable: high = least
      case .unsatisfiable: break
      case .unknown: return nil
      }
    }
    var low = least ?? Self.lowest(high)
    while low < high {
      let middle = low + (high - low) / 2
      let isBelow = solver.atMost(term, solver.constant(middle))
      switch solver.check([isBelow]) {
      case .satisfiable: high = min(middle, solver.number(term))
      case .unsatisfiable: low = middle + 1
      case .unknown: return nil
      }
    }
    solver.assert(solver.equal(term, solver.constant(high)))
    return solver.check() == .satisfiable ? high : nil
  }

  /// An instant is bounded from below; a year's microseconds hold far more than any window.
  private static func lowest(_ number: Int64) -> Int64 { number > .min + (1 << 62) ? number - (1 << 61) : .min }

  /// The latest midnight that is not after now, else the instant nearest before it, else the nearest after it.
  private mutating func settleInstant(_ anchor: Term, _ now: Int64) -> Int64? {
    let midnight = now - Instant(microseconds: now).timeOfDay
    for (start, step) in [(midnight, -Instant.microsecondsPerDay), (now, -1), (now, 1)] {
      let distance = distance()
      let there = solver.sum(solver.constant(start), solver.product(step, distance))
      let isThere = solver.equal(anchor, there)
      switch solver.check([isThere]) {
      case .satisfiable:
        solver.assert(isThere)
        guard solver.check() == .satisfiable, let found = settleLeast(distance, from: 0) else { return nil }
        return start + step * found
      case .unsatisfiable: continue
      case .unknown: return nil
      }
    }
    return nil
  }

  private mutating func settleEvents(_ found: inout Candidate) -> Bool {
    for history in unknownHistories {
      guard let isUnknown = settleFalse(history.term) else { return false }
      if isUnknown { found.person.unknownEvents.append(history.event) }
    }
    var wanted: [(event: String, window: CalendarPeriod?, count: Int64)] = []
    for count in counted {
      guard let number = settleLeast(count.term, from: 0), number <= Self.mostEvents else { return false }
      wanted.append((count.event, count.window, number))
    }
    wanted.sort { $0.window.isWithin($1.window) && !$1.window.isWithin($0.window) }
    for event in Set(wanted.map(\.event)).sorted() {
      var (instants, back) = ([Instant](), Int64(0))
      for (_, window, count) in wanted.filter({ $0.event == event }) {
        let missing = Int(count) - instants.count
        if missing > 0 {
          let there = found.person.now.advanced(byMicroseconds: -back)
          instants = Array(repeating: there, count: missing) + instants
        }
        if let window { back = max(back, window.longest) }
      }
      if !instants.isEmpty { found.person.counts.append((event, instants)) }
    }
    return true
  }
}

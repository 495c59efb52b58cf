package import GovernanceModel

/// Constraints that are made once and put beside many conjunctions, such as the scope of a pack.
package struct Clause: Sendable {
  let constraints: [Conjunction.Constraint]
  let isImpossible: Bool

  /// More alternatives than this are not told apart.
  private static let most = 64

  /// The ways to meet an aim, each a conjunction; nil when they are too many. A part that is no constraint of one
  /// attribute is left out, which makes a way wider, never narrower.
  package static func ways(_ predicate: Predicate, _ aim: Conjunction.Aim) -> [Clause]? {
    let ways = alternatives(predicate, aim)
    guard let ways else { return nil }
    return ways.map { goals in
      var conjunction = Conjunction(.all([]))
      for (predicate, aim) in goals { conjunction.add(predicate, aim) }
      return Clause(
        constraints: conjunction.constraints.map(\.worked), isImpossible: conjunction.contradiction() != nil)
    }
  }

  /// Asks for nothing.
  package static let free = Clause(constraints: [], isImpossible: false)

  package func joined(with other: Clause) -> Clause {
    if other.constraints.isEmpty, !other.isImpossible { return self }
    return Clause(
      constraints: constraints + other.constraints, isImpossible: isImpossible || other.isImpossible)
  }

  private typealias Goal = (predicate: Predicate, aim: Conjunction.Aim)

  private static func alternatives(_ predicate: Predicate, _ aim: Conjunction.Aim) -> [[Goal]]? {
    switch (predicate, aim) {
    case (.not(let part), _): return alternatives(part, aim.negated)
    case (.isTrue(let part), _): return alternatives(part, aim.ofIsTrue)
    case (.all(let parts), .holds), (.all(let parts), .notFails), (.any(let parts), .fails),
      (.any(let parts), .notHolds):
      var ways: [[Goal]] = [[]]
      for part in parts {
        guard let own = alternatives(part, aim), ways.count * own.count <= most else { return nil }
        ways = ways.flatMap { way in own.map { way + $0 } }
      }
      return ways
    case (.all(let parts), _), (.any(let parts), _):
      if RegionPair.of(predicate) != nil { return [[(predicate, aim)]] }
      var ways: [[Goal]] = []
      for part in parts {
        guard let own = alternatives(part, aim), ways.count + own.count <= most else { return nil }
        ways += own
      }
      return ways
    default: return [[(predicate, aim)]]
    }
  }
}

extension Conjunction {
  /// Certain that nobody meets both. What contradicts itself alone is asked of ``contradiction()``.
  package func contradicts(_ clause: Clause) -> Bool {
    if clause.isImpossible { return true }
    for added in clause.constraints {
      guard let first = constraints.firstIndex(where: { $0.key == added.key }) else { continue }
      if clause.constraints.count == 1, let isShared = sharesValue(first, added) {
        if !isShared { return true }
        continue
      }
      let own = constraints.filter { $0.key == added.key } + clause.constraints.filter { $0.key == added.key }
      if isImpossible(own) { return true }
    }
    return false
  }

  /// Whether the only constraint of an attribute, an equality, a list or a bound of a number, leaves a value that lies in a
  /// region; nil where that does not settle it.
  private func sharesValue(_ index: Int, _ added: Constraint) -> Bool? {
    guard case .region(let region) = added.ask, case .later(let predicate, .holds) = constraints[index].ask,
      !constraints[(index + 1)...].contains(where: { $0.key == added.key })
    else { return nil }
    func holds(_ literal: Value) -> Bool {
      if region.contains(literal) { return !literal.isMissing }
      guard case .text(let text) = literal, let instant = Value.instant(named: text) else { return false }
      return region.instants.contains(instant)
    }
    switch predicate {
    case .compare(_, .equal, let literal): return holds(literal)
    case .compare(_, .atLeast, let literal): return ExactNumber(literal).map { region.numbers.reaches(from: $0) }
    case .compare(_, .atMost, let literal): return ExactNumber(literal).map { region.numbers.reaches(to: $0) }
    case .isIn(_, let literals): return literals.contains(where: holds)
    default: return nil
    }
  }

  /// Someone who meets the first condition and the clause at `now`, replayed on the first condition.
  package func witness(with clause: Clause, at now: Instant) -> Witness? {
    if clause.isImpossible { return nil }
    var joined = self
    joined.constraints += clause.constraints
    return joined.witness(at: now)
  }

  /// The consents that everyone who meets the conditions has.
  package var requiredConsents: [(use: DataUse, channel: Channel?)] {
    constraints.compactMap { constraint in
      guard case .consent(let use, let channel) = constraint.key, case .region(let region) = constraint.ask,
        region.few == .yes
      else { return nil }
      return (use, channel)
    }
  }

  /// A bit for each thing that is constrained: what has no common bit is not constrained by both.
  package var keyMask: UInt64 {
    constraints.reduce(0) { $0 | 1 << UInt64(UInt(bitPattern: $1.key.maskHash) & 63) }
  }
}

extension Conjunction.Constraint {
  /// With its region made, for one that is asked often.
  fileprivate var worked: Conjunction.Constraint {
    guard case .later = ask else { return self }
    return Conjunction.Constraint(key: key, ask: .region(region), source: source)
  }
}

extension Conjunction.Key {
  /// FNV-1a over the name; the same in every run.
  fileprivate var maskHash: Int {
    func hash(_ text: String) -> Int {
      var sum: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
      return Int(truncatingIfNeeded: sum ^ (sum >> 32))
    }
    switch self {
    case .attribute(let path): return hash(path.text)
    case .events(let event, _): return hash(event) &+ 1
    case .consent(let use, _): return hash(use.key) &+ 2
    }
  }
}

internal import GovernanceModel

/// Why nobody can meet a conjunction.
package struct Contradiction: Hashable, Sendable {
  /// Indices into ``Conjunction/parts``, ascending, none of which can be spared; ``Conjunction/elsewhere`` stands for
  /// conditions that were added.
  package let sources: [Int]
}

extension Conjunction {
  /// The attributes' own domains, before any condition.
  private func domain(_ key: Key) -> ValueRegion {
    switch key {
    case .attribute: .everything
    case .events: ValueRegion(few: .missing, instants: .atLeast(Instant(microseconds: 0)))
    case .consent: ValueRegion(few: [.missing, .no, .yes])
    }
  }

  /// The first attribute on which the conditions exclude each other; nil when there is none, or none can be shown.
  package func contradiction() -> Contradiction? {
    if let constantFault { return Contradiction(sources: [constantFault]) }
    for index in constraints.indices where isFirst(index) {
      let key = constraints[index].key
      let isAlone = !constraints[(index + 1)...].contains { $0.key == key }
      if isAlone, surelyMeetable(constraints[index]) { continue }
      let own = constraints[index...].filter { $0.key == key }
      if isImpossible(own) { return Contradiction(sources: core(of: own)) }
    }
    return nil
  }

  /// Told without making a region; false is no answer.
  private func surelyMeetable(_ constraint: Constraint) -> Bool {
    switch (constraint.key, constraint.ask) {
    case (.consent, .region): true
    case (.attribute, .later(let predicate, .holds)): RegionPair.surelyHoldsSomewhere(predicate)
    case (.attribute, .test(let test, _)): if case .within = test.predicate { true } else { false }
    default: false
    }
  }

  private func isFirst(_ index: Int) -> Bool {
    let key = constraints[index].key
    return !constraints[..<index].contains { $0.key == key }
  }

  func isImpossible(_ own: some Collection<Constraint>) -> Bool {
    guard let key = own.first?.key else { return false }
    let region = own.reduce(domain(key)) { $0.intersection($1.region) }
    if region.isEmpty { return true }
    let tests = own.compactMap(\.test)
    return !tests.isEmpty && !TestedRegion(region, tests).mayHoldSome
  }

  /// Constraints of which none can be spared, by deletion.
  private func core(of own: some Collection<Constraint>) -> [Int] {
    var kept = Array(own)
    for constraint in kept.reversed() {
      let without = kept.filter { $0.source != constraint.source }
      if !without.isEmpty, isImpossible(without) { kept = without }
    }
    return Set(kept.map(\.source)).sorted()
  }

  /// All constraints of a key joined.
  func region(of key: Key) -> (region: ValueRegion, tests: [Test]) {
    let own = constraints.filter { $0.key == key }
    return (own.reduce(domain(key)) { $0.intersection($1.region) }, own.compactMap(\.test))
  }

  var keys: [Key] { constraints.indices.filter(isFirst).map { constraints[$0].key } }
}

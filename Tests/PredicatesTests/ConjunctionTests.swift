import GovernanceModel
import Predicates
import ProvisoTesting
import Testing

/// Semantics section 8, last rule, against brute force over the literal partition.
@Suite struct ConjunctionTests {
  static let consents: [Truth] = [.true, .false, .unknown]

  /// Someone who meets all parts, by trying every value of the partition; each attribute stands alone.
  static func somebody(_ parts: [Predicate]) -> Bool {
    let perPath = RandomConditions.paths.allSatisfy { path in
      let own = parts.filter { $0.reads.contains(AttributePath(path)) }
      return RandomConditions.values.contains { value in
        var facts = TestFacts(now: RandomConditions.now)
        facts.values[path] = value
        return own.allSatisfy { $0.evaluate(on: facts) == .true }
      }
    }
    let perUse = ["u", "v"].allSatisfy { use in
      let own = parts.filter { $0.asksConsent(use) }
      return consents.contains { truth in
        let facts = TestFacts(consents: [use: truth], now: RandomConditions.now)
        return own.allSatisfy { $0.evaluate(on: facts) == .true }
      }
    }
    return perPath && perUse
  }

  @Test func `a conjunction is contradictory iff nobody in the partition meets it`() {
    var conditions = RandomConditions(random: SplitMix64(seed: 11), hasWindows: false)
    var (contradictory, met) = (0, 0)
    for _ in 0..<24_000 {
      let parts = (0..<Int.random(in: 1...5, using: &conditions.random)).map { _ in conditions.signedAtom() }
      let conjunction = Conjunction(.all(parts))
      let isMet = Self.somebody(parts)
      let shown = parts.map(\.conditionText).joined(separator: " & ")
      #expect(conjunction.isPure)
      #expect((conjunction.contradiction() == nil) == isMet, "\(shown)")
      if isMet { met += 1 } else { contradictory += 1 }
    }
    #expect(met > 2_000 && contradictory > 2_000)
  }

  @Test func `with windows, a contradiction still means nobody`() {
    var conditions = RandomConditions(random: SplitMix64(seed: 17))
    var contradictory = 0
    for _ in 0..<10_000 {
      let parts = (0..<Int.random(in: 1...5, using: &conditions.random)).map { _ in conditions.signedAtom() }
      guard Conjunction(.all(parts)).contradiction() != nil else { continue }
      contradictory += 1
      #expect(!Self.somebody(parts), "\(parts.map(\.conditionText))")
    }
    #expect(contradictory > 1_000)
  }

  @Test func `a witness meets what it stands for, and is found for what can be met`() {
    var conditions = RandomConditions(random: SplitMix64(seed: 12))
    var (found, missed) = (0, 0)
    for _ in 0..<20_000 {
      let parts = (0..<Int.random(in: 1...4, using: &conditions.random)).map { _ in conditions.signedAtom() }
      guard let witness = Conjunction(.all(parts)).witness(at: RandomConditions.now) else {
        if Self.somebody(parts) { missed += 1 }
        continue
      }
      found += 1
      #expect(parts.allSatisfy { $0.evaluate(on: witness) == .true })
    }
    // Windows beside dates need luck; everything else is found.
    #expect(found > 5_000 && missed * 100 < found)
  }

  @Test func `no part of a core can be spared, and the core alone contradicts itself`() {
    var conditions = RandomConditions(random: SplitMix64(seed: 13))
    var pairs = 0
    conditions.hasWindows = false
    for _ in 0..<10_000 {
      let parts = (0..<5).map { _ in conditions.signedAtom() }
      guard let sources = Conjunction(.all(parts)).contradiction()?.sources else { continue }
      // `isTrue` at the top is looked through, so the parts are those of the conjunction.
      let kept = Conjunction(.all(parts)).parts
      let core = sources.map { kept[$0] }
      #expect(!Self.somebody(core), "\(core.map(\.conditionText))")
      for index in core.indices {
        #expect(Self.somebody(core.enumerated().filter { $0.offset != index }.map(\.element)))
      }
      if core.count == 2 { pairs += 1 }
    }
    #expect(pairs > 500)
  }

  /// A ⇒ R iff nobody meets A and not R.
  @Test func `implication by clauses is what brute force says`() throws {
    var conditions = RandomConditions(random: SplitMix64(seed: 14), hasWindows: false)
    var (implied, not) = (0, 0)
    for _ in 0..<10_000 {
      let audience = (0..<3).map { _ in conditions.signedAtom() }
      let requirement = conditions.signedAtom()
      let conjunction = Conjunction(.all(audience))
      guard conjunction.contradiction() == nil else { continue }
      let ways = try #require(Clause.ways(requirement, .notHolds))
      let isImplied = !Self.somebody(audience + [.not(.isTrue(requirement))])
      #expect(ways.allSatisfy { conjunction.contradicts($0) } == isImplied)
      if isImplied { implied += 1 } else { not += 1 }
    }
    #expect(implied > 100 && not > 1_000)
  }

  @Test func `clauses of a condition are its ways`() throws {
    var conditions = RandomConditions(random: SplitMix64(seed: 15), hasWindows: false)
    for _ in 0..<5_000 {
      let tree = Predicate.any([.all([conditions.signedAtom(), conditions.signedAtom()]), conditions.signedAtom()])
      let ways = try #require(Clause.ways(tree, .holds))
      let free = Conjunction(.all([]))
      let isMet = ways.contains { !free.contradicts($0) }
      guard case .any(let parts) = tree, case .all(let both) = parts[0] else { continue }
      #expect(isMet == (Self.somebody(both) || Self.somebody([parts[1]])))
    }
  }

  @Test(arguments: [
    ("{all: [{attribute: a, contains: x}, {not: {attribute: a, contains: x}}]}", true),
    ("{all: [{attribute: a, in: [ab, cd]}, {attribute: a, endsWith: z}]}", true),
    ("{all: [{attribute: a, in: [ab, cd]}, {attribute: a, endsWith: d}]}", false),
    ("{all: [{attribute: a, containsAll: [x, y]}, {attribute: a, containsNone: [y]}]}", true),
    ("{all: [{attribute: a, containsAny: [x, y]}, {attribute: a, containsNone: [y]}]}", false),
    ("{all: [{attribute: a, containsAny: [x]}, {attribute: a, equals: x}]}", true),
    ("{all: [{event: e, atLeast: 1}, {event: e, lessThan: 1}]}", true),
    ("{all: [{event: e, moreThan: 1}, {event: e, lessThan: 3}]}", false),
    ("{event: e, lessThan: 0}", true),
    ("{all: [{attribute: a, within: P1M}, {attribute: a, olderThan: P60D}]}", true),
    ("{all: [{attribute: a, within: P1M}, {attribute: a, olderThan: P1M}]}", true),
    ("{all: [{attribute: a, within: P1M}, {attribute: a, olderThan: P2W}]}", false),
    ("{all: [{attribute: a, within: P1M}, {attribute: a, equals: 3}]}", true),
    ("{all: [{consent: u}, {not: {consent: u}}]}", true), ("{not: {all: []}}", true), ("{all: []}", false),
    ("{all: [{any: [{attribute: a, equals: 1}, {attribute: a, equals: 2}]}, {attribute: a, moreThan: 2}]}", true),
    ("{all: [{any: [{attribute: a, equals: 1}, {attribute: b, equals: 2}]}, {attribute: a, exists: false}]}", false),
  ])
  func `tests on texts, sets, events and windows`(yaml: String, isContradictory: Bool) throws {
    let predicate = try #require(try condition(yaml))
    #expect((Conjunction(predicate).contradiction() != nil) == isContradictory)
  }

  @Test func `three conditions may be needed for a contradiction`() throws {
    let predicate = try #require(
      try condition(
        "{all: [{attribute: b, exists: true}, {attribute: a, in: [1, 2]}, {attribute: a, notEquals: 1}, "
          + "{attribute: a, notEquals: 2}]}"))
    #expect(Conjunction(predicate).contradiction()?.sources == [1, 2, 3])
  }

  /// Bounds of periods against the calendar itself.
  @Test func `a period is never shorter or longer than its bounds`() {
    var random = SplitMix64(seed: 16)
    for _ in 0..<20_000 {
      let period =
        random.oneIn(4)
        ? CalendarPeriod(businessDays: Int.random(in: 1...40, using: &random))
        : CalendarPeriod(
          months: Int.random(in: 0...40, using: &random), days: Int.random(in: 0...90, using: &random),
          microseconds: Int64.random(in: 0...90_000_000_000, using: &random))
      let anchor = Instant(microseconds: Int64.random(in: 0...2_000_000_000_000_000, using: &random))
      let length = period.added(to: anchor).microseconds - anchor.microseconds
      #expect(period.shortest <= length && length <= period.longest, "\(period) from \(anchor)")
    }
  }
}

extension Predicate {
  fileprivate func asksConsent(_ name: String) -> Bool {
    var found = false
    forEachPart { if case .consent(let use, _) = $0, use.key == name { found = true } }
    return found
  }
}

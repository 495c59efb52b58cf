import GovernanceModel
import Predicates
import ProvisoTesting
import Testing

@Suite struct LawTests {
  @Test func `a simplified condition says the same of everyone`() {
    var conditions = RandomConditions(random: SplitMix64(seed: 7))
    for _ in 0..<20_000 {
      let tree = conditions.tree(4)
      let person = conditions.person()
      let (whole, simple) = (tree.evaluate(on: person), tree.simplified().evaluate(on: person))
      #expect(whole == simple, "\(tree.conditionText) on \(person.values)")
    }
  }

  @Test func `simplifying twice changes nothing more`() {
    var conditions = RandomConditions(random: SplitMix64(seed: 8))
    for _ in 0..<5_000 {
      let simple = conditions.tree(4).simplified()
      #expect(simple.simplified() == simple)
    }
  }

  @Test func `two spellings of a letter are not told once`() {
    let parts: [Predicate] = ["\u{E9}", "e\u{301}"].map { .compare(AttributePath("a"), .equal, .text($0)) }
    guard case .any(let kept) = Predicate.any(parts).simplified() else {
      Issue.record("one spelling was lost")
      return
    }
    #expect(kept.count == 2)
    #expect(Predicate.any(parts).simplified().evaluate(on: TestFacts(values: ["a": .text("e\u{301}")])) == .true)
  }

  @Test func `De Morgan holds in three values`() {
    var conditions = RandomConditions(random: SplitMix64(seed: 9))
    for _ in 0..<5_000 {
      let parts = [conditions.tree(2), conditions.tree(2)]
      let person = conditions.person()
      #expect(
        Predicate.not(.all(parts)).evaluate(on: person)
          == Predicate.any(parts.map { .not($0) }).evaluate(on: person))
    }
  }

  @Test func `segments are inlined; cycles, holes and explosions become opaque`() {
    let a = Predicate.exists(AttributePath("a"))
    var resolver = SegmentResolver([
      "one": .all([a, .segment("two")]), "two": .not(.segment("three")), "three": a, "self": .segment("self"),
      "left": .segment("right"), "right": .any([a, .segment("left")]), "hole": .segment("nowhere"),
    ])
    #expect(resolver.resolve(.segment("one")).predicate == .all([a, .not(a)]))
    #expect(resolver.resolve(.segment("one")).failures.isEmpty)
    #expect(resolver.resolve(.segment("self")).failures == [.init(segment: "self", fault: .cyclic)])
    #expect(resolver.resolve(.segment("left")).failures == [.init(segment: "left", fault: .cyclic)])
    #expect(resolver.resolve(.segment("right")).failures == [.init(segment: "right", fault: .cyclic)])
    #expect(resolver.resolve(.segment("hole")).failures == [.init(segment: "nowhere", fault: .dangling)])
    // What only leads into a cycle is no member of it.
    var leading = SegmentResolver(["in": .all([a, .segment("x")]), "x": .segment("y"), "y": .segment("x")])
    #expect(leading.resolve(.segment("in")).predicate == .all([a, .opaque(text: "segment x", reads: [])]))
    #expect(leading.resolve(.segment("in")).failures == [.init(segment: "x", fault: .cyclic)])
    var doubling: [String: Predicate] = ["s0": a]
    for level in 1...60 { doubling["s\(level)"] = .all([.segment("s\(level - 1)"), .segment("s\(level - 1)")]) }
    var bomb = SegmentResolver(doubling)
    doubling["s0"] = .segment("s0")
    var cyclicBomb = SegmentResolver(doubling)
    #expect(cyclicBomb.resolve(.segment("s60")).failures.map(\.fault) == [.unbounded])
    #expect(bomb.resolve(.segment("s60")).failures.map(\.fault) == [.unbounded])
    var chain: [String: Predicate] = ["c0": a]
    for level in 1...10_000 { chain["c\(level)"] = .segment("c\(level - 1)") }
    var long = SegmentResolver(chain)
    #expect(long.resolve(.segment("c10000")).failures.map(\.fault) == [.unbounded])
  }
}

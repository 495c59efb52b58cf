import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct RulesTests {
  @Test func `a threshold is met or missed where the whole interval says so`() throws {
    let (least, most) = (try #require(SuccessThreshold(.atLeast, 0.1)), try #require(SuccessThreshold(.atMost, 0.1)))
    func figure(_ value: Double, _ low: Double, _ high: Double) -> Figure? {
      Figure(value, interval: Interval(low: low, high: high), cases: 9)
    }
    #expect(least.judge(figure(0.2, 0.1, 0.3)) == .met)
    #expect(least.judge(figure(0.05, 0.01, 0.09)) == .missed)
    #expect(least.judge(figure(0.12, 0.08, 0.2)) == .undecided(leansTo: true))
    #expect(least.judge(figure(0.09, 0.08, 0.2)) == .undecided(leansTo: false))
    #expect(most.judge(figure(0.05, 0.01, 0.1)) == .met)
    #expect(most.judge(figure(0.2, 0.11, 0.3)) == .missed)
    #expect(most.judge(figure(0.12, 0.08, 0.2)) == .undecided(leansTo: false))
    #expect(least.judge(Figure(0.1, cases: 3)) == .met)
    #expect(most.judge(Figure(0.3, cases: 3)) == .missed)
    #expect(least.judge(nil) == .notMeasured)
    #expect(SuccessThreshold(.atLeast, .nan) == nil)
    #expect(Figure(.nan, cases: 1) == nil)
    #expect(Figure(1, interval: Interval(low: .nan, high: 2), cases: 1) == nil)
  }

  @Test func `figures of rates and lifts bring their intervals`() throws {
    let arms = TwoProportions(
      control: try #require(Proportion(10, of: 100)), treatment: try #require(Proportion(30, of: 100)))
    #expect(Figure(arms.treatment).interval == arms.treatment.interval())
    #expect(Figure(lift: arms).value == arms.difference)
    #expect(Figure(lift: arms).cases == 200)
  }

  @Test func `a rule that is alive has no reason`() {
    let life = RuleLife(
      changed: day(-100), reviewed: day(-365), lastServed: day(-30), asked: 2_000, served: 1_999)
    #expect(StalenessLimits().reasons(life, at: day(0)).isEmpty)
  }

  @Test func `every reason of a stale rule is named`() {
    let limits = StalenessLimits()
    let old = RuleLife(
      changed: day(-900), reviewed: day(-366), expires: day(-2), lastServed: day(-31), asked: 1_000, served: 1_000)
    #expect(
      limits.reasons(old, at: day(0)) == [
        .expired(days: 2), .reviewOverdue(days: 1), .quiet(days: 31), .servesEveryone,
      ])
    #expect(limits.reasons(RuleLife(), at: day(0)) == [.neverReviewed, .neverServed])
    #expect(limits.reasons(RuleLife(changed: day(-5), reviewed: day(-5)), at: day(0)).isEmpty)
    let few = RuleLife(changed: day(-99), reviewed: day(-5), lastServed: day(0), asked: 999, served: 999)
    #expect(limits.reasons(few, at: day(0)).isEmpty)
    let ahead = RuleLife(changed: day(9), reviewed: day(9), lastServed: day(9))
    #expect(limits.reasons(ahead, at: day(0)).isEmpty)
  }

  @Test func `the distant past is no overflow`() {
    let life = RuleLife(changed: .distantPast, reviewed: .distantPast, lastServed: .distantPast)
    let reasons = StalenessLimits().reasons(life, at: .distantFuture)
    #expect(reasons.count == 2)
  }

  @Test func `a scorecard names what could be left out`() throws {
    let ablation = try #require(AblationCase.make(seed: 3, people: 4_000))
    let card = RuleScorecard(
      rule: "spring", metric: "conversionLift", figure: Figure(0.2, cases: 10),
      threshold: SuccessThreshold(.atLeast, 0.1), life: RuleLife(), at: day(0), ablation: ablation)
    #expect(card.verdict == .met)
    #expect(card.staleness == [.neverReviewed, .neverServed])
    #expect(card.dispensable == ["noise"])
    let bare = RuleScorecard(rule: "a", metric: nil, figure: nil, threshold: nil, life: RuleLife(), at: day(0))
    #expect(bare.verdict == .notMeasured)
    #expect(bare.worths.isEmpty && bare.dispensable.isEmpty)
  }
}

/// People whose answer to a treatment depends on their age alone: the young gain 0.6, the old lose 0.4.
enum AblationCase {
  static let attributes = [
    AblationAttribute(
      name: "age",
      levels: [.init(name: "half", coarser: [0, 0, 1, 1]), .init(name: "odd", coarser: [0, 1, 0, 1])]),
    AblationAttribute(name: "noise"),
  ]

  static func records(seed: UInt64, people: Int) -> [UpliftRecord] {
    var random = SplitMix64(seed: seed)
    return (0..<people).map { _ in
      let age = Int.random(in: 0..<4, using: &random)
      let isTreated = Bool.random(using: &random)
      let base = Double.random(in: 0..<0.2, using: &random)
      let gain = isTreated ? (age < 2 ? 0.6 : -0.4) : 0
      return UpliftRecord(
        values: [age, Int.random(in: 0..<5, using: &random)], isTreated: isTreated, outcome: base + gain)
    }
  }

  static func make(seed: UInt64, people: Int) -> AttributeAblation? {
    AttributeAblation(attributes, records(seed: seed, people: people))
  }
}

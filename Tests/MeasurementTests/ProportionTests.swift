import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct ProportionTests {
  @Test func `a rate of nothing, or of less than its part, is none`() {
    #expect(Proportion(0, of: 0) == nil)
    #expect(Proportion(-1, of: 3) == nil)
    #expect(Proportion(4, of: 3) == nil)
    #expect(Proportion(0, of: -3) == nil)
    #expect(Proportion(3, of: 3)?.rate == 1)
  }

  @Test func `levels lie between 0 and 1`() {
    #expect(Confidence(0) == nil)
    #expect(Confidence(1) == nil)
    #expect(Confidence(.nan) == nil)
    #expect(Confidence(0.9)?.level == 0.9)
  }

  @Test(arguments: [1, 2, 7, 100, 1_000_000])
  func `an interval holds its rate, stays between 0 and 1, and widens with what it is asked for`(whole: Int) throws {
    for count in [0, 1, whole / 3, whole - 1, whole] {
      let share = try #require(Proportion(count, of: whole))
      let (usual, wide) = (share.interval(), share.interval(confidence: .percent99))
      #expect(usual.contains(share.rate))
      #expect(usual.low >= 0 && usual.high <= 1)
      #expect(wide.low <= usual.low && wide.high >= usual.high)
      #expect(wide.high - wide.low > usual.high - usual.low)
    }
  }

  @Test(arguments: 0..<30)
  func `two arms exchanged have the same tests and the opposite difference`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let shares = try (0..<2).map { _ in
      let whole = Int.random(in: 2..<60, using: &random)
      return try #require(Proportion(Int.random(in: 0...whole, using: &random), of: whole))
    }
    let arms = TwoProportions(control: shares[0], treatment: shares[1])
    let turned = TwoProportions(control: shares[1], treatment: shares[0])
    #expect(abs(arms.fisher - turned.fisher) < 1e-12)
    #expect(arms.pooled.map { -$0.statistic } == turned.pooled?.statistic)
    #expect(arms.pooled?.p == turned.pooled?.p)
    #expect((0...1).contains(arms.fisher))
    let (interval, opposite) = (arms.newcombeInterval(), turned.newcombeInterval())
    #expect(abs(interval.low + opposite.high) < 1e-12 && abs(interval.high + opposite.low) < 1e-12)
    #expect(interval.low >= -1 && interval.high <= 1 && interval.contains(arms.difference))
  }

  @Test(arguments: 0..<30)
  func `Fisher's test is the sum over all tables that are no likelier`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (n, m) = (Int.random(in: 1..<12, using: &random), Int.random(in: 1..<12, using: &random))
    let (a, b) = (Int.random(in: 0...n, using: &random), Int.random(in: 0...m, using: &random))
    func choose(_ n: Int, _ k: Int) -> Double {
      (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    let tables = (max(0, a + b - n)...min(m, a + b)).map { choose(m, $0) * choose(n, a + b - $0) }
    let own = choose(m, b) * choose(n, a)
    let expected = tables.filter { $0 <= own * (1 + 1e-9) }.reduce(0, +) / tables.reduce(0, +)
    let arms = TwoProportions(
      control: try #require(Proportion(a, of: n)), treatment: try #require(Proportion(b, of: m)))
    #expect(abs(arms.fisher - expected) < 1e-10)
  }

  @Test func `arms that do not vary have no z test, and none converted no lift`() throws {
    let none = try #require(Proportion(0, of: 9))
    let arms = TwoProportions(control: none, treatment: none)
    #expect(arms.pooled == nil)
    #expect(arms.wald == nil)
    #expect(arms.chiSquared == nil)
    #expect(arms.lift == nil)
    #expect(arms.fisher == 1)
    #expect(SequentialTest(arms) == nil)
    #expect(FixedHorizonTest(arms) == nil)
  }
}

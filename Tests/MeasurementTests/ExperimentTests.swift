import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct ExperimentTests {
  @Test(arguments: 0..<30)
  func `corrections never lower a p, keep the order, and go from the strictest to the mildest`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let p = (0..<12).map { _ in Double.random(in: 0...1, using: &random) }
    let adjusted = try MultipleTesting.allCases.map { try #require($0.adjust(p)) }
    for values in adjusted {
      #expect(zip(values, p).allSatisfy { $0 >= $1 && $0 <= 1 })
      let sorted = zip(p, values).sorted { $0.0 < $1.0 }.map(\.1)
      #expect(sorted == sorted.sorted())
    }
    let (bonferroni, holm, hochberg) = (adjusted[0], adjusted[1], adjusted[2])
    #expect(zip(bonferroni, holm).allSatisfy { $0 >= $1 })
    #expect(zip(holm, hochberg).allSatisfy { $0 >= $1 - 1e-15 })
    let turned = try MultipleTesting.allCases.map { try #require($0.adjust(p.reversed())) }
    #expect(turned == adjusted.map { $0.reversed() })
  }

  @Test(arguments: MultipleTesting.allCases)
  func `one test needs no correction, no test has none, and a p beyond 0 and 1 is refused`(method: MultipleTesting) {
    #expect(method.adjust([0.03]) == [0.03])
    #expect(method.adjust([]) == [])
    #expect(method.adjust([0.5, 1.1]) == nil)
    #expect(method.adjust([.nan]) == nil)
    #expect(method.adjust([-0.1]) == nil)
  }

  @Test(arguments: [0.5, 0.8, 0.9, 0.99], [(0.1, 0.12), (0.5, 0.4), (0.001, 0.002), (0, 1)])
  func `a sample of that size has that power`(power: Double, rates: (Double, Double)) throws {
    let size = try #require(SampleSize(from: rates.0, to: rates.1))
    let people = try #require(size.perArm(power: power))
    #expect(abs(try #require(size.power(perArm: people)) - power) < 1e-9)
    let turned = try #require(SampleSize(from: rates.1, to: rates.0)?.perArm(power: power))
    #expect(abs(turned - people) < 1e-6 * people)
  }

  @Test func `no difference needs no sample, and no power has none`() throws {
    #expect(SampleSize(from: 0.1, to: 0.1) == nil)
    #expect(SampleSize(from: -0.1, to: 0.1) == nil)
    #expect(SampleSize(from: 0.1, to: .nan) == nil)
    let size = try #require(SampleSize(from: 0.1, to: 0.2))
    #expect(size.perArm(power: 1) == nil)
    #expect(size.perArm(power: 0.05) == nil)
    #expect(size.perArm(power: .nan) == nil)
    #expect(size.power(perArm: -1) == nil)
    #expect(abs(try #require(size.power(perArm: 0)) - 0.05) < 1e-12)
  }

  @Test func `assignments far from their weights raise the alarm`() throws {
    #expect(try #require(SampleRatio(observed: [5_000, 5_400], weights: [1, 1])).isMismatch)
    let exact = try #require(SampleRatio(observed: [600, 200, 200], weights: [3, 1, 1]))
    #expect(exact.result == TestResult(statistic: 0, p: 1))
    #expect(try #require(SampleRatio(observed: [0, 100], weights: [1, 1])).isMismatch)
  }

  @Test func `assignments that cannot be judged`() {
    #expect(SampleRatio(observed: [5], weights: [1]) == nil)
    #expect(SampleRatio(observed: [5, 5], weights: [1]) == nil)
    #expect(SampleRatio(observed: [5, -5], weights: [1, 1]) == nil)
    #expect(SampleRatio(observed: [5, 5], weights: [1, 0]) == nil)
    #expect(SampleRatio(observed: [5, 5], weights: [1, .nan]) == nil)
    #expect(SampleRatio(observed: [0, 0], weights: [1, 1]) == nil)
  }

  @Test func `moments of values, and samples that have none`() throws {
    let moments = try #require(SampleMoments([2, 4, 4, 6]))
    #expect(moments.mean == 4)
    #expect(abs(moments.variance - 8.0 / 3) < 1e-15)
    #expect(SampleMoments([1]) == nil)
    #expect(SampleMoments([1, .nan]) == nil)
    #expect(SampleMoments(count: 5, mean: 1, variance: -1) == nil)
    let still = try #require(SampleMoments([3, 3]))
    #expect(WelchTest(control: still, treatment: still) == nil)
    #expect(WelchTest(control: still, treatment: moments) != nil)
  }

  @Test func `a mixture test of nonsense is none, and of a large difference still a number`() throws {
    #expect(MixtureSequentialTest(difference: .nan, perArm: 10, variance: 1, tau2: 1) == nil)
    #expect(MixtureSequentialTest(difference: 1, perArm: 0, variance: 1, tau2: 1) == nil)
    #expect(MixtureSequentialTest(difference: 1, perArm: 10, variance: 0, tau2: 1) == nil)
    #expect(MixtureSequentialTest(difference: 1, perArm: 10, variance: 1, tau2: -1) == nil)
    let large = try #require(MixtureSequentialTest(difference: 1e6, perArm: 1_000, variance: 1, tau2: 1))
    #expect(large.likelihoodRatio.isFinite)
    #expect(large.alwaysValidP < 1e-300)
    #expect(try #require(MixtureSequentialTest(difference: 0, perArm: 9, variance: 1, tau2: 1)).alwaysValidP == 1)
  }

  /// A and A are compared after every 100 people. A test for one look calls out in far more than 5 of 100 experiments, the
  /// sequential one in at most 5.
  @Test func `looking often is safe with the sequential test only`() throws {
    var random = SplitMix64(seed: 7)
    var (fixedAlarms, sequentialAlarms) = (0, 0)
    for _ in 0..<200 {
      var counts = (0, 0)
      var (fixed, sequential) = (false, false)
      for look in 1...30 {
        for _ in 0..<100 {
          counts.0 += random.oneIn(5) ? 1 : 0
          counts.1 += random.oneIn(5) ? 1 : 0
        }
        let arms = TwoProportions(
          control: try #require(Proportion(counts.0, of: look * 100)),
          treatment: try #require(Proportion(counts.1, of: look * 100)))
        fixed = fixed || (arms.pooled?.p ?? 1) < 0.05
        sequential = sequential || (SequentialTest(arms)?.p ?? 1) < 0.05
      }
      fixedAlarms += fixed ? 1 : 0
      sequentialAlarms += sequential ? 1 : 0
    }
    #expect(fixedAlarms > 40)
    #expect(sequentialAlarms <= 10)
  }

  @Test func `a sequential interval and its p agree on 0`() throws {
    for treated in stride(from: 100, through: 300, by: 10) {
      let arms = TwoProportions(
        control: try #require(Proportion(200, of: 2_000)), treatment: try #require(Proportion(treated, of: 2_000)))
      for scale in SequentialTest.Scale.allCases {
        let test = try #require(SequentialTest(arms, scale: scale))
        #expect((test.p < 0.05) == !test.interval.contains(0))
      }
    }
    let arms = TwoProportions(
      control: try #require(Proportion(0, of: 20)), treatment: try #require(Proportion(3, of: 20)))
    #expect(SequentialTest(arms, scale: .relative) == nil)
    #expect(SequentialTest(arms, tuning: 0) == nil)
    #expect(SequentialTest(arms, tuning: .infinity) == nil)
  }
}

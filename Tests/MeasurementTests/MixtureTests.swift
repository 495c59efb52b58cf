import Foundation
import ProvisoTesting
import Testing

@testable import Measurement

/// The mixture test by its definition, with arms of unequal size, and under repeated looks.
@Suite struct MixtureTests {
  /// The ratio is ∫ N(d; θ, v) N(θ; 0, τ²) dθ / N(d; 0, v), v the variance of the difference of the means.
  @Test(arguments: [(1_000, 1_000, 0.03), (1_000, 250, 0.03), (40, 4_000, -0.1), (500, 500, 0)])
  func `the ratio is the mean likelihood over the differences that are expected`(
    control: Int, treatment: Int, difference: Double
  ) throws {
    let (variance, tau) = (0.12, 0.02)
    let ofDifference = variance / Double(control) + variance / Double(treatment)
    var (ratio, step) = (0.0, tau / 400)
    step = min(step, ofDifference.squareRoot() / 400)
    var theta = -12 * tau
    while theta < 12 * tau {
      let weight = exp(-theta * theta / (2 * tau * tau)) / (tau * (2 * Double.pi).squareRoot())
      ratio += weight * exp((2 * difference * theta - theta * theta) / (2 * ofDifference)) * step
      theta += step
    }
    let test = try #require(
      MixtureSequentialTest(
        difference: difference, control: control, treatment: treatment, variance: variance, tau2: tau * tau))
    #expect(agrees(test.likelihoodRatio, ratio, digits: 6))
    #expect(test.alwaysValidP == min(1, 1 / test.likelihoodRatio))
  }

  @Test func `exchanging the arms changes nothing`() throws {
    let one = MixtureSequentialTest(difference: 0.02, control: 300, treatment: 900, variance: 0.1, tau2: 0.0004)
    let other = MixtureSequentialTest(difference: -0.02, control: 900, treatment: 300, variance: 0.1, tau2: 0.0004)
    #expect(one != nil && one == other)
  }

  /// Nothing is to be found: of 300 experiments that are looked at after every pair of 20 people, at most 5 in 100 call out.
  @Test func `it may be looked at as often as one likes`() throws {
    var random = SplitMix64(seed: 11)
    var alarms = 0
    for _ in 0..<300 {
      var (a, b, called) = (0.0, 0.0, false)
      for look in 1...60 {
        for _ in 0..<20 {
          a += random.oneIn(4) ? 1 : 0
          b += random.oneIn(4) ? 1 : 0
        }
        let n = look * 20
        let test = MixtureSequentialTest(
          difference: (b - a) / Double(n), control: n, treatment: n, variance: 0.1875, tau2: 0.0025)
        called = called || (test?.alwaysValidP ?? 1) < 0.05
      }
      alarms += called ? 1 : 0
    }
    #expect(alarms <= 15)
  }

  /// And it does find what is there.
  @Test func `a large difference is found, the sooner the larger it is`() throws {
    func looks(_ difference: Double) -> Int? {
      (1...500).first { look in
        let test = MixtureSequentialTest(
          difference: difference, control: look * 20, treatment: look * 20, variance: 0.1875, tau2: 0.0025)
        return (test?.alwaysValidP ?? 1) < 0.05
      }
    }
    let found = try [0.05, 0.1, 0.2, 0.4].map { try #require(looks($0)) }
    #expect(found == found.sorted(by: >) && Set(found).count == found.count)
    #expect(looks(0) == nil)
  }

  @Test(arguments: [
    (0, 10, 1.0, 1.0, 0.1), (10, -1, 1, 1, 0.1), (10, 10, 0, 1, 0.1), (10, 10, 1, 0, 0.1), (10, 10, .nan, 1, 0.1),
    (10, 10, 1, .infinity, 0.1), (10, 10, 1, 1, .nan), (10, 10, -1, 1, 0.1),
  ])
  func `what is no experiment has no test`(
    control: Int, treatment: Int, variance: Double, tau2: Double, difference: Double
  ) {
    #expect(
      MixtureSequentialTest(
        difference: difference, control: control, treatment: treatment, variance: variance, tau2: tau2) == nil)
  }
}

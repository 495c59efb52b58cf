import Foundation
import ProvisoTesting
import Testing

@testable import Measurement

/// Distributions by identities, by adding up, and against each other.
@Suite struct DistributionTests {
  @Test func `the logarithm of the gamma function by factorials and by reflection`() {
    var sum = 0.0
    for number in 1...170 {
      #expect(agrees(logGamma(Double(number)), sum, digits: 13) || abs(sum) < 1e-12)
      sum += log(Double(number))
    }
    // Γ(x) Γ(1 − x) = π / sin πx
    for x in [0.1, 0.25, 0.5, 0.9] {
      #expect(abs(logGamma(x) + logGamma(1 - x) - log(Double.pi / sin(Double.pi * x))) < 1e-13)
    }
    #expect(abs(logGamma(0.5) - log(Double.pi.squareRoot())) < 1e-15)
  }

  @Test(arguments: [(0.5, 3.0), (1, 1), (2.5, 0.7), (30, 12), (400, 2)])
  func `the incomplete beta function by its symmetry and its ends`(a: Double, b: Double) {
    for x in [0.001, 0.2, 0.5, 0.77, 0.999] {
      let (one, other) = (incompleteBeta(a, b, x, rest: 1 - x), incompleteBeta(b, a, 1 - x, rest: x))
      #expect(abs(one + other - 1) < 1e-12)
      #expect((0...1).contains(one))
    }
    #expect(incompleteBeta(a, b, 0, rest: 1) == 0 && incompleteBeta(a, b, 1, rest: 0) == 1)
    // I_x(a, 1) = x^a, I_x(1, b) = 1 − (1 − x)^b
    #expect(agrees(incompleteBeta(a, 1, 0.3, rest: 0.7), pow(0.3, a), digits: 11))
    #expect(agrees(incompleteBeta(1, b, 0.3, rest: 0.7), 1 - pow(0.7, b), digits: 11))
  }

  @Test(arguments: [1, 2, 3, 7, 30])
  func `the chi-squared distribution is the integral of its density`(degrees: Int) {
    let half = Double(degrees) / 2
    func density(_ x: Double) -> Double { exp((half - 1) * log(x) - x / 2 - half * log(2) - logGamma(half)) }
    for x in [0.5, 3, 12, 40] {
      // By the logarithm, to which its tail is smooth at both ends; Simpson's rule.
      let (low, high, steps) = (log(x), log(x + 900), 20_000)
      let width = (high - low) / Double(steps)
      var sum = 0.0
      for step in 0...steps {
        let point = exp(low + Double(step) * width)
        let weight = step == 0 || step == steps ? 1.0 : step.isMultiple(of: 2) ? 2 : 4
        sum += weight * density(point) * point
      }
      #expect(agrees(ChiSquaredDistribution.above(x, degrees: degrees), sum * width / 3, digits: 8))
    }
  }

  @Test(arguments: [1.0, 2, 3.7, 12, 80])
  func `a critical value has its own probability, and falls to the normal one`(degrees: Double) {
    let student = StudentDistribution(degrees: degrees)
    var last = Double.infinity
    for alpha in [0.001, 0.01, 0.05, 0.2, 0.9] {
      let value = student.critical(alpha: alpha)
      #expect(agrees(student.twoSided(value), alpha, digits: 10))
      #expect(value < last && value > 0)
      #expect(value > NormalDistribution.quantile(1 - alpha / 2))
      last = value
    }
    #expect(student.twoSided(-1.3) == student.twoSided(1.3))
  }

  @Test func `the normal distribution is symmetrical, and its tails add up`() {
    for z in [0, 0.3, 1, 2.5, 6, 12] {
      #expect(abs(NormalDistribution.cumulative(z) + NormalDistribution.cumulative(-z) - 1) < 1e-15)
      #expect(agrees(NormalDistribution.twoSided(z), 2 * NormalDistribution.cumulative(-z), digits: 13))
      #expect(NormalDistribution.twoSided(z) == NormalDistribution.twoSided(-z))
    }
    for p in [1e-9, 0.1, 0.4999, 0.5] {
      #expect(abs(NormalDistribution.quantile(p) + NormalDistribution.quantile(1 - p)) < 1e-6)
    }
  }

  @Test(arguments: 0..<20)
  func `Welch's test does not care for the unit, the origin or the order`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let a = (0..<20).map { _ in Double(Int.random(in: 0..<1_000, using: &random)) }
    let b = (0..<30).map { _ in Double(Int.random(in: 100..<900, using: &random)) }
    func test(_ a: [Double], _ b: [Double]) throws -> WelchTest {
      let (control, treatment) = (try #require(SampleMoments(a)), try #require(SampleMoments(b)))
      return try #require(WelchTest(control: control, treatment: treatment))
    }
    let plain = try test(a, b)
    let moved = try test(a.shuffled(using: &random).map { 4 * $0 + 1_024 }, b.map { 4 * $0 + 1_024 })
    #expect(agrees(moved.result.statistic, plain.result.statistic, digits: 10) || abs(plain.result.statistic) < 1e-9)
    #expect(agrees(moved.result.p, plain.result.p, digits: 9))
    #expect(agrees(moved.difference, 4 * plain.difference, digits: 10) || abs(plain.difference) < 1e-9)
    let exchanged = try test(b, a)
    #expect(exchanged.result.p == plain.result.p && exchanged.difference == -plain.difference)
    // An interval holds 0 exactly where its test finds nothing.
    #expect(plain.interval().contains(0) == (plain.result.p >= 0.05))
    #expect((19...48).contains(plain.degrees))
  }

  @Test(arguments: 0..<10)
  func `assignments are judged alike in any order and by any unit of weight`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let arms = (0..<4).map { _ in
      (Int.random(in: 1..<5_000, using: &random), Double(Int.random(in: 1..<9, using: &random)))
    }
    let one = try #require(SampleRatio(observed: arms.map(\.0), weights: arms.map(\.1)))
    let other = arms.shuffled(using: &random)
    let two = try #require(SampleRatio(observed: other.map(\.0), weights: other.map { 8 * $0.1 }))
    #expect(agrees(two.result.statistic, one.result.statistic, digits: 11))
    #expect(one.isMismatch == (one.result.p < 0.001) && one.isMismatch == two.isMismatch)
    let exact = try #require(SampleRatio(observed: arms.map { Int($0.1) * 100 }, weights: arms.map(\.1)))
    #expect(abs(exact.result.statistic) < 1e-9 && exact.result.p > 0.999_999)
  }

  @Test(arguments: [(0.1, 0.12), (0.5, 0.45), (0.01, 0.02), (0, 0.01)])
  func `power grows with people and falls with what is asked`(base: Double, target: Double) throws {
    let size = try #require(SampleSize(from: base, to: target))
    let strict = try #require(SampleSize(from: base, to: target, confidence: .percent99))
    var last = 0.0
    for people in [0.0, 10, 100, 1_000, 10_000] {
      let power = try #require(size.power(perArm: people))
      let less = try #require(strict.power(perArm: people))
      #expect(power > last || power == 1)
      #expect(power <= 1 && less <= power)
      last = power
    }
    #expect(abs(try #require(size.power(perArm: 0)) - 0.05) < 1e-12)
    let (usual, more) = (try #require(size.perArm()), try #require(size.perArm(power: 0.9)))
    let surer = try #require(strict.perArm())
    #expect(more > usual && surer > usual)
    let reversed = try #require(SampleSize(from: target, to: base))
    #expect(agrees(reversed.perArm(), try #require(size.perArm()), digits: 12))
  }
}

import Foundation
import Testing

@testable import Measurement

/// Against closed forms and published tables.
@Suite struct StatisticsTests {
  @Test(arguments: [1e-300, 1e-20, 1e-4, 0.02425, 0.3, 0.5, 0.8, 0.975, 0.999_99])
  func `the normal quantile inverts the distribution`(p: Double) {
    let z = NormalDistribution.quantile(p)
    #expect(agrees(NormalDistribution.cumulative(z) / p, 1, digits: 12))
    #expect(abs(NormalDistribution.quantile(0.975) - 1.959963984540054) < 1e-15)
  }

  @Test(arguments: [0.01, 0.5, 1, 3, 10, 100, 700])
  func `the chi-squared distribution of 2 and 4 degrees has a closed form`(x: Double) {
    #expect(agrees(ChiSquaredDistribution.above(x, degrees: 2) / exp(-x / 2), 1, digits: 12))
    #expect(agrees(ChiSquaredDistribution.above(x, degrees: 4) / (exp(-x / 2) * (1 + x / 2)), 1, digits: 12))
    #expect(
      agrees(ChiSquaredDistribution.above(x, degrees: 1), NormalDistribution.twoSided(x.squareRoot()), digits: 12))
    #expect(ChiSquaredDistribution.above(0, degrees: 3) == 1)
  }

  @Test(arguments: [0.1, 1, 2.5, 40])
  func `Student of 1, 2 and very many degrees has a closed form`(t: Double) {
    let two = StudentDistribution(degrees: 2).twoSided(t)
    #expect(agrees(two, 1 - t / (2 + t * t).squareRoot(), digits: 9))
    let many = StudentDistribution(degrees: 1e9).twoSided(t)
    #expect(abs(many - NormalDistribution.twoSided(t)) < 1e-8)
    #expect(StudentDistribution(degrees: 5).twoSided(0) == 1)
  }

  @Test(arguments: [
    (1, tan(0.475 * Double.pi)), (2, 0.95 * (2 / (0.05 * 1.95)).squareRoot()), (10, 2.2281388519649385),
    (30, 2.0422724563012373),
  ])
  func `critical values of closed forms and of the table`(degrees: Double, expected: Double) {
    #expect(agrees(StudentDistribution(degrees: degrees).critical(alpha: 0.05), expected, digits: 11))
  }

  @Test(arguments: [(0.5, 0.5), (2, 3), (9.5, 0.5), (40, 0.5), (12, 11), (400, 300)])
  func `the beta function by its recurrence`(a: Double, b: Double) {
    // B(a, b) = B(a + 1, b) + B(a, b + 1)
    let sum = logSum(logBeta(a + 1, b), logBeta(a, b + 1))
    #expect(abs(logBeta(a, b) - sum) < 1e-12 * max(1, abs(sum)))
    #expect(logBeta(a, b) == logBeta(b, a))
  }

  @Test func `hypergeometric series with a closed form`() throws {
    for z in [-0.9, -0.3, 0, 0.5, 0.99] {
      // F(1, 1; 2; z) = −ln(1 − z) / z, F(a, b; b; z) = (1 − z)^−a
      let squared = try #require(hypergeometric(2, 3, 3, z))
      #expect(agrees(squared, 1 / ((1 - z) * (1 - z)), digits: 11))
    }
    #expect(hypergeometric(1, 1, 0, 0.5) == nil)
    #expect(hypergeometric(1, 1, -2, 0.5) == nil)
    #expect(hypergeometric(1, 1, 2, 1) == nil)
    #expect(hypergeometric(1, 1, 2, .nan) == nil)
  }

  @Test func `logarithms of sums and differences do not overflow`() {
    #expect(logSum(1_000, 1_000) == 1_000 + 0.6931471805599453)
    #expect(logSum(-.infinity, 3) == 3)
    #expect(logSum(-.infinity, -.infinity) == -.infinity)
    #expect(abs(logDifference(-1_000, -1_001) - (-1_000 + logDifference(0, -1))) < 1e-9)
    #expect(logDifference(2, 2) == -.infinity)
  }

  @Test func `the search finds the bottom of Rosenbrock's valley`() throws {
    let found = try #require(
      NelderMead.minimise(from: [-1.2, 1]) { point in
        let (a, b) = (1 - point[0], point[1] - point[0] * point[0])
        return a * a + 100 * b * b
      })
    #expect(abs(found[0] - 1) < 1e-5)
    #expect(abs(found[1] - 1) < 1e-5)
  }

  @Test func `the search keeps out of what is not allowed, and says when there is nothing`() throws {
    let edge = try #require(NelderMead.minimise(from: [3]) { $0[0] < 1 ? .nan : $0[0] })
    #expect(abs(edge[0] - 1) < 1e-6)
    #expect(NelderMead.minimise(from: [3, 3]) { _ in .infinity } == nil)
  }
}

import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct KaplanMeierTests {
  /// Six people, counted by hand: 1 of 6 ends at 1, one is lost at 2, 1 of 4 at 3 with one lost then too, the rest at 5.
  @Test func `figures counted by hand`() throws {
    let curve = try #require(
      KaplanMeier([
        Tenure(5, hasEnded: true), Tenure(1, hasEnded: true), Tenure(3, hasEnded: false), Tenure(2, hasEnded: false),
        Tenure(3, hasEnded: true), Tenure(5, hasEnded: true),
      ]))
    #expect(curve.steps.map(\.time) == [1, 2, 3, 5])
    #expect(curve.steps.map(\.atRisk) == [6, 5, 4, 2])
    #expect(curve.steps.map(\.ended) == [1, 0, 1, 2])
    #expect(curve.survival(at: 0.5) == 1)
    #expect(curve.survival(at: 2) == 5.0 / 6)
    #expect(curve.survival(at: 4) == 5.0 / 6 * 0.75)
    #expect(curve.survival(at: 9) == 0)
    #expect(curve.median == 5)
    #expect(curve.interval(at: 0) == Interval(low: 1, high: 1))
    #expect(curve.interval(at: 9) == Interval(low: 0, high: 0))
  }

  @Test(arguments: 0..<20)
  func `where all are watched to the end it is the share with a longer tenure`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let lengths = (0..<50).map { _ in Double(Int.random(in: 0..<20, using: &random)) }
    let curve = try #require(KaplanMeier(lengths.map { Tenure($0, hasEnded: true) }))
    for time in 0..<22 {
      let longer = Double(lengths.count { $0 > Double(time) }) / 50
      #expect(abs(curve.survival(at: Double(time)) - longer) < 1e-12)
    }
  }

  @Test(arguments: 0..<20)
  func `never rises, stays between 0 and 1 with its interval, and is higher the more are lost from sight`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let tenures = (0..<60).map { _ in
      Tenure(Double(Int.random(in: 1..<15, using: &random)), hasEnded: Bool.random(using: &random))
    }
    let curve = try #require(KaplanMeier(tenures))
    let ended = try #require(KaplanMeier(tenures.map { Tenure($0.length, hasEnded: true) }))
    #expect(curve.steps.map(\.survival) == curve.steps.map(\.survival).sorted(by: >))
    for step in curve.steps {
      let interval = curve.interval(at: step.time)
      #expect(interval.contains(step.survival))
      #expect(interval.low >= 0 && interval.high <= 1)
      #expect(step.survival >= ended.survival(at: step.time) - 1e-12)
    }
  }

  @Test func `bad tenures are left out, and nobody has no curve`() throws {
    let curve = try #require(
      KaplanMeier([Tenure(.nan, hasEnded: true), Tenure(-1, hasEnded: true), Tenure(2, hasEnded: false)]))
    #expect(
      curve.rejected == [Rejection(record: 0, reason: .notANumber), Rejection(record: 1, reason: .negative)])
    #expect(curve.median == nil)
    #expect(curve.survival(at: 3) == 1)
    #expect(KaplanMeier([]) == nil)
    #expect(KaplanMeier([Tenure(.infinity, hasEnded: false)]) == nil)
  }
}

import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct UpliftTargetingTests {
  private func person(_ values: [Int], _ isTreated: Bool, _ outcome: Double) -> (values: [Int], record: UpliftRecord) {
    (values, UpliftRecord(values: values, isTreated: isTreated, outcome: outcome))
  }

  @Test func `a cell with enough people in both arms speaks for itself`() {
    var people = [person([0], true, 3), person([0], true, 5), person([0], false, 1), person([0], false, 1)]
    people += [person([1], true, 0), person([1], false, 9)]
    #expect(UpliftTargeting(people, smallestArm: 2).uplift(of: [0]) == 3)
  }

  @Test func `nobody known is as all are`() {
    let people = [person([0], true, 4), person([0], false, 1), person([1], true, 4), person([1], false, 1)]
    #expect(UpliftTargeting(people, smallestArm: 50).uplift(of: [7]) == 3)
    #expect(UpliftTargeting([], smallestArm: 1).uplift(of: []) == 0)
    #expect(UpliftTargeting([person([0], true, 4)], smallestArm: 1).uplift(of: [0]) == 0)
  }

  /// Without chance in the outcomes an effect is not taken back at all, and effects add up.
  @Test func `values add up where a cell is too small`() {
    var people: [(values: [Int], record: UpliftRecord)] = []
    for first in 0..<2 {
      for second in 0..<2 {
        for _ in 0..<3 {
          people.append(person([first, second], true, Double(10 * first)))
          people.append(person([first, second], false, 0))
        }
      }
    }
    let targeting = UpliftTargeting(people, smallestArm: 50)
    #expect(targeting.uplift(of: [0, 0]) == 0)
    #expect(targeting.uplift(of: [1, 1]) == 10)
  }

  @Test(arguments: 0..<10)
  func `noise is taken back to what all have`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let people = (0..<4_000).map { _ in
      person(
        [Int.random(in: 0..<20, using: &random)], Bool.random(using: &random), Double.random(in: 0..<1, using: &random))
    }
    let targeting = UpliftTargeting(people, smallestArm: 5_000)
    let raw = (0..<20).map { value -> Double in
      let own = people.filter { $0.values == [value] }
      let (treated, rest) = (own.filter(\.record.isTreated), own.filter { !$0.record.isTreated })
      return treated.reduce(0) { $0 + $1.record.outcome } / Double(treated.count)
        - rest.reduce(0) { $0 + $1.record.outcome } / Double(rest.count)
    }
    let all = targeting.uplift(of: [99])
    for value in 0..<20 {
      #expect(abs(targeting.uplift(of: [value]) - all) <= abs(raw[value] - all) + 1e-12)
    }
    #expect((0..<20).count { targeting.uplift(of: [$0]) == all } > 5)
  }
}

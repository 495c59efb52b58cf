import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct AttributeAblationTests {
  @Test(arguments: 0..<5)
  func `an attribute that decides is worth what it decides, noise is worth nothing`(seed: UInt64) throws {
    let worths = try #require(AblationCase.make(seed: seed, people: 4_000)).worths()
    #expect(worths.map(\.attribute) == ["age", "age", "age", "noise"])
    #expect(worths.map(\.level) == [nil, "half", "odd", nil])
    // Without age all are treated, as the young gain more than the old lose: half of the people lose 0.4.
    #expect(abs(worths[0].valueLost - 0.2) < 0.05)
    #expect(worths[0].earnsItsPlace)
    #expect(worths[0].interval.contains(worths[0].valueLost))
    // Halves tell young from old as well as years do.
    #expect(worths[1].valueLost == 0)
    #expect(!worths[1].earnsItsPlace)
    // Odd and even tell nothing.
    #expect(abs(worths[2].valueLost - 0.2) < 0.05)
    #expect(!worths[3].earnsItsPlace)
  }

  @Test func `bits are those of the attribute, given the others`() throws {
    let worths = try #require(AblationCase.make(seed: 1, people: 4_000)).worths()
    #expect(abs(worths[0].identifyingBits - 2) < 0.02)
    #expect(abs(worths[1].identifyingBits - 1) < 0.02)
    #expect(abs(worths[3].identifyingBits - 2.32) < 0.02)
  }

  @Test func `people in small crowds, counted by hand`() throws {
    // Values (0, 0) four times, (0, 1) twice, (1, 0) once.
    let values = [[0, 0], [0, 0], [0, 0], [0, 0], [0, 1], [0, 1], [1, 0]]
    let records = values.enumerated().map { UpliftRecord(values: $1, isTreated: $0 % 2 == 0, outcome: 1) }
    let ablation = try #require(
      AttributeAblation([AblationAttribute(name: "a"), AblationAttribute(name: "b")], records, crowd: 3))
    let worths = ablation.worths()
    #expect(worths.map(\.exposedWith) == [3, 3])
    #expect(worths.map(\.exposedWithout) == [2, 1])
  }

  @Test(arguments: 0..<10)
  func `taking away never exposes anybody, and never tells more`(seed: UInt64) throws {
    for worth in try #require(AblationCase.make(seed: seed, people: 60)).worths() {
      #expect(worth.exposedWithout <= worth.exposedWith)
      #expect(worth.identifyingBits >= 0)
      #expect(worth.valueLost.isFinite && worth.interval.low.isFinite && worth.interval.high.isFinite)
    }
  }

  @Test func `records that do not fit are left out`() throws {
    let good = AblationCase.records(seed: 1, people: 50)
    let bad = [
      UpliftRecord(values: [0], isTreated: true, outcome: 1),
      UpliftRecord(values: [4, 0], isTreated: true, outcome: 1),
      UpliftRecord(values: [-1, 0], isTreated: true, outcome: 1),
      UpliftRecord(values: [0, 0], isTreated: false, outcome: .nan),
    ]
    let ablation = try #require(AttributeAblation(AblationCase.attributes, bad + good))
    let reasons: [Rejection.Reason] = [.offScale, .offScale, .offScale, .notANumber]
    #expect(ablation.rejected == reasons.enumerated().map { Rejection(record: $0.offset, reason: $0.element) })
    #expect(ablation.worths() == AttributeAblation(AblationCase.attributes, good)?.worths())
  }

  @Test func `one arm is no experiment`() {
    let treated = AblationCase.records(seed: 1, people: 50).filter(\.isTreated)
    #expect(AttributeAblation(AblationCase.attributes, treated) == nil)
    #expect(AttributeAblation(AblationCase.attributes, []) == nil)
    let all = AblationCase.records(seed: 1, people: 50)
    #expect(AttributeAblation(AblationCase.attributes, all, smallestArm: 0) == nil)
    #expect(AttributeAblation(AblationCase.attributes, all, crowd: 0) == nil)
  }
}

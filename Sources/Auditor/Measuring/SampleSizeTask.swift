internal import Measurement
internal import SourceDocuments

/// How many people an experiment needs, or what it can find with those that there are.
public struct SampleSizeTask: Sendable {
  /// The rate of the control, from 0 to 1.
  public var base: Double
  /// The rate that is hoped for.
  public var target: Double
  public var power = 0.8
  public var confidence = 0.95
  /// Treatments against the one control; the confidence is shared among them (Bonferroni).
  public var treatments = 1
  /// nil: as many as the power asks for.
  public var perArm: Int?

  public init(base: Double, target: Double) { (self.base, self.target) = (base, target) }

  /// nil for rates outside 0 to 1 or equal, a power not between α and 1, or no treatment.
  public func table() -> CoreTable? {
    guard (1...100).contains(treatments), (0.0..<1).contains(confidence), confidence > 0,
      let level = Confidence(1 - (1 - confidence) / Double(treatments)),
      let size = SampleSize(from: base, to: target, confidence: level)
    else { return nil }
    var table = CoreTable("people that an experiment needs", ["what", "value"])
    table.rows = [
      [.text("rate of the control"), .number(base, 4)], [.text("rate hoped for"), .number(target, 4)],
      [.text("effect, Cohen's h"), .number(size.effect, 4)],
      [.text("confidence, for all treatments"), .number(confidence, 4)],
    ]
    if let perArm {
      guard perArm > 0, let reached = size.power(perArm: Double(perArm)) else { return nil }
      table.rows += [[.text("people in each arm"), .count(perArm)], [.text("power"), .number(reached, 4)]]
    } else {
      guard let people = size.perArm(power: power), people < 1e15 else { return nil }
      let whole = Int(people.rounded(.up))
      table.rows += [
        [.text("power"), .number(power, 4)], [.text("people in each arm"), .count(whole)],
        [.text("people in all arms"), .count(whole * (treatments + 1))],
      ]
    }
    table.notes.append("  two-sided, for one look at the planned size")
    return table
  }
}

/// Whom to treat, as learnt from a randomised experiment: those whom treatment is expected to help.
///
/// A cell of equal values with enough people in both arms speaks for itself. Of any other, the uplift is that of all plus what
/// each of its values adds by itself, taken back by how uncertain that is (the positive part of James and Stein, 1961), so
/// that a value of few people adds nothing.
struct UpliftTargeting {
  private var cells: [[Int]: ArmSums] = [:]
  private var all = ArmSums()
  /// By attribute and value: what the value adds.
  private var effects: [[Int: Double]] = []
  private let smallestArm: Int

  init(_ people: [(values: [Int], record: UpliftRecord)], smallestArm: Int) {
    self.smallestArm = smallestArm
    var sums = [[Int: ArmSums]](repeating: [:], count: people.first?.values.count ?? 0)
    for person in people {
      all.add(person.record)
      cells[person.values, default: ArmSums()].add(person.record)
      for (attribute, value) in person.values.enumerated() {
        sums[attribute][value, default: ArmSums()].add(person.record)
      }
    }
    let mean = all.uplift(1) ?? 0
    effects = sums.map { values in values.mapValues { $0.effect(against: mean) } }
  }

  func uplift(of values: [Int]) -> Double {
    if let own = cells[values]?.uplift(smallestArm) { return own }
    return zip(effects, values).reduce(all.uplift(1) ?? 0) { sum, part in sum + (part.0[part.1] ?? 0) }
  }
}

/// Count, sum and sum of squares of the outcomes in both arms.
private struct ArmSums {
  private var treated = (count: 0.0, sum: 0.0, squares: 0.0)
  private var control = (count: 0.0, sum: 0.0, squares: 0.0)

  mutating func add(_ record: UpliftRecord) {
    let outcome = record.outcome
    if record.isTreated {
      treated = (treated.count + 1, treated.sum + outcome, treated.squares + outcome * outcome)
    } else {
      control = (control.count + 1, control.sum + outcome, control.squares + outcome * outcome)
    }
  }

  /// Mean of the treated − mean of the others; nil where an arm has fewer people than asked for.
  func uplift(_ smallest: Int) -> Double? {
    guard min(treated.count, control.count) >= Double(smallest) else { return nil }
    return treated.sum / treated.count - control.sum / control.count
  }

  /// How far the uplift lies from that of all, less what may be chance; 0 for fewer than two people in an arm.
  func effect(against mean: Double) -> Double {
    guard let uplift = uplift(2), uplift != mean else { return 0 }
    let distance = uplift - mean
    return distance * max(0, 1 - (Self.variance(treated) + Self.variance(control)) / (distance * distance))
  }

  /// Of the mean.
  private static func variance(_ arm: (count: Double, sum: Double, squares: Double)) -> Double {
    let mean = arm.sum / arm.count
    return max(0, arm.squares / arm.count - mean * mean) / (arm.count - 1)
  }
}

internal import Glibc

/// What a rule would lose without an attribute, or with a coarser form of it, beside what people would gain in privacy.
///
/// From a randomised experiment. A targeting is learnt on one half of the people (`UpliftTargeting`). Its worth is measured on
/// the other half, by weights inverse to
/// the probability of the arm (Horvitz and Thompson 1952), and the halves change places (cross-fitting: Chernozhukov and
/// others, Econometrics Journal 21, 2018), so an attribute that merely fits noise earns nothing.
package struct AttributeAblation: Sendable {
  private let attributes: [AblationAttribute]
  private let records: [UpliftRecord]
  private let treatedShare: Double
  private let smallestArm: Int
  private let crowd: Int
  /// Records that were left out.
  package let rejected: [Rejection]

  /// - Parameters:
  ///   - smallestArm: people that a cell needs in each arm to be decided by itself.
  ///   - crowd: people of equal values that hide each other.
  /// - Returns: nil unless both arms have people after those were left out whose outcome is no number up to 10¹⁵ or whose values do not
  ///   fit the attributes and their levels.
  package init?(_ attributes: [AblationAttribute], _ records: [UpliftRecord], smallestArm: Int = 20, crowd: Int = 5) {
    let limits = attributes.map { $0.levels.map(\.coarser.count).min() ?? .max }
    var (kept, rejected) = ([UpliftRecord](), [Rejection]())
    for (index, record) in records.enumerated() {
      let fits = record.values.count == limits.count && zip(record.values, limits).allSatisfy { $0 >= 0 && $0 < $1 }
      if fits, abs(record.outcome) <= 1e15 {
        kept.append(record)
      } else {
        rejected.append(Rejection(record: index, reason: record.outcome.isFinite ? .offScale : .notANumber))
      }
    }
    let treated = kept.count { $0.isTreated }
    guard treated > 0, treated < kept.count, smallestArm >= 1, crowd >= 1 else { return nil }
    (self.attributes, self.records, self.rejected) = (attributes, kept, rejected)
    (treatedShare, self.smallestArm, self.crowd) = (Double(treated) / Double(kept.count), smallestArm, crowd)
  }

  /// Every attribute taken away, and every coarser form tried, in the order given.
  package func worths(confidence: Confidence = .percent95) -> [AttributeWorth] {
    let full = records.map(\.values)
    let choice = choices(full)
    return attributes.indices.flatMap { index in
      let levels = [AblationAttribute.Level?.none] + attributes[index].levels.map(Optional.some)
      return levels.map { level in
        let changed = full.map { values in
          var values = values
          values[index] = level.map { $0.coarser[values[index]] } ?? 0
          return values
        }
        return worth(attributes[index].name, level?.name, full, choice, changed, confidence)
      }
    }
  }

  private func worth(
    _ name: String, _ level: String?, _ full: [[Int]], _ choice: [Bool], _ changed: [[Int]], _ confidence: Confidence
  ) -> AttributeWorth {
    let losses = zip(zip(choice, choices(changed)), records).map { choices, record in
      choices.0 == choices.1 ? 0 : (choices.0 ? 1 : -1) * weighted(record)
    }
    let mean = losses.exactSum() / Double(losses.count)
    let spread = losses.lazy.map { ($0 - mean) * ($0 - mean) }.exactSum() / Double(max(losses.count - 1, 1))
    let half = confidence.z * (spread / Double(losses.count)).squareRoot()
    let (before, after) = (crowds(full), crowds(changed))
    return AttributeWorth(
      attribute: name, level: level, valueLost: mean, interval: Interval(low: mean - half, high: mean + half),
      exposedWith: before.exposed, exposedWithout: after.exposed, identifyingBits: max(0, before.bits - after.bits))
  }

  /// Unbiased for what treatment brings to a person.
  private func weighted(_ record: UpliftRecord) -> Double {
    record.isTreated ? record.outcome / treatedShare : -record.outcome / (1 - treatedShare)
  }

  // MARK: - Targeting

  /// Whether each person would be treated, as learnt from the half to which the person does not belong.
  private func choices(_ values: [[Int]]) -> [Bool] {
    var result = [Bool](repeating: false, count: records.count)
    for half in [0, 1] {
      let learnt = records.indices.filter { Self.half($0) != half }
      let targeting = UpliftTargeting(learnt.map { (values[$0], records[$0]) }, smallestArm: smallestArm)
      for index in records.indices where Self.half(index) == half {
        result[index] = targeting.uplift(of: values[index]) > 0
      }
    }
    return result
  }

  /// A half by a mixed number, so that no order of the records matters (the finaliser of SplitMix64).
  private static func half(_ index: Int) -> Int {
    var mixed = UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return Int((mixed ^ (mixed >> 27)) >> 63)
  }

  // MARK: - Privacy

  /// People in crowds that are too small, and the entropy of the crowds in bits.
  private func crowds(_ values: [[Int]]) -> (exposed: Int, bits: Double) {
    var sizes: [[Int]: Int] = [:]
    for value in values { sizes[value, default: 0] += 1 }
    let counts = sizes.values.sorted()
    let all = Double(values.count)
    let bits = counts.lazy.map { Double($0) / all * log2(all / Double($0)) }.exactSum()
    return (counts.lazy.filter { $0 < crowd }.reduce(0, +), bits)
  }
}

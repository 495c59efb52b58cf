/// One person of an experiment: the values of the attributes that a rule may read, whether the person was treated, and what
/// came of it.
package struct UpliftRecord: Sendable, Equatable {
  /// A number for the value of each attribute, from 0; a missing value is a value of its own.
  package var values: [Int]
  package var isTreated: Bool
  /// For example 1 for bought and 0 for not, or the money spent.
  package var outcome: Double

  package init(values: [Int], isTreated: Bool, outcome: Double) {
    (self.values, self.isTreated, self.outcome) = (values, isTreated, outcome)
  }
}

/// An attribute and what might be held instead of it.
package struct AblationAttribute: Sendable, Equatable {
  /// A coarser form, such as a city instead of an address: for each value its coarser one.
  package struct Level: Sendable, Equatable {
    package var name: String
    package var coarser: [Int]

    package init(name: String, coarser: [Int]) { (self.name, self.coarser) = (name, coarser) }
  }

  package var name: String
  package var levels: [Level]

  package init(name: String, levels: [Level] = []) { (self.name, self.levels) = (name, levels) }
}

/// What an attribute, or its finer form, brings and what it costs: the two sides of one decision.
package struct AttributeWorth: Sendable, Equatable {
  package let attribute: String
  /// The coarser form that was tried; nil where the attribute was taken away.
  package let level: String?
  /// What a person brings less on average without it, on people on whom nothing was learnt; below 0 where it only misled.
  package let valueLost: Double
  package let interval: Interval
  /// People in crowds smaller than asked for, by all attributes, with it and without it.
  package let exposedWith: Int
  package let exposedWithout: Int
  /// What it tells about who somebody is, in bits, beyond the other attributes: the conditional entropy.
  package let identifyingBits: Double

  /// The loss without it is more than chance: it pays for what it tells.
  package var earnsItsPlace: Bool { interval.low > 0 }
}

/// A small seeded generator for tests and generated data (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014). The same seed gives the same numbers on every machine.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True once in `n` times on average.
  package mutating func oneIn(_ n: Int) -> Bool { Int.random(in: 0..<max(1, n), using: &self) == 0 }

  /// One of the elements; nil when there is none.
  package mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &self) }
}

extension SplitMix64 {
  /// One step from a state: mixes 64 bits, so that numbers that differ little fall far apart.
  package static func hash(_ state: UInt64) -> UInt64 {
    var generator = SplitMix64(seed: state)
    return generator.next()
  }
}

/// A set of Unicode scalars as sorted, disjoint, closed ranges.
struct ScalarSet: Hashable {
  private(set) var ranges: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>]) {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  init(_ scalar: UInt32) { self.init([scalar...scalar]) }

  static let all = ScalarSet([0...0x10FFFF])
  static let digits = ScalarSet([0x30...0x39])
  static let words = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let spaces = ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
  static let notNewline = ScalarSet(0x0A).complement

  func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } }
  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  var complement: ScalarSet {
    var (found, low) = ([ClosedRange<UInt32>](), UInt32(0))
    for range in ranges {
      if low < range.lowerBound { found.append(low...(range.lowerBound - 1)) }
      low = range.upperBound + 1
    }
    if low <= 0x10FFFF { found.append(low...0x10FFFF) }
    return ScalarSet(found)
  }

  /// With the other case of ASCII letters, and the two letters beyond that RE2 folds into them.
  var folded: ScalarSet {
    var found = ranges
    for letter in UInt32(0x61)...0x7A {
      let upper = letter - 32
      var family = [letter, upper]
      if letter == 0x6B { family.append(0x212A) }
      if letter == 0x73 { family.append(0x17F) }
      if family.contains(where: contains) { found += family.map { $0...$0 } }
    }
    return ScalarSet(found)
  }

  var isFoldable: Bool { ranges.allSatisfy { $0.upperBound < 0x80 } }
}

/// Scalars of which one can stand for all: nothing that was mentioned tells them apart.
struct ScalarClasses {
  /// One of each class, plain ones where there are any.
  private(set) var samples: [Unicode.Scalar] = []

  init(_ sets: [ScalarSet]) {
    var cuts: Set<UInt32> = [0, 0xD800, 0xE000]
    for range in sets.flatMap(\.ranges) {
      cuts.insert(range.lowerBound)
      cuts.insert(range.upperBound + 1)
    }
    let ordered = cuts.filter { $0 <= 0x10FFFF }.sorted()
    for (index, low) in ordered.enumerated() {
      let high = index + 1 < ordered.count ? ordered[index + 1] - 1 : 0x10FFFF
      if let sample = Self.plainest(low...high) { samples.append(sample) }
    }
    // What can be read goes first, so that of texts of one length the plainest is found.
    samples.sort { Self.rank($0) < Self.rank($1) }
  }

  private static func rank(_ scalar: Unicode.Scalar) -> UInt32 {
    (0x21...0x7E).contains(scalar.value) ? scalar.value : scalar.value + 0x11_0000
  }

  private static func plainest(_ range: ClosedRange<UInt32>) -> Unicode.Scalar? {
    for plain in [UInt32(0x61)...0x7A, 0x30...0x39, 0x41...0x5A, 0x20...0x7E] where range.overlaps(plain) {
      return Unicode.Scalar(max(range.lowerBound, plain.lowerBound))
    }
    return Unicode.Scalar(range.lowerBound)
  }
}

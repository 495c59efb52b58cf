/// Ranges of identifiers: TCF (16-bit ends) and GPP (Fibonacci-coded steps).
extension BitReader {
  /// Entries of a range section (TCF, "RangeEntry"): each one identifier or the two ends of a run.
  ///
  /// - Parameter greatest: no identifier may be greater; nil where nothing is declared (publisher restrictions).
  mutating func fixedRanges(
    into set: inout IdentifierSet, greatest: Int?, _ what: String
  ) throws(SignalError) {
    for _ in 0..<(try integer(12, what)) {
      let isRun = try boolean(what)
      let first = try integer(16, what)
      let last = isRun ? try integer(16, what) : first
      guard first >= 1 else { throw SignalError(.malformed("\(what) names identifier 0")) }
      guard first <= last else { throw SignalError(.malformed("\(what) has a range that ends before it begins")) }
      if let greatest, last > greatest {
        throw SignalError(.malformed("\(what) names an identifier above its greatest, \(greatest)"))
      }
      set.insert(first...last)
    }
  }

  /// A vendor section of TCF (and GPP's optimized range with fixed-width ends): greatest identifier, then a bit a vendor
  /// or ranges.
  mutating func fixedSection(_ what: String) throws(SignalError) -> IdentifierSet {
    var set = IdentifierSet(greatest: try integer(16, what))
    if try boolean(what) {
      try fixedRanges(into: &set, greatest: set.greatest, what)
    } else {
      try set.fill(from: &self, what)
    }
    return set
  }

  /// GPP's optimized range with Fibonacci-coded ranges: greatest identifier, then a bit each or ranges.
  mutating func fibonacciSection(_ what: String) throws(SignalError) -> IdentifierSet {
    var set = IdentifierSet(greatest: try integer(16, what))
    if try boolean(what) {
      set = try fibonacciRanges(what)
    } else {
      try set.fill(from: &self, what)
    }
    return set
  }

  /// A whole number from 1 as a sum of Fibonacci numbers, lowest first, ended by a second 1 (GPP, "Fibonacci coding").
  mutating func fibonacci(_ what: String) throws(SignalError) -> Int {
    var (sum, number, next, wasSet) = (0, 1, 2, false)
    while true {
      let isSet = try boolean(what)
      if isSet, wasSet { return sum }
      // No identifier has more than 16 bits: the 25th Fibonacci number is greater.
      guard number <= 75_025 else { throw SignalError(.malformed("\(what) has a number of more than 16 bits")) }
      if isSet { sum += number }
      (number, next, wasSet) = (next, number + next, isSet)
    }
  }

  /// GPP's `Range(Fibonacci)`: each entry starts at an offset from the end of the last; a run adds its length.
  mutating func fibonacciRanges(_ what: String) throws(SignalError) -> IdentifierSet {
    var set = IdentifierSet()
    var last = 0
    for _ in 0..<(try integer(12, what)) {
      let isRun = try boolean(what)
      let first = last + (try fibonacci(what))
      last = isRun ? first + (try fibonacci(what)) : first
      guard last <= 65_535 else { throw SignalError(.malformed("\(what) names an identifier above 65535")) }
      set.insert(first...last)
    }
    return set
  }
}

extension BitWriter {
  /// Number of entries, then each run.
  package mutating func fixedRanges(_ set: IdentifierSet) {
    let runs = set.runs
    integer(runs.count, 12)
    for run in runs {
      boolean(run.count > 1)
      integer(run.lowerBound, 16)
      if run.count > 1 { integer(run.upperBound, 16) }
    }
  }

  /// Greatest identifier, then whichever of bit field and ranges is shorter; the field wins a tie.
  package mutating func fixedSection(_ set: IdentifierSet) {
    let greatest = set.members.last ?? 0
    integer(greatest, 16)
    var ranges = BitWriter()
    ranges.fixedRanges(set)
    boolean(ranges.bits.count < greatest)
    if ranges.bits.count < greatest { append(ranges) } else { field(set, greatest) }
  }

  package mutating func fibonacciSection(_ set: IdentifierSet) {
    let greatest = set.members.last ?? 0
    integer(greatest, 16)
    var ranges = BitWriter()
    ranges.fibonacciRanges(set)
    // As the reference library decides (IAB Tech Lab, iabgpp-es): the shorter, ranges when the field is as long.
    boolean(ranges.bits.count <= greatest)
    if ranges.bits.count <= greatest { append(ranges) } else { field(set, greatest) }
  }

  /// - Parameter value: from 1; zero has no Fibonacci code.
  package mutating func fibonacci(_ value: Int) {
    var numbers = [1, 2]
    while let last = numbers.last, last < value { numbers.append(last + numbers[numbers.count - 2]) }
    var (rest, code, isStarted) = (value, [Bool](), false)
    for number in numbers.reversed() {
      let isSet = number <= rest
      if isSet { (rest, isStarted) = (rest - number, true) }
      if isStarted { code.append(isSet) }
    }
    booleans(code.reversed(), code.count)
    boolean(true)
  }

  package mutating func fibonacciRanges(_ set: IdentifierSet) {
    let runs = set.runs
    integer(runs.count, 12)
    var last = 0
    for run in runs {
      boolean(run.count > 1)
      fibonacci(run.lowerBound - last)
      if run.count > 1 { fibonacci(run.count - 1) }
      last = run.upperBound
    }
  }
}

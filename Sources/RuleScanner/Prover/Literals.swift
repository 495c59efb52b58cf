internal import GovernanceModel
internal import Predicates

/// The literals in conditions on one attribute, by type.
struct Literals {
  private(set) var numbers: [Value] = []
  private var dates: [Instant] = []
  private(set) var hasBooleans = false
  private(set) var hasTexts = false
  private(set) var hasSets = false
  private(set) var hasClock = false
  private(set) var isAboutExistence = false

  init(_ conditions: [Predicate]) {
    for condition in conditions {
      switch condition {
      case .compare(_, _, let literal): add(literal)
      case .isIn(_, let literals): literals.forEach { add($0) }
      case .between(_, let low, let high):
        add(low)
        add(high)
      case .text: hasTexts = true
      case .set: hasSets = true
      case .within: hasClock = true
      default: isAboutExistence = true
      }
    }
    numbers.sort { $0.order(to: $1) == .less }
    dates.sort()
  }

  private mutating func add(_ literal: Value) {
    switch literal {
    case .boolean: hasBooleans = true
    case .integer: numbers.append(literal)
    case .decimal: if !literal.isMissing { numbers.append(literal) }
    case .instant(let instant): dates.append(instant)
    case .text(let text):
      hasTexts = true
      if let instant = Value.instant(named: text) { dates.append(instant) }
    case .set: hasSets = true
    }
  }

  /// Zero, then every literal and the plainest number in each gap between two, below the first and above the last: what
  /// lies between two literals is met if there is anything.
  var numberValues: [Value] {
    var found: [Value] = [.integer(0)]
    guard let first = numbers.first, let last = numbers.last else { return found }
    let below: [Value] = [.decimal(Self.double(first).rounded(.down) - 1), .decimal(-.infinity)]
    if let value = below.first(where: { $0.order(to: first) == .less }) { found.append(Self.whole(value)) }
    for (index, literal) in numbers.enumerated() {
      found.append(literal)
      let next = index + 1 < numbers.count ? numbers[index + 1] : nil
      if next.map({ $0.order(to: literal) == .same }) == true { continue }
      let between = Self.above(literal, until: next).first { value in
        value.order(to: literal) == .greater && next.map { value.order(to: $0) == .less } != false
      }
      if let between { found.append(between) }
    }
    if last.order(to: .integer(0)) == .less { found.append(.integer(1)) }
    return found
  }

  private static func double(_ value: Value) -> Double {
    switch value {
    case .integer(let number): Double(number)
    case .decimal(let number): number
    default: 0
    }
  }

  /// A whole number as an integer, which is how one writes it.
  private static func whole(_ value: Value) -> Value {
    guard case .decimal(let number) = value, let whole = Int64(exactly: number) else { return value }
    return .integer(whole)
  }

  /// Numbers above one, plainest first; the last two are the very next integer and the very next decimal, so that where none
  /// lies below the next literal there is none.
  private static func above(_ low: Value, until next: Value?) -> [Value] {
    let near = double(low)
    var found: [Value] = []
    let whole = near.rounded(.down) + 1
    if abs(whole) < 0x1p53 { found.append(.integer(Int64(whole))) }
    if let next { found.append(.decimal((near / 2) + (double(next) / 2))) }
    switch low {
    case .integer(let number): if number < .max { found.append(.integer(number + 1)) }
    case .decimal(let number):
      if number < -0x1p63 { found.append(.integer(.min)) }
      if number >= -0x1p63, number < 0x1p63, let floor = Int64(exactly: number.rounded(.down)), floor < .max {
        found.append(.integer(floor + 1))
      }
    default: break
    }
    return found + [.decimal(near), .decimal(near.nextUp)]
  }

  /// Every date, and in each gap one that is a day away, or else a microsecond.
  var instantValues: [Instant] {
    guard let first = dates.first else { return [Instant(microseconds: 0)] }
    var found = [first.advanced(byMicroseconds: -Instant.microsecondsPerDay)]
    for (index, date) in dates.enumerated() {
      found.append(date)
      let next = index + 1 < dates.count ? dates[index + 1] : .distantFuture
      let day = date.advanced(byMicroseconds: Instant.microsecondsPerDay)
      found.append(day < next ? day : date.advanced(byMicroseconds: 1))
    }
    return found
  }
}

internal import GovernanceModel
internal import Predicates

/// Rows of a table whose first match counts.
enum TableRows {
  /// The negations of the earlier rows that can be true together with a row. One that cannot needs no negation.
  static func earlier(_ rows: ArraySlice<Predicate>, thatMeet row: Predicate) -> [Predicate] {
    let bounds = Bounds(row)
    return rows.filter { !bounds.exclude(Bounds($0)) }.map { .not(.isTrue($0)) }
  }

  /// What a conjunction says of single attributes, as far as it is plain.
  private struct Bounds {
    var values: [AttributePath: [Value]] = [:]
    var lower: [AttributePath: (Double, Bool)] = [:]
    var upper: [AttributePath: (Double, Bool)] = [:]

    init(_ predicate: Predicate) { add(predicate) }

    private mutating func add(_ predicate: Predicate) {
      switch predicate {
      case .all(let parts): for part in parts { add(part) }
      case .compare(let path, .equal, let value): values[path] = values[path] ?? [value]
      case .isIn(let path, let several): values[path] = values[path] ?? several
      case .compare(let path, let comparison, let value):
        guard let number = Self.number(value) else { return }
        switch comparison {
        case .less, .atMost: upper[path] = (number, comparison == .atMost)
        case .greater, .atLeast: lower[path] = (number, comparison == .atLeast)
        case .equal, .notEqual: break
        }
      default: break
      }
    }

    private static func number(_ value: Value) -> Double? {
      switch value {
      // Beyond 2^53 a Double is not exact: nothing is said.
      case .integer(let number): number.magnitude < 1 << 53 ? Double(number) : nil
      case .decimal(let number): number
      default: nil
      }
    }

    /// True when no value of some attribute meets both.
    func exclude(_ other: Bounds) -> Bool {
      for (path, own) in values {
        if let others = other.values[path], Set(own).isDisjoint(with: others), Self.arePlain(own + others) {
          return true
        }
        if own.allSatisfy({ other.excludes($0, path) }) { return true }
      }
      for (path, others) in other.values where others.allSatisfy({ excludes($0, path) }) { return true }
      for (path, low) in lower { if let high = other.upper[path], Self.isEmpty(low, high) { return true } }
      for (path, low) in other.lower { if let high = upper[path], Self.isEmpty(low, high) { return true } }
      return false
    }

    /// 1 and 1.0 are one number in two spellings: numbers are told apart by bounds, not by their spelling.
    private static func arePlain(_ values: [Value]) -> Bool {
      values.allSatisfy { value in
        switch value {
        case .text, .boolean, .integer: true
        default: false
        }
      }
    }

    private func excludes(_ value: Value, _ path: AttributePath) -> Bool {
      guard let number = Self.number(value) else { return false }
      if let (low, includes) = lower[path], includes ? number < low : number <= low { return true }
      if let (high, includes) = upper[path], includes ? number > high : number >= high { return true }
      return false
    }

    private static func isEmpty(_ low: (Double, Bool), _ high: (Double, Bool)) -> Bool {
      low.0 > high.0 || (low.0 == high.0 && !(low.1 && high.1))
    }
  }
}

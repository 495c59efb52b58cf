package import GovernanceModel

/// Makes a value coarser, so that a use may read it at the level that its control allows (semantics section 6).
///
/// What comes out is never finer than what was asked for, by the levels at which the audit measures values; it is coarser
/// where the value was coarser already, or where its form has no such level (an IPv6 address has no `/24`).
package enum Generalisation {
  /// The value at `level`; nil when it cannot be made that coarse, so that the attribute must be withheld.
  package static func generalise(_ value: Value, to level: Granularity) -> Value? {
    guard level.level != "none" else { return nil }
    return switch level.family {
    case .time: TimeCoarsening.coarse(value, level.level)
    case .birth: BirthCoarsening.coarse(value, level.level)
    case .place: PlaceCoarsening.coarse(value, level.level)
    case .network: NetworkCoarsening.coarse(value, level.level)
    case .contact: ContactCoarsening.coarse(value, level.level)
    case .money: MoneyCoarsening.coarse(value, level.level)
    // What an identifier, a history or a product belongs to is not in the value.
    case .identity, .history, .product, .browsing, .device, .media, .score, .text: nil
    }
  }

  /// A number with leading zeros.
  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(abs(number))
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The multiple of `unit` at or below.
  static func floor(_ number: Int64, _ unit: Int64) -> Int64? {
    let excess = number % unit
    let (result, overflow) = number.subtractingReportingOverflow(excess < 0 ? excess + unit : excess)
    return overflow ? nil : result
  }
}

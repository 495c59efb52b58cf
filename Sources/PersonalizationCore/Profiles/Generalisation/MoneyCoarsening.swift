internal import GovernanceModel

/// Amounts to multiples of ten, or to a band of at least a hundred by their leading digit: 2,345 lies in `2000 to 2999`.
enum MoneyCoarsening {
  static func coarse(_ value: Value, _ level: String) -> Value? {
    switch (level, value) {
    case ("exact", .integer), ("exact", .decimal): value
    case ("rounded", .integer(let amount)): Generalisation.floor(amount, 10).map { .integer($0) }
    case ("rounded", .decimal(let amount)):
      amount.isFinite ? .decimal((amount / 10).rounded(.down) * 10) : nil
    case ("band", .integer(let amount)): band(amount).map { .text($0) }
    case ("band", .decimal(let amount)):
      Int64(exactly: amount.rounded(.towardZero)).flatMap(band).map { .text($0) }
    default: nil
    }
  }

  /// Nil beyond what a band can end at.
  private static func band(_ amount: Int64) -> String? {
    var unit: UInt64 = 100
    while amount.magnitude / unit >= 10 { unit *= 10 }
    let low = amount.magnitude / unit * unit
    guard low <= UInt64(Int64.max) - unit else { return nil }
    let high = low + unit - 1
    if amount < 0 { return "-\(high) to -\(low)" }
    return "\(low) to \(high)"
  }
}

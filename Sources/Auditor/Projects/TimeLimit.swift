/// How long an audit may take, written `90s`, `10m` or `2h`; a number alone is seconds.
public struct TimeLimit: Hashable, Sendable {
  public let seconds: Int

  /// Nil for anything else, and for more than a year.
  public init?(_ text: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
    var (digits, unit) = (Substring(text), 1)
    if let found = digits.last.flatMap({ units[$0] }) {
      unit = found
      digits = digits.dropLast()
    }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(digits),
      count <= 366 * 86_400 / unit
    else { return nil }
    seconds = count * unit
  }
}

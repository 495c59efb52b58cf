/// A number of bytes, written `256M`, `2G` or `1048576`.
public struct MemorySize: Hashable, Sendable {
  public let bytes: Int

  /// Nil for anything else, for nothing at all, and for less than 16 MiB, with which no audit can work.
  public init?(_ text: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    var digits = Substring(text)
    var unit = 1
    if let last = digits.last, let found = units[Character(last.uppercased())] {
      unit = found
      digits = digits.dropLast()
    }
    guard let count = Int(digits), count > 0 else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow, bytes >= 16 << 20 else { return nil }
    self.bytes = bytes
  }
}

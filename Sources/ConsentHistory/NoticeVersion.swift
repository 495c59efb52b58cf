/// The order of notice versions: dotted numbers numerically (`3.10` after `3.9`, `3` same as `3.0`), else UTF-8 bytes.
public enum NoticeVersion {
  /// True when `version` is `minimum` or comes after it.
  public static func isAtLeast(_ version: String, minimum: String) -> Bool {
    guard let own = numbers(version), let wanted = numbers(minimum) else {
      return !version.utf8.lexicographicallyPrecedes(minimum.utf8)
    }
    for index in 0..<max(own.count, wanted.count) {
      let (left, right) = (index < own.count ? own[index] : [], index < wanted.count ? wanted[index] : [])
      if left.count != right.count { return left.count > right.count }
      if left != right { return right.lexicographicallyPrecedes(left) }
    }
    return true
  }

  /// Digits of each part without leading zeros, so that no number is too long; nil for anything but dotted numbers.
  private static func numbers(_ text: String) -> [[UInt8]]? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    var found: [[UInt8]] = []
    for part in parts {
      guard !part.isEmpty, part.allSatisfy({ (48...57).contains($0) }) else { return nil }
      found.append(Array(part.drop { $0 == 48 }))
    }
    return found
  }
}

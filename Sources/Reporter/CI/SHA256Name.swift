internal import Digests

/// A stable name for what has no fingerprint of its own.
enum SHA256Name {
  static func hexadecimal(_ parts: [String]) -> String { SHA256Digest.hexadecimal(of: lengthPrefixed(parts)) }
}

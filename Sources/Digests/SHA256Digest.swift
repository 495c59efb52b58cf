internal import Crypto

/// SHA-256 (FIPS 180-4).
package enum SHA256Digest {
  package static func bytes(of data: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: data)) }

  /// 64 lower-case hexadecimal digits.
  package static func hexadecimal(of data: [UInt8]) -> String { Digests.hexadecimal(SHA256.hash(data: data)) }
}

/// Lower-case hexadecimal digits of bytes.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
  var digits: [UInt8] = []
  digits.reserveCapacity(bytes.underestimatedCount * 2)
  for byte in bytes {
    digits.append(digit(byte >> 4))
    digits.append(digit(byte & 15))
  }
  return String(decoding: digits, as: UTF8.self)
}

internal import Crypto

/// SHA-256 (FIPS 180-4).
package enum SHA256Digest {
  package static func bytes(of data: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: data)) }

  /// 64 lower-case hexadecimal digits.
  package static func hexadecimal(of data: [UInt8]) -> String { Digests.hexadecimal(SHA256.hash(data: data)) }
}

/// Lower-case hexadecimal digits of bytes.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

internal import Crypto

/// The project's key for pseudonyms: what leaves the process of a subject key is an HMAC-SHA-256 under it (RFC 2104).
package struct PseudonymKey: Sendable {
  private let key: SymmetricKey
  /// Names the key in reports: the first 8 hexadecimal digits of its SHA-256.
  package let name: String

  package init(_ bytes: [UInt8]) {
    key = SymmetricKey(data: bytes)
    name = String(SHA256Digest.hexadecimal(of: bytes).prefix(8))
  }

  /// `p:` and 32 hexadecimal digits (128 bits).
  package func pseudonym(of subject: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(subject.utf8), using: key)
    return "p:" + hexadecimal(code.prefix(16))
  }
}

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

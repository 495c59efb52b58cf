internal import Crypto

/// The project's key for pseudonyms: what leaves the process of a subject key is an HMAC-SHA-256 under it (RFC 2104).
///
/// Use at least 32 random bytes. HMAC pads a short key with zero bytes, so keys that differ only in trailing zeros are one.
package struct PseudonymKey: Sendable {
  /// The state after the key, which costs more than a short message; copied for each.
  private let keyed: HMAC<SHA256>
  /// Names the key in reports: the first 8 hexadecimal digits of its SHA-256.
  package let name: String

  package init(_ bytes: [UInt8]) {
    keyed = HMAC(key: SymmetricKey(data: bytes))
    name = String(SHA256Digest.hexadecimal(of: bytes).prefix(8))
  }

  /// `p:` and 32 hexadecimal digits (128 bits).
  package func pseudonym(of subject: String) -> String {
    "p:" + hexadecimal(authenticationCode(of: Array(subject.utf8)).prefix(16))
  }

  /// HMAC-SHA-256, 32 bytes (RFC 2104).
  package func authenticationCode(of message: [UInt8]) -> [UInt8] {
    var code = keyed
    code.update(data: message)
    return Array(code.finalize())
  }

  /// The salt of a finding's evidence digest, 64 hexadecimal digits. Only who holds the key can tell it, so that a digest
  /// whose sample was deleted confirms no guess.
  package func salt(for fingerprint: String) -> String {
    hexadecimal(authenticationCode(of: lengthPrefixed(["proviso-salt-1", fingerprint])))
  }
}

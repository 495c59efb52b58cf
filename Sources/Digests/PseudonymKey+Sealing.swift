internal import Crypto

extension PseudonymKey {
  /// Bytes that only who holds the key can read or change (AES-256-GCM, NIST SP 800-38D). The nonce follows from the bytes
  /// themselves, so that no two texts share one and the same text is sealed alike.
  package func sealed(_ bytes: [UInt8]) -> [UInt8]? {
    let nonce = authenticationCode(of: Array("proviso-nonce-1".utf8) + bytes).prefix(12)
    guard let nonce = try? AES.GCM.Nonce(data: nonce) else { return nil }
    return (try? AES.GCM.seal(bytes, using: sealingKey, nonce: nonce))?.combined.map(Array.init)
  }

  /// What was sealed under this key; nil for anything else.
  package func opened(_ sealed: [UInt8]) -> [UInt8]? {
    guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
    return (try? AES.GCM.open(box, using: sealingKey)).map(Array.init)
  }

  private var sealingKey: SymmetricKey {
    SymmetricKey(data: authenticationCode(of: Array("proviso-sealing-1".utf8)))
  }
}

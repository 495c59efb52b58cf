package import GovernanceModel

/// The stable name of a finding (semantics section 9): `fp1:` and the SHA-256 over the length-prefixed UTF-8 of
/// "proviso-fp-1", pack, control, asset, locus and reason, each length as eight bytes, big endian.
package func fingerprint(pack: String, control: String, asset: Asset, locus: Locus, reason: Reason) -> String {
  "fp1:"
    + SHA256Digest.hexadecimal(
      of: lengthPrefixed([
        "proviso-fp-1", pack, control, asset.description, locus.description, reason.rawValue,
      ]))
}

/// Each text as its UTF-8 length in eight bytes, big endian, and its UTF-8 bytes.
package func lengthPrefixed(_ texts: [String]) -> [UInt8] {
  texts.flatMap { text in
    let bytes = Array(text.utf8)
    return (0..<8).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) } + bytes
  }
}

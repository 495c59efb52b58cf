package import GovernanceModel

/// The stable name of a finding (semantics section 9): `fp1:` and the SHA-256 over the length-prefixed UTF-8 of
/// "proviso-fp-1", pack, control, asset, locus and reason, each length as eight bytes, big endian.
///
/// The asset is its text with `%`, `.` and `/` inside a name as `%25`, `%2E` and `%2F`, so that store `a.b` with
/// collection `c` is not store `a` with collection `b.c`. The locus is four texts: attribute, category, use, channel; one
/// that is absent is empty.
package func fingerprint(pack: String, control: String, asset: Asset, locus: Locus, reason: Reason) -> String {
  "fp1:"
    + SHA256Digest.hexadecimal(
      of: lengthPrefixed([
        "proviso-fp-1", pack, control, asset.unambiguousText, locus.attribute ?? "", locus.category?.key ?? "",
        locus.use?.key ?? "", locus.channel?.name ?? "", reason.rawValue,
      ]))
}

/// Each text as its UTF-8 length in eight bytes, big endian, and its UTF-8 bytes.
package func lengthPrefixed(_ texts: [String]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(texts.reduce(0) { $0 + $1.utf8.count + 8 })
  for text in texts { bytes.appendLengthPrefixed(text) }
  return bytes
}

extension [UInt8] {
  /// Appends texts as one: their UTF-8 length together in eight bytes, big endian, and their UTF-8 bytes.
  package mutating func appendLengthPrefixed(_ texts: String...) {
    let count = texts.reduce(0) { $0 + $1.utf8.count }
    for shift in (0..<8).reversed() { append(UInt8(truncatingIfNeeded: count >> (shift * 8))) }
    for text in texts { self += text.utf8 }
  }
}

extension Asset {
  /// The description with names escaped; the same text for names without `%`, `.` and `/`.
  fileprivate var unambiguousText: String {
    switch self {
    case .rule(let set, let rule): Asset.rule(set: escaped(set), rule: rule.map(escaped)).description
    case .store(let store, let collection, let field, let rule):
      Asset.store(
        escaped(store), collection: collection.map(escaped), field: field.map(escaped), rule: rule.map(escaped)
      ).description
    }
  }
}

private func escaped(_ name: String) -> String {
  let needsEscape = name.utf8.contains {
    $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/")
  }
  if !needsEscape { return name }
  var bytes: [UInt8] = []
  for byte in name.utf8 {
    switch byte {
    case UInt8(ascii: "%"): bytes += Array("%25".utf8)
    case UInt8(ascii: "."): bytes += Array("%2E".utf8)
    case UInt8(ascii: "/"): bytes += Array("%2F".utf8)
    default: bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

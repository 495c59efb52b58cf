internal import Crypto

/// A UUID version 5: made from a namespace and a name, so the same everywhere (RFC 9562 section 5.5).
package struct NameUUID: Hashable, Sendable, CustomStringConvertible {
  private let bytes: [UInt8]

  /// SHA-1 over the namespace's 16 bytes and the name's UTF-8, cut to 128 bits, with version and variant set.
  package init(namespace: NameUUID, name: String) {
    var bytes = Array(Insecure.SHA1.hash(data: namespace.bytes + Array(name.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    self.bytes = bytes
  }

  private init(_ high: UInt64, _ low: UInt64) {
    bytes = [high, low].flatMap { half in (0..<8).reversed().map { UInt8(truncatingIfNeeded: half >> ($0 * 8)) } }
  }

  /// The namespaces of RFC 9562 section 6.6.
  package static let dns = NameUUID(0x6ba7_b810_9dad_11d1, 0x80b4_00c0_4fd4_30c8)
  package static let url = NameUUID(0x6ba7_b811_9dad_11d1, 0x80b4_00c0_4fd4_30c8)

  /// The namespace of everything that Proviso names: `c0fd0b93-7c6a-5ae3-ae7c-1b8b45709691`, version 5 of (`url`, `urn:proviso:report:1`).
  package static let proviso = NameUUID(namespace: url, name: "urn:proviso:report:1")

  /// A finding's id: version 5 of (`proviso`, fingerprint).
  package static func finding(_ fingerprint: String) -> NameUUID { NameUUID(namespace: proviso, name: fingerprint) }

  /// `xxxxxxxx-xxxx-5xxx-yxxx-xxxxxxxxxxxx` in lower case.
  package var description: String {
    let digits = hexadecimal(bytes)
    var parts: [Substring] = []
    var rest = digits[...]
    for width in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(width))
      rest = rest.dropFirst(width)
    }
    return parts.joined(separator: "-")
  }
}

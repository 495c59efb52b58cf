/// An IPv4 or IPv6 address with the length of its network prefix (RFC 4632, RFC 4291).
struct IPNetwork {
  /// 4 or 16 bytes.
  let address: [UInt8]
  let prefix: Int

  /// `192.168.1.0/24`, `2001:db8::/32`, or an address alone. Nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = Self.address(parts[0]) else { return nil }
    self.address = address
    guard parts.count == 2 else {
      prefix = address.count * 8
      return
    }
    guard let prefix = Self.number(parts[1], atMost: address.count * 8) else { return nil }
    self.prefix = prefix
  }

  /// True when the address lies in the network; an address of the other family never does.
  func contains(_ other: IPNetwork) -> Bool {
    guard address.count == other.address.count, other.prefix == other.address.count * 8 else { return false }
    return (0..<address.count).allSatisfy { index in
      let bits = min(8, max(0, prefix - index * 8))
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
      return address[index] & mask == other.address[index] & mask
    }
  }

  /// The addresses of an IPv4 network as a pattern in RE2 syntax; nil for IPv6, whose addresses have many spellings.
  var pattern: String? {
    guard address.count == 4 else { return nil }
    return (0..<4).map { index in
      let bits = min(8, max(0, prefix - index * 8))
      if bits == 8 { return String(address[index]) }
      if bits == 0 { return "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])" }
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
      let first = Int(address[index] & mask)
      return "(?:" + (first...(first + (1 << (8 - bits)) - 1)).map(String.init).joined(separator: "|") + ")"
    }.joined(separator: "\\.")
  }

  private static func address(_ text: Substring) -> [UInt8]? {
    text.contains(":") ? version6(text) : version4(text)
  }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let octets = parts.compactMap { number($0, atMost: 255) }
    return octets.count == 4 ? octets.map { UInt8($0) } : nil
  }

  private static func version6(_ text: Substring) -> [UInt8]? {
    guard let gap = text.firstRange(of: "::") else {
      guard let groups = groups(text), groups.count == 16 else { return nil }
      return groups
    }
    guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
      head.count + tail.count <= 14
    else { return nil }
    return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  /// The bytes of groups between colons; the last group may be an IPv4 address.
  private static func groups(_ text: Substring) -> [UInt8]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains("."), let last = version4(part) {
        bytes += last
        continue
      }
      guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 &- 48 < 10 || ($0 | 32) &- 97 < 6 }),
        let group = UInt16(part, radix: 16)
      else { return nil }
      bytes += [UInt8(group >> 8), UInt8(truncatingIfNeeded: group)]
    }
    return bytes
  }

  /// Decimal digits without a leading zero.
  private static func number(_ text: Substring, atMost limit: Int) -> Int? {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 48 < 10 }),
      text == "0" || text.utf8.first != 48, let number = Int(text), number <= limit
    else { return nil }
    return number
  }
}

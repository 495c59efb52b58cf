internal import GovernanceModel

/// IPv4 and IPv6 addresses (RFC 4291, section 2.2), written as prefixes: `192.0.2.0/24`, `2001:db8:1::/48`.
///
/// Levels of the other version stand for one's own prefix of the same rank, else for the next coarser one.
enum NetworkCoarsening {
  static func coarse(_ value: Value, _ level: String) -> Value? {
    guard case .text(let text) = value else { return nil }
    if level == "full" { return NetworkAddress(text) == nil ? nil : value }
    switch NetworkAddress(text) {
    case .v4(let octets)?:
      guard let bytes = ["prefix16": 2, "prefix32": 2][level] ?? (level == "country" ? nil : 3) else { return nil }
      let kept = octets.prefix(bytes) + Array(repeating: 0, count: 4 - bytes)
      return .text(kept.map { "\($0)" }.joined(separator: ".") + "/\(bytes * 8)")
    case .v6(let groups)?:
      let lengths = ["prefix64": 64, "prefix56": 56, "prefix48": 48, "prefix24": 48, "prefix32": 32, "prefix16": 32]
      guard let bits = lengths[level] else { return nil }
      return .text(prefix(groups, bits))
    case nil: return nil
    }
  }

  private static func prefix(_ groups: [UInt16], _ bits: Int) -> String {
    var kept = groups.prefix((bits + 15) / 16).map { $0 }
    if bits % 16 != 0, let last = kept.last { kept[kept.count - 1] = last & (0xFFFF << UInt16(16 - bits % 16)) }
    while kept.last == 0 { kept.removeLast() }
    return kept.map { String($0, radix: 16) }.joined(separator: ":") + "::/\(bits)"
  }
}

/// The numbers of an address.
enum NetworkAddress: Hashable {
  case v4([UInt8])
  /// Eight groups.
  case v6([UInt16])

  /// Nil for what is no address; `::ffff:192.0.2.7` is the IPv4 address.
  init?(_ text: String) {
    if let octets = Self.octets(text[...]) {
      self = .v4(octets)
    } else {
      guard let groups = Self.groups(text) else { return nil }
      let isMapped = groups.prefix(5).allSatisfy { $0 == 0 } && groups[5] == 0xFFFF
      self = isMapped ? .v4(groups.suffix(2).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) : .v6(groups)
    }
  }

  private static func octets(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let octets = parts.compactMap { part in part.utf8.allSatisfy { (48...57).contains($0) } ? UInt8(part) : nil }
    return parts.count == 4 && octets.count == 4 ? octets : nil
  }

  private static func groups(_ text: String) -> [UInt16]? {
    let address = text.prefix { $0 != "%" }
    guard let gap = address.range(of: "::") else {
      let groups = Self.run(address)
      return groups?.count == 8 ? groups : nil
    }
    let (head, tail) = (address[..<gap.lowerBound], address[gap.upperBound...])
    guard let first = run(head), let last = run(tail), first.count + last.count < 8 else { return nil }
    return first + Array(repeating: 0, count: 8 - first.count - last.count) + last
  }

  /// Groups set apart by colons, the last two perhaps as dotted IPv4; none in an empty text.
  private static func run(_ text: Substring) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let octets = octets(part) {
        groups += [UInt16(octets[0]) << 8 | UInt16(octets[1]), UInt16(octets[2]) << 8 | UInt16(octets[3])]
      } else {
        guard (1...4).contains(part.utf8.count), part.utf8.first != 43, let group = UInt16(part, radix: 16) else {
          return nil
        }
        groups.append(group)
      }
    }
    return groups
  }
}

extension Substring {
  /// The first occurrence of a text.
  fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).first }
}

import GovernanceModel

/// How much of a network address is held. A zero octet hides what was there, or is what was there: it is coarse only if all
/// addresses of the form end so.
enum NetworkForm {
  private static let ipv4: UInt8 = 0
  private static let ipv6: UInt8 = 1

  /// An IPv4 address as a number.
  static func level(integer: Int64) -> ValueLevel? {
    guard (1 << 24..<1 << 32).contains(integer) else { return nil }
    return level(ipv4: UInt32(integer), octets: 4, prefix: 32)
  }

  /// `192.0.2.7`, `192.0.2.0/24`, `192.0.2`, `192.0.2.x`, `192.0.2.*`, and IPv6 in every form of RFC 4291, section 2.2.
  static func level(text: Span<UInt8>) -> ValueLevel? {
    var hasColon = false
    for index in text.indices where text[index] == UInt8(ascii: ":") { hasColon = true }
    return hasColon ? ipv6(text) : ipv4(text)
  }

  private static func ipv4(_ text: Span<UInt8>) -> ValueLevel? {
    var cursor = ByteCursor(text.count)
    guard let (address, octets) = dotted(&cursor, text) else { return nil }
    guard let prefix = prefix(&cursor, text, width: 32) else { return nil }
    return level(ipv4: address, octets: octets, prefix: prefix)
  }

  /// Octets set apart by dots, masked ones at the end left out; two at least.
  private static func dotted(_ cursor: inout ByteCursor, _ text: Span<UInt8>) -> (address: UInt32, octets: Int)? {
    var (address, octets, fields): (UInt32, Int, Int) = (0, 0, 0)
    repeat {
      if cursor.takes("x", text) || cursor.takes("*", text) {
        fields += 1
      } else {
        guard fields == octets, octets < 4, let octet = cursor.number(text, upTo: 3), octet <= 255 else { return nil }
        address |= UInt32(octet) << UInt32(24 - 8 * octets)
        octets += 1
        fields += 1
      }
    } while cursor.takes(".", text)
    return octets >= 2 && fields <= 4 ? (address, octets) : nil
  }

  /// `/24` at the end, or `%eth0`; the whole width when there is none.
  private static func prefix(_ cursor: inout ByteCursor, _ text: Span<UInt8>, width: Int) -> Int? {
    if cursor.isAtEnd { return width }
    if cursor.takes("%", text) { return width }
    guard cursor.takes("/", text), let bits = cursor.number(text, upTo: 3), cursor.isAtEnd, bits <= width else {
      return nil
    }
    return bits
  }

  private static func level(ipv4 address: UInt32, octets: Int, prefix: Int) -> ValueLevel {
    let bits = min(prefix, octets * 8)
    let written: NetworkLevel = bits > 24 ? .full : bits > 16 ? .prefix24 : bits > 0 ? .prefix16 : .country
    let content: NetworkLevel = address & 0xFF != 0 ? .full : address & 0xFF00 != 0 ? .prefix24 : .prefix16
    return ValueLevel(
      written: written.rawValue, content: max(written.rawValue, content.rawValue), form: Self.ipv4)
  }

  private static func ipv6(_ text: Span<UInt8>) -> ValueLevel? {
    var cursor = ByteCursor(text.count)
    guard let groups = IPv6Groups.read(&cursor, text), let prefix = prefix(&cursor, text, width: 128) else {
      return nil
    }
    if let embedded = groups.embeddedIPv4 { return level(ipv4: embedded, octets: 4, prefix: max(0, prefix - 96)) }
    let written: NetworkLevel =
      switch prefix {
      case 65...: .full
      case 57...64: .prefix64
      case 49...56: .prefix56
      case 33...48: .prefix48
      case 1...32: .prefix32
      default: .country
      }
    let content: NetworkLevel =
      if groups.low != 0 {
        .full
      } else if groups.high & 0xFF != 0 {
        .prefix64
      } else if groups.high & 0xFF00 != 0 {
        .prefix56
      } else {
        groups.high & 0xFFFF_0000 != 0 ? .prefix48 : .prefix32
      }
    return ValueLevel(
      written: written.rawValue, content: max(written.rawValue, content.rawValue), form: Self.ipv6)
  }
}

/// The 128 bits of an IPv6 address.
struct IPv6Groups {
  var high: UInt64 = 0
  var low: UInt64 = 0

  /// The IPv4 address of `::ffff:192.0.2.7`.
  var embeddedIPv4: UInt32? {
    high == 0 && low >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: low) : nil
  }

  /// Eight groups of hexadecimal digits, one run of zero groups as `::`, the last two perhaps as dotted IPv4.
  static func read(_ cursor: inout ByteCursor, _ text: Span<UInt8>) -> IPv6Groups? {
    var groups = InlineArray<8, UInt64>(repeating: 0)
    var (count, gap) = (0, -1)
    if cursor.takes("::", text) { gap = 0 }
    while count < 8, let group = group(&cursor, text) {
      if cursor.peek(text) == UInt8(ascii: ".") {
        guard count <= 6, let tail = dottedTail(&cursor, text, digits: group.length) else { return nil }
        (groups[count], groups[count + 1]) = (tail >> 16, tail & 0xFFFF)
        count += 2
        break
      }
      groups[count] = group.value
      count += 1
      if cursor.takes("::", text) {
        guard gap < 0 else { return nil }
        gap = count
      } else if !cursor.takes(":", text) {
        break
      }
    }
    guard gap >= 0 ? count < 8 : count == 8 else { return nil }
    return joined(groups, count: count, gap: gap < 0 ? count : gap)
  }

  private static func joined(_ groups: InlineArray<8, UInt64>, count: Int, gap: Int) -> IPv6Groups {
    var address = IPv6Groups()
    for index in 0..<count {
      let place = index < gap ? index : 8 - count + index
      if place < 4 {
        address.high |= groups[index] << UInt64(48 - 16 * place)
      } else {
        address.low |= groups[index] << UInt64(112 - 16 * place)
      }
    }
    return address
  }

  private static func group(_ cursor: inout ByteCursor, _ text: Span<UInt8>) -> (value: UInt64, length: Int)? {
    var (value, length): (UInt64, Int) = (0, 0)
    while length < 4, let byte = cursor.peek(text), let digit = hexadecimal(byte) {
      value = value << 4 | UInt64(digit)
      length += 1
      cursor.skip()
    }
    return length > 0 ? (value, length) : nil
  }

  /// The dotted address whose first octet, of so many digits, lies before the cursor.
  private static func dottedTail(_ cursor: inout ByteCursor, _ text: Span<UInt8>, digits: Int) -> UInt64? {
    guard digits <= 3 else { return nil }
    cursor.back(digits)
    var address: UInt64 = 0
    for index in 0..<4 {
      if index > 0, !cursor.takes(".", text) { return nil }
      guard let octet = cursor.number(text, upTo: 3), octet <= 255 else { return nil }
      address = address << 8 | UInt64(octet)
    }
    return address
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}

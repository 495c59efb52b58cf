internal import GovernanceModel

/// The binary format of compiled time zones (RFC 8536).
enum TZif {
  /// Reads the 64-bit part and the footer; nil for version 1 files, leap seconds aside, and for anything malformed.
  static func rules(named name: String, _ bytes: [UInt8]) -> ZoneRules? {
    guard let old = Header(bytes, at: 0), old.version >= UInt8(ascii: "2") else { return nil }
    let start = Header.size + old.bodySize(timeSize: 4)
    guard let header = Header(bytes, at: start) else { return nil }
    let body = start + Header.size
    let footer = body + header.bodySize(timeSize: 8)
    guard footer <= bytes.count, header.typeCount > 0 else { return nil }

    let typeIndices = body + header.timeCount * 8
    let types = typeIndices + header.timeCount
    func offset(ofType type: Int) -> Int? {
      type < header.typeCount ? Int(Int32(truncatingIfNeeded: integer(bytes, at: types + type * 6, size: 4))) : nil
    }
    guard let first = offset(ofType: 0) else { return nil }
    var transitions: [ZoneRules.Transition] = []
    for index in 0..<header.timeCount {
      let (at, overflow) = integer(bytes, at: body + index * 8, size: 8)
        .multipliedReportingOverflow(by: Instant.microsecondsPerSecond)
      guard let seconds = offset(ofType: Int(bytes[typeIndices + index])) else { return nil }
      // Files may begin with a transition at the big bang.
      let instant = overflow ? Instant.distantPast : Instant(microseconds: at)
      if let last = transitions.last, last.at >= instant { return nil }
      transitions.append(ZoneRules.Transition(at: instant, offsetSeconds: seconds))
    }
    let text = String(decoding: bytes[footer...].drop { $0 == 10 }.prefix { $0 != 10 }, as: UTF8.self)
    if !text.isEmpty {
      guard let rule = PosixZone(text) else { return nil }
      transitions += rule.transitions(after: transitions.last?.at ?? .distantPast)
    }
    return ZoneRules(name: name, firstOffsetSeconds: first, transitions: transitions)
  }

  /// Section 3.1: the counts of the block that follows.
  private struct Header {
    static let size = 44
    let version: UInt8
    let timeCount: Int
    let typeCount: Int
    private let rest: (utc: Int, standard: Int, leap: Int, characters: Int)

    init?(_ bytes: [UInt8], at start: Int) {
      guard bytes.count >= start + Self.size, bytes[start..<(start + 4)].elementsEqual("TZif".utf8) else { return nil }
      version = bytes[start + 4]
      func count(_ index: Int) -> Int { Int(TZif.integer(bytes, at: start + 20 + index * 4, size: 4)) & 0xFFFF_FFFF }
      rest = (count(0), count(1), count(2), count(5))
      (timeCount, typeCount) = (count(3), count(4))
    }

    func bodySize(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + rest.characters + rest.leap * (timeSize + 4) + rest.standard
        + rest.utc
    }
  }

  /// A big-endian two's complement integer.
  private static func integer(_ bytes: [UInt8], at start: Int, size: Int) -> Int64 {
    bytes[start..<(start + size)].reduce(size == 4 && bytes[start] >= 128 ? -1 : 0) { $0 << 8 | Int64($1) }
  }
}

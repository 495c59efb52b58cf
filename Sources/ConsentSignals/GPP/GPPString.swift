/// A decoded string of the IAB Global Privacy Platform: a header that lists section ids, then the sections.
package struct GPPString: Hashable, Sendable {
  package enum Section: Hashable, Sendable {
    case europe(TCString)
    case canada(CanadianTCString)
    case usPrivacy(USPrivacyString)
    case us(USSection)
    /// A section that has no decoder; kept as text, to be written again.
    case unknown(String)
  }

  package struct Entry: Hashable, Sendable {
    package var id: Int
    package var section: Section
    package init(id: Int, section: Section) { (self.id, self.section) = (id, section) }
  }

  /// Ascending by id, as the header's ranges demand.
  package var entries: [Entry]

  package init(_ entries: [Entry]) { self.entries = entries.sorted { $0.id < $1.id } }

  /// A bare TC string is read as if section 2 held it: both reference decoders do.
  package init(decoding text: String) throws(SignalError) {
    if text.utf8.first == UInt8(ascii: "C") {
      entries = [Entry(id: 2, section: .europe(try TCString(decoding: text[...])))]
      return
    }
    let parts = text.split(separator: "~", omittingEmptySubsequences: false)
    let ids: [Int]
    do { ids = try Self.sectionIDs(parts[0]) } catch { throw error.within("header") }
    guard ids.count == parts.count - 1 else {
      throw SignalError(.malformed("the header lists \(ids.count) sections, \(parts.count - 1) follow"))
    }
    entries = []
    for (id, part) in zip(ids, parts.dropFirst()) {
      do { entries.append(Entry(id: id, section: try Self.section(id, part))) } catch {
        throw error.within(Self.name(ofSection: id))
      }
    }
  }

  /// The ids that a header lists: type 3, version 1, a Fibonacci-coded range.
  package static func sectionIDs(_ header: Substring) throws(SignalError) -> [Int] {
    var reader = try Base64URL.decode(header.utf8)
    let type = try reader.integer(6, "the type")
    guard type == 3 else { throw SignalError(.malformed("type \(type) is no GPP header")) }
    let version = try reader.integer(6, "the version")
    guard version == 1 else { throw SignalError(.unsupportedVersion(version)) }
    return try reader.fibonacciRanges("the section ids").members
  }

  package static func section(_ id: Int, _ text: Substring) throws(SignalError) -> Section {
    guard !text.isEmpty else { throw SignalError(.empty) }
    switch id {
    case 2: return .europe(try TCString(decoding: text))
    case 5: return .canada(try CanadianTCString(decoding: text))
    case 6: return .usPrivacy(try USPrivacyString(decoding: text))
    default:
      guard let layout = USLayout.all.first(where: { $0.id == id }) else { return .unknown(String(text)) }
      return .us(try USSection(decoding: text, as: layout))
    }
  }

  package static func name(ofSection id: Int) -> String {
    switch id {
    case 1: "tcfeuv1"
    case 2: "tcfeuv2"
    case 3: "header"
    case 4: "signalIntegrity"
    case 5: "tcfcav1"
    case 6: "uspv1"
    default: USLayout.all.first { $0.id == id }?.name ?? "section\(id)"
    }
  }

  /// Nil for no section's name.
  package static func id(ofSection name: String) -> Int? { (1...27).first { Self.name(ofSection: $0) == name } }

  package var encoded: String {
    var header = BitWriter()
    header.integer(3, 6)
    header.integer(1, 6)
    header.fibonacciRanges(IdentifierSet(entries.map(\.id)))
    return ([Base64URL.encode(header.bits)] + entries.map(\.section.encoded)).joined(separator: "~")
  }
}

extension GPPString.Section {
  package var encoded: String {
    switch self {
    case .europe(let string): string.encoded
    case .canada(let string): string.encoded
    case .usPrivacy(let string): string.encoded
    case .us(let section): section.encoded
    case .unknown(let text): text
    }
  }
}

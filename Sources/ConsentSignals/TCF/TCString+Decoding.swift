internal import GovernanceModel

extension TCString {
  /// Decodes a TC string: the core first, the other segments in any order.
  ///
  /// Trailing bits are padding, whatever they are: no reference decoder rejects them. What today's policies ask for is
  /// not judged here but by ``TCString/remarks(at:terms:)``.
  package init(decoding text: String) throws(SignalError) {
    try self.init(decoding: text[...])
  }

  init(decoding text: Substring) throws(SignalError) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    var reader = try Base64URL.decode(parts[0])
    let version = try reader.integer(6, "the version")
    guard version == 2 else { throw SignalError(.unsupportedVersion(version), part: "core") }
    do { try self.init(core: &reader) } catch { throw error.within("core") }
    for (index, part) in parts.enumerated().dropFirst() {
      do { try readSegment(part) } catch { throw error.within("segment \(index + 1)") }
    }
  }

  private init(core reader: inout BitReader) throws(SignalError) {
    self.init(header: try TCHeader(&reader))
    policyVersion = try reader.integer(6, "the policy's version")
    isServiceSpecific = try reader.boolean("the service-specific bit")
    usesNonStandardTexts = try reader.boolean("the bit of non-standard texts")
    specialFeatureOptIns = try reader.field(Self.specialFeatureCount, "the special features")
    purposesConsent = try reader.field(Self.purposeCount, "the purposes' consents")
    purposesLegitimateInterest = try reader.field(Self.purposeCount, "the purposes' legitimate interests")
    purposeOneTreatment = try reader.boolean("the treatment of purpose 1")
    publisherCountry = try reader.letters(2, "the publisher's country")
    vendorConsents = try reader.fixedSection("the vendors' consents")
    vendorLegitimateInterests = try reader.fixedSection("the vendors' legitimate interests")
    try readRestrictions(&reader)
  }

  private mutating func readRestrictions(_ reader: inout BitReader) throws(SignalError) {
    let what = "the publisher's restrictions"
    var united: [Int: IdentifierSet] = [:]
    for _ in 0..<(try reader.integer(12, what)) {
      // Purpose and kind together are the key by which repeated entries are united.
      let key = try reader.integer(8, what)
      try reader.fixedRanges(into: &united[key, default: IdentifierSet()], greatest: nil, what)
    }
    restrictions = united.keys.sorted().compactMap { key in
      guard let kind = PublisherRestriction.Kind(rawValue: key & 3), let vendors = united[key] else { return nil }
      return PublisherRestriction(purpose: key >> 2, kind: kind, vendors: vendors)
    }
  }

  private mutating func readSegment(_ text: Substring.UTF8View) throws(SignalError) {
    var reader = try Base64URL.decode(text)
    switch try reader.integer(3, "the segment's type") {
    case 1:
      disclosedVendors = try reader.fixedSection("the disclosed vendors")
      segments.append(.disclosedVendors)
    case 2:
      allowedVendors = try reader.fixedSection("the allowed vendors")
      segments.append(.allowedVendors)
    case 3:
      publisher = try reader.publisherPurposes()
      segments.append(.publisherTC)
    case 0:
      // Strings with an empty second core are found in the wild; the first one counts.
      segments.append(.core)
    case let type: throw SignalError(.malformed("a segment of type \(type) is unknown"))
    }
  }
}

extension BitReader {
  /// Tenths of a second since 1970 in 36 bits.
  mutating func instant(_ what: String) throws(SignalError) -> Instant {
    Instant(microseconds: Int64(try integer(36, what)) * 100_000)
  }

  /// A bit field of a fixed number of identifiers.
  mutating func field(_ count: Int, _ what: String) throws(SignalError) -> IdentifierSet {
    var set = IdentifierSet(greatest: count)
    try set.fill(from: &self, what)
    return set
  }

  fileprivate mutating func publisherPurposes() throws(SignalError) -> TCString.PublisherPurposes {
    var purposes = TCString.PublisherPurposes()
    purposes.consent = try field(TCString.purposeCount, "the publisher's consents")
    purposes.legitimateInterest = try field(TCString.purposeCount, "the publisher's legitimate interests")
    purposes.customCount = try integer(6, "the number of custom purposes")
    purposes.customConsent = try field(purposes.customCount, "the custom purposes' consents")
    purposes.customLegitimateInterest = try field(purposes.customCount, "the custom purposes' legitimate interests")
    return purposes
  }
}

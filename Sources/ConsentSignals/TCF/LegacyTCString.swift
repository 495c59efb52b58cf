/// A TC string of TCF 1.1: readable, but no valid consent since 30 September 2020.
@dynamicMemberLookup
package struct LegacyTCString: TCHeaded, Hashable, Sendable {
  package var header: TCHeader
  package var purposesAllowed: IdentifierSet
  package var vendorConsents: IdentifierSet

  package init(decoding text: String) throws(SignalError) {
    var reader = try Base64URL.decode(text[...].utf8)
    let version = try reader.integer(6, "the version")
    guard version == 1 else { throw SignalError(.unsupportedVersion(version)) }
    header = try TCHeader(&reader)
    purposesAllowed = try reader.field(TCString.purposeCount, "the purposes")
    vendorConsents = try reader.legacyVendors()
  }
}

extension BitReader {
  /// Ranges name the exceptions from a default.
  fileprivate mutating func legacyVendors() throws(SignalError) -> IdentifierSet {
    let what = "the vendors' consents"
    let greatest = try integer(16, what)
    guard try boolean(what) else { return try field(greatest, what) }
    let isAllowedByDefault = try boolean(what)
    var exceptions = IdentifierSet(greatest: greatest)
    try fixedRanges(into: &exceptions, greatest: greatest, what)
    guard isAllowedByDefault, greatest > 0 else { return exceptions }
    var allowed = IdentifierSet(greatest: greatest)
    for vendor in 1...greatest where !exceptions.contains(vendor) { allowed.insert(vendor...vendor) }
    return allowed
  }
}

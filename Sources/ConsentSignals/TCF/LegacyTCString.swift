package import GovernanceModel

/// A TC string of TCF 1.1: readable, but no valid consent since 30 September 2020.
package struct LegacyTCString: Hashable, Sendable {
  package var created: Instant
  package var lastUpdated: Instant
  package var cmpID: Int
  package var cmpVersion: Int
  package var consentScreen: Int
  package var consentLanguage: String
  package var vendorListVersion: Int
  package var purposesAllowed: IdentifierSet
  package var vendorConsents: IdentifierSet

  package init(decoding text: String) throws(SignalError) {
    var reader = try Base64URL.decode(text[...].utf8)
    let version = try reader.integer(6, "the version")
    guard version == 1 else { throw SignalError(.unsupportedVersion(version)) }
    created = try reader.instant("the date of creation")
    lastUpdated = try reader.instant("the date of the last update")
    cmpID = try reader.integer(12, "the CMP")
    cmpVersion = try reader.integer(12, "the CMP's version")
    consentScreen = try reader.integer(6, "the screen")
    consentLanguage = try reader.letters(2, "the language")
    vendorListVersion = try reader.integer(12, "the vendor list's version")
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

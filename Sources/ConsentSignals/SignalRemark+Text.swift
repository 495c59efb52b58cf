extension SignalRemark: CustomStringConvertible {
  package var description: String {
    switch self {
    case .globalScope: "not service-specific: global scope has been invalid since 2021-09-01"
    case .obsoletePolicy(let version): "follows policy version \(version), created after version 4 was due"
    case .missingDisclosedVendors: "names no disclosed vendors, which TCF 2.3 demands"
    case .legitimateInterest(let purposes):
      "rests purposes \(purposes.map(String.init).joined(separator: ", ")) on legitimate interest, which needs consent"
    case .stale: "older than the period after which the person is asked again"
    case .unequalDates: "created and last updated at different instants"
    case .datesFinerThanDay: "dates finer than a day"
    case .createdInFuture: "created in the future"
    case .unknownCMP: "written by no registered CMP"
    case .noVendorList: "names no version of the vendor list"
    case .outOfBandVendors: "names out-of-band vendors, which went with global scope"
    case .languageIsNoLanguage: "names no language"
    case .legacyVersion: "TCF 1.1: no valid consent since 2020-09-30"
    case .undefinedAnswer(let field): "`\(field)` holds 3, which nothing defines"
    case .versionMismatch(let version): "version \(version) is not the section's"
    case .unknownSection(let id): "section \(id) has no decoder"
    case .experimentalSection: "written without the section header that the specification asks for and cannot encode"
    case .olderWire: "ranges are written as libraries did before 2026, not as the specification says"
    case .deprecated: "deprecated since 2024-01-31 in favour of GPP"
    }
  }
}

extension SignalRemark {
  /// One word, as policies and JSON name it.
  package var name: String {
    switch self {
    case .globalScope: "globalScope"
    case .obsoletePolicy: "obsoletePolicy"
    case .missingDisclosedVendors: "missingDisclosedVendors"
    case .legitimateInterest: "legitimateInterest"
    case .stale: "stale"
    case .unequalDates: "unequalDates"
    case .datesFinerThanDay: "datesFinerThanDay"
    case .createdInFuture: "createdInFuture"
    case .unknownCMP: "unknownCMP"
    case .noVendorList: "noVendorList"
    case .outOfBandVendors: "outOfBandVendors"
    case .languageIsNoLanguage: "languageIsNoLanguage"
    case .legacyVersion: "legacyVersion"
    case .undefinedAnswer: "undefinedAnswer"
    case .versionMismatch: "versionMismatch"
    case .unknownSection: "unknownSection"
    case .experimentalSection: "experimentalSection"
    case .olderWire: "olderWire"
    case .deprecated: "deprecated"
    }
  }
}

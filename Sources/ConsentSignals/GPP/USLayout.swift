/// The bits of a US section of the IAB Global Privacy Platform: a version of six bits, then numbers of two bits each.
package struct USLayout: Hashable, Sendable {
  /// What follows the core after a dot.
  package enum Appendix: Hashable, Sendable {
    case none
    /// Two bits of type, one of Global Privacy Control.
    case globalPrivacyControl
    /// Sensitive data categories, two bits each.
    case sensitiveData(count: Int)
  }

  package struct Field: Hashable, Sendable {
    package let name: String
    /// Nil: a single number; else a list.
    package let count: Int?
  }

  package let id: Int
  package let name: String
  package let version: Int
  /// The name of the first field: `Version`, or `MspaVersion` in the sections that follow the Multi-State Privacy
  /// Agreement of 2025.
  package let versionName: String
  package let fields: [Field]
  package let appendix: Appendix
}

extension USLayout {
  /// By section id 7 to 27; the tables of the specification, with the corners that libraries cut (see README).
  package static let all: [USLayout] = [
    USLayout(
      7, "usnat", 2,
      "SharingNotice SaleOptOutNotice SharingOptOutNotice TargetedAdvertisingOptOutNotice "
        + "SensitiveDataProcessingOptOutNotice SensitiveDataLimitUseNotice SaleOptOut SharingOptOut "
        + "TargetedAdvertisingOptOut SensitiveDataProcessing*16 KnownChildSensitiveDataConsents*3 PersonalDataConsents "
        + mspa),
    USLayout(
      8, "usca", 1,
      "SaleOptOutNotice SharingOptOutNotice SensitiveDataLimitUseNotice SaleOptOut SharingOptOut "
        + "SensitiveDataProcessing*9 KnownChildSensitiveDataConsents*2 PersonalDataConsents " + mspa),
    USLayout(9, "usva", 1, early + sensitive(8, children: nil) + mspa, .none),
    USLayout(10, "usco", 1, early + sensitive(7, children: nil) + mspa),
    USLayout(
      11, "usut", 1,
      "SharingNotice SaleOptOutNotice TargetedAdvertisingOptOutNotice SensitiveDataProcessingOptOutNotice SaleOptOut "
        + "TargetedAdvertisingOptOut " + sensitive(8, children: nil) + mspa, .none),
    USLayout(12, "usct", 1, early + sensitive(8, children: 3) + mspa),
    USLayout(13, "usfl", 1, later + sensitive(8, children: 3) + additional + mspa, .none),
    USLayout(14, "usmt", 1, early + sensitive(8, children: 3) + additional + mspa),
    USLayout(15, "usor", 1, later + sensitive(11, children: 3) + additional + mspa),
    USLayout(16, "ustx", 1, later + sensitive(8, children: nil) + additional + mspa),
    USLayout(17, "usde", 1, later + sensitive(9, children: 5) + additional + mspa),
    USLayout(
      18, "usia", 1,
      "ProcessingNotice SaleOptOutNotice TargetedAdvertisingOptOutNotice SensitiveDataOptOutNotice SaleOptOut "
        + "TargetedAdvertisingOptOut " + sensitive(8, children: nil) + mspa),
    USLayout(19, "usne", 1, later + sensitive(8, children: nil) + additional + mspa),
    USLayout(20, "usnh", 1, later + sensitive(8, children: 3) + additional + mspa),
    USLayout(21, "usnj", 1, later + sensitive(10, children: 5) + additional + mspa),
    USLayout(22, "ustn", 1, later + sensitive(8, children: nil) + additional + mspa),
    USLayout(23, "usmn", 1, later + sensitive(8, children: nil) + additional + mspa),
    USLayout(24, "usmd", 1, agreement + additional, versionName: "MspaVersion"),
    USLayout(25, "usin", 1, agreement + children + additional, .sensitiveData(count: 8), versionName: "MspaVersion"),
    USLayout(26, "usky", 1, agreement + children + additional, .sensitiveData(count: 8), versionName: "MspaVersion"),
    USLayout(27, "usri", 1, agreement + children + additional, .sensitiveData(count: 8), versionName: "MspaVersion"),
  ]

  package static func layout(named name: String) -> USLayout? { all.first { $0.name == name } }

  private static let mspa = "MspaCoveredTransaction MspaOptOutOptionMode MspaServiceProviderMode "
  private static let optOuts = "SaleOptOutNotice TargetedAdvertisingOptOutNotice SaleOptOut TargetedAdvertisingOptOut "
  private static let early = "SharingNotice " + optOuts
  private static let later = "ProcessingNotice " + optOuts
  private static let additional = "AdditionalDataProcessingConsent "
  private static let agreement = "MspaCoveredTransaction MspaMode ProcessingNotice " + optOuts
  private static let children = "KnownChildSensitiveDataConsents "

  private static func sensitive(_ count: Int, children: Int?) -> String {
    "SensitiveDataProcessing*\(count) KnownChildSensitiveDataConsents" + (children.map { "*\($0)" } ?? "") + " "
  }

  /// - Parameter fields: names separated by blanks, `*count` behind a list.
  private init(
    _ id: Int, _ name: String, _ version: Int, _ fields: String, _ appendix: Appendix = .globalPrivacyControl,
    versionName: String = "Version"
  ) {
    (self.id, self.name, self.version, self.versionName, self.appendix) = (id, name, version, versionName, appendix)
    self.fields = fields.split(separator: " ").map { word in
      let parts = word.split(separator: "*")
      return Field(name: String(parts[0]), count: parts.count > 1 ? Int(parts[1]) : nil)
    }
  }
}

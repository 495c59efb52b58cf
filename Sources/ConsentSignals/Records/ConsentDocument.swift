package import ConsentHistory
package import GovernanceModel
package import SourceDocuments

/// A consent record or receipt as a document: the events that it proves, and what its reader should know.
package struct ConsentDocument: Sendable {
  package enum Format: String, CaseIterable, Sendable {
    /// ISO/IEC TS 27560 as the W3C DPV guide models it in JSON-LD.
    case dpv
    /// Kantara Consent Receipt 1.1.0.
    case kantara
  }

  package var format: Format
  package var events: [ConsentEvent]
  package var remarks: [String]

  /// Reads a document of either format, told by its content.
  ///
  /// Errors name fields, never their values.
  ///
  /// - Parameter purposes: the data use that a purpose's word stands for; nil where nothing knows it.
  package init(_ node: Node, purposes: (String) -> DataUse?) throws(SignalError) {
    if LinkedData.isConsentRecord(node) {
      format = .dpv
      (events, remarks) = try DPVConsentRecord(node).events(purposes)
    } else if Self.isReceipt(node) {
      format = .kantara
      (events, remarks) = try KantaraReceipt(node).events(purposes)
    } else {
      throw SignalError(.malformed("neither a consent record of DPV (`@type`) nor a Kantara receipt"))
    }
  }

  package static func recognises(_ node: Node) -> Bool { LinkedData.isConsentRecord(node) || isReceipt(node) }

  private static func isReceipt(_ node: Node) -> Bool {
    node["consentReceiptID"] != nil || node["piiPrincipalId"] != nil
  }
}

package import GovernanceModel

/// One finding that somebody puts aside for a time, and who answers for it (semantics section 9).
package struct Waiver: Hashable, Sendable {
  /// `fp1:` and 64 hexadecimal digits: one finding, never a pattern.
  package var fingerprint: String
  package var control: String
  /// The asset's text, such as `rule:spring/lapsed`.
  package var asset: String
  package var owner: String
  package var reason: String
  /// Never the owner.
  package var approver: String
  package var approved: CivilDate
  /// The last day on which it holds, in UTC.
  package var expires: CivilDate
  /// Digest of the control's requirement when it was approved.
  package var requirement: String
  /// Stores only: the most subjects (records or uses, where no subjects are counted) that it covers.
  package var atMost: Int?
  /// Where it stands.
  package var span: SourceSpan

  package init(
    fingerprint: String, control: String, asset: String, owner: String, reason: String, approver: String,
    approved: CivilDate, expires: CivilDate, requirement: String, atMost: Int? = nil, span: SourceSpan
  ) {
    (self.fingerprint, self.control, self.asset) = (fingerprint, control, asset)
    (self.owner, self.reason, self.approver) = (owner, reason, approver)
    (self.approved, self.expires, self.requirement) = (approved, expires, requirement)
    (self.atMost, self.span) = (atMost, span)
  }

  /// From approval to the last day, at most.
  package static let longestDays = 365

  package var isOfStore: Bool { asset.hasPrefix("store:") }

  /// The first digits of the fingerprint, as text outputs show them.
  package var shortName: String { String(fingerprint.dropFirst(4).prefix(8)) }
}

extension Waiver {
  /// What nobody may approve, in words; nil when the waiver is one. Keys and shapes are the reader's concern.
  package var fault: (key: String, message: String)? {
    for (key, text) in [("owner", owner), ("reason", reason), ("approver", approver)] where Self.isBlank(text) {
      return (key, "`\(key)` is empty")
    }
    for (key, text) in [("owner", owner), ("reason", reason), ("approver", approver)] where Self.hasControls(text) {
      return (key, "`\(key)` holds a control character")
    }
    if Self.folded(approver) == Self.folded(owner) {
      return ("approver", "the approver is the owner: somebody else approves a waiver")
    }
    if expires < approved { return ("expires", "`expires` lies before `approved`") }
    if expires.daysSinceEpoch - approved.daysSinceEpoch > Self.longestDays {
      return ("expires", "a waiver lasts at most \(Self.longestDays) days after its approval")
    }
    if isOfStore, atMost == nil {
      return ("asset", "a waiver of a store's finding says `atMost`: how many subjects it covers")
    }
    if !isOfStore, atMost != nil { return ("atMost", "`atMost` is for findings of stores") }
    return nil
  }

  private static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
  }

  /// What YAML cannot hold, and what could command a terminal.
  private static func hasControls(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
    }
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().split { $0.isWhitespace }.joined(separator: " ")
  }
}

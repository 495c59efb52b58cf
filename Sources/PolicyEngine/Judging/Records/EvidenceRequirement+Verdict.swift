package import ConsentHistory
package import GovernanceModel

extension EvidenceRequirement {
  /// Judges one consent event: only a yes needs proof.
  ///
  /// A forbidden capture method comes first, since no further field would make that consent good.
  package func verdict(of event: ConsentEvent) -> Verdict {
    guard event.action.isPositive else { return .compliant }
    if let method = event.method, forbiddenMethods.contains(method) { return .violation(.forbiddenMethod) }
    return missingFields(of: event).isEmpty ? .compliant : .violation(.missingField)
  }

  /// The fields that are asked for and absent or empty, in the order of their declaration.
  package func missingFields(of event: ConsentEvent) -> [ConsentEvidence] {
    ConsentEvidence.allCases.filter { fields.contains($0) && !Self.carries(event, $0) }
  }

  private static func carries(_ event: ConsentEvent, _ field: ConsentEvidence) -> Bool {
    func isPresent(_ text: String?) -> Bool { text.map { !$0.isEmpty } ?? false }
    return switch field {
    case .method: isPresent(event.method)
    case .reference: isPresent(event.evidence)
    case .notice: isPresent(event.notice?.id)
    case .noticeVersion: isPresent(event.notice?.version)
    case .noticeLanguage: isPresent(event.notice?.language)
    case .controller: isPresent(event.controller)
    case .recordedAt: event.recordedAt != nil
    }
  }
}

internal import ConsentHistory
package import GovernanceModel

extension Requirement {
  /// What is asked, in words, such as "consent no older than P24M, express or explicit, given for marketing or below".
  package var obligationText: String {
    switch self {
    case .basis(let basis): basis.obligationText
    case .consent(let consent): consent.obligationText
    case .optOut(let optOut): optOut.obligationText
    case .eligibility: "the person meets the control's condition"
    case .prohibit(let prohibit): prohibit.obligationText
    case .granularity(let granularity): granularity.obligationText
    case .freshness(let freshness): "the value is no older than \(freshness.maxAge) when it is used"
    case .retention(let retention): "the record is no older than \(retention.maxAge) since \(retention.since.words)"
    case .crowd(let crowd): crowd.obligationText
    case .declared: "personal data that is found or read is declared in the data map or the vocabulary"
    case .evidence(let evidence): evidence.obligationText
    case .reask(let reask): reask.obligationText
    case .reconcile: "all consent logs agree on a person's state"
    case .erasure(let erasure): "nothing of an erased person remains later than \(erasure.within) after the erasure"
    case .deadline(let deadline): deadline.obligationText
    case .disclosure(let disclosure): disclosure.obligationText
    case .review(let review): review.obligationText
    case .hygiene(let hygiene): hygiene.obligationText
    }
  }

  /// What the requirement allows, as a finding names it, such as (`maxAge`, `P24M`).
  package var parameters: [Parameter] {
    switch self {
    case .consent(let consent): consent.terms.maxAge.map { [Parameter("maxAge", "\($0)")] } ?? []
    case .optOut(let optOut): [Parameter("grace", "\(optOut.terms.grace.standard)")]
    case .freshness(let freshness): [Parameter("maxAge", "\(freshness.maxAge)")]
    case .retention(let retention):
      [Parameter("maxAge", "\(retention.maxAge)"), Parameter("since", retention.since.rawValue)]
    case .granularity(let granularity):
      granularity.maximum.map { Parameter("maximum", "\($0)") }
        + (granularity.placeRadius.map { [Parameter("maximum", "place.radius \(metres($0))")] } ?? [])
    case .crowd(let crowd): [Parameter("atLeast", "\(crowd.atLeast)")]
    case .reask(let reask): [Parameter("after", "\(reask.after)")]
    case .erasure(let erasure): [Parameter("within", "\(erasure.within)")]
    case .deadline(let deadline):
      [Parameter("within", "\(deadline.within)")]
        + (deadline.extended.map { [Parameter("extended", "\($0)")] } ?? [])
    case .review(let review): review.parameters
    case .basis, .eligibility, .prohibit, .declared, .evidence, .reconcile, .disclosure, .hygiene: []
    }
  }
}

/// A length in metres, without a needless decimal.
func metres(_ length: Double) -> String {
  length == length.rounded() && abs(length) < 1e15 ? "\(Int64(length)) m" : "\(length) m"
}

/// `a`, `a or b`, `a, b or c`.
func listed(_ words: [String], _ joint: String = "or") -> String {
  guard let last = words.last else { return "" }
  return words.count == 1 ? last : words.dropLast().joined(separator: ", ") + " \(joint) \(last)"
}

extension RetentionAnchor {
  var words: String {
    switch self {
    case .created: "it was created"
    case .lastUpdated: "its last update"
    case .lastActivity: "the person's last activity"
    case .collected: "it was collected"
    }
  }
}

internal import GovernanceModel
package import SourceDocuments

/// How often a person is reached at the most: `cap: {atMost: 2, per: P30D}`.
package enum FrequencyCap {
  /// True for a cap that limits; one that is malformed is told in `problems`.
  package static func isRead(_ node: Node, _ problems: inout Problems) -> Bool {
    guard var cap = MappingReader(node, "`cap`", &problems) else { return false }
    let atMost = cap.required("atMost", &problems)
    let per = cap.required("per", &problems)?.readPeriod("per", &problems)
    cap.finish(&problems)
    guard let atMost else { return false }
    guard case .integer(let count) = atMost.content, count >= 0 else {
      problems.error("`atMost` is an integer from 0; found \(atMost.kind)", at: atMost)
      return false
    }
    return per != nil
  }
}

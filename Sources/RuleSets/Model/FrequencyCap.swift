package import GovernanceModel
package import SourceDocuments

/// How often a person is reached at the most: `cap: {atMost: 2, per: P30D}`.
package struct FrequencyCap: Sendable, Hashable {
  package var atMost: Int
  package var per: CalendarPeriod

  package init(atMost: Int, per: CalendarPeriod) { (self.atMost, self.per) = (atMost, per) }

  /// True for a cap that limits; one that is malformed is told in `problems`.
  package static func isRead(_ node: Node, _ problems: inout Problems) -> Bool { read(node, &problems) != nil }

  /// Nil, with a message, for a cap that is malformed.
  package static func read(_ node: Node, _ problems: inout Problems) -> FrequencyCap? {
    guard var cap = MappingReader(node, "`cap`", &problems) else { return nil }
    let atMost = cap.required("atMost", &problems)
    let per = cap.required("per", &problems)?.readPeriod("per", &problems)
    cap.finish(&problems)
    guard let atMost else { return nil }
    guard case .integer(let number) = atMost.content, let count = Int(exactly: number), count >= 0 else {
      problems.error("`atMost` is an integer from 0; found \(atMost.kind)", at: atMost)
      return nil
    }
    return per.map { FrequencyCap(atMost: count, per: $0) }
  }
}

internal import GovernanceModel
internal import SourceDocuments

extension FreshnessRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> FreshnessRequirement? {
    guard var fields = MappingReader(node, "`freshness`", &problems) else { return nil }
    let maxAge = fields.requiredPeriod("maxAge", &problems)
    fields.finish(&problems)
    return maxAge.map { FreshnessRequirement(maxAge: $0) }
  }
}

internal import GovernanceModel
internal import SourceDocuments

extension RetentionRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> RetentionRequirement? {
    guard var fields = MappingReader(node, "`retention`", &problems) else { return nil }
    let maxAge = fields.requiredPeriod("maxAge", &problems)
    let since: RetentionAnchor? = fields.required("since", &problems)?.readChoice("anchor", &problems)
    fields.finish(&problems)
    guard let maxAge, let since else { return nil }
    return RetentionRequirement(maxAge: maxAge, since: since)
  }
}

internal import GovernanceModel
internal import SourceDocuments

extension HygieneRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> HygieneRequirement? {
    guard var fields = MappingReader(node, "`hygiene`", &problems) else { return nil }
    var hygiene = HygieneRequirement()
    hygiene.forbid = fields.choices("forbid", "fault", &problems) ?? []
    fields.finish(&problems)
    return hygiene
  }
}

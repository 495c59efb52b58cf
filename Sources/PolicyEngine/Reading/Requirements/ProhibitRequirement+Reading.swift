internal import GovernanceModel
internal import SourceDocuments

extension ProhibitRequirement {
  static func read(
    _ node: Node, _ context: RequirementContext, _ problems: inout Problems
  ) -> ProhibitRequirement? {
    guard var fields = MappingReader(node, "`prohibit`", &problems) else { return nil }
    var prohibit = ProhibitRequirement()
    prohibit.includesInferred = fields.boolean("inferred", default: true, &problems)
    fields.finish(&problems)
    guard context.appliesTo.categories.isEmpty else { return prohibit }
    problems.error(
      "`prohibit` needs `appliesTo: {categories: [...]}`", at: node, help: "name the data that must not be read")
    return nil
  }
}

internal import GovernanceModel
internal import SourceDocuments

extension ReviewRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> ReviewRequirement? {
    guard var fields = MappingReader(node, "`review`", &problems) else { return nil }
    let before = problems.diagnostics.count
    var review = ReviewRequirement()
    review.every = fields.positivePeriod("every", &problems)
    review.owner = fields.boolean("owner", default: false, &problems)
    review.purpose = fields.boolean("purpose", default: false, &problems)
    review.end = fields.boolean("end", default: false, &problems)
    review.cap = fields.boolean("cap", default: false, &problems)
    review.lookBack = fields.positivePeriod("lookBack", &problems)
    review.explicitFields = fields.boolean("explicitFields", default: false, &problems)
    fields.finish(&problems)
    if review != ReviewRequirement() { return review }
    if problems.diagnostics.count == before {
      problems.error("`review` asks for nothing", at: node, help: "such as `every: P1Y`")
    }
    return nil
  }
}

internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

extension ReaskRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> ReaskRequirement? {
    guard var fields = MappingReader(node, "`reask`", &problems) else { return nil }
    let after = fields.requiredPeriod("after", &problems)
    let node = fields.optional("following")
    let following: Set<ConsentAction> = fields.choices("following", "consent action", &problems) ?? []
    fields.finish(&problems)
    if let node, let wrong = following.first(where: { !$0.isNegative && $0 != .deferred }) {
      problems.error("`\(wrong.rawValue)` is no answer that ends a prompt with a no", at: node)
    }
    return after.map { ReaskRequirement(after: $0, following: following) }
  }
}

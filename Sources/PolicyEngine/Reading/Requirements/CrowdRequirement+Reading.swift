internal import GovernanceModel
internal import SourceDocuments

extension CrowdRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> CrowdRequirement? {
    guard var fields = MappingReader(node, "`crowd`", &problems) else { return nil }
    let asked = fields.required("atLeast", &problems)
    let atLeast = asked == nil ? nil : fields.integer("atLeast", in: 2...1_000_000_000, &problems)
    let group: Group? = fields.required("of", &problems)?.readChoice("group", &problems)
    fields.finish(&problems)
    guard let atLeast, let group else { return nil }
    return CrowdRequirement(atLeast: atLeast, of: group)
  }
}

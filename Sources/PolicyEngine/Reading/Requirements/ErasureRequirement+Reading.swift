internal import GovernanceModel
internal import SourceDocuments

extension ErasureRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> ErasureRequirement? {
    guard var fields = MappingReader(node, "`erasure`", &problems) else { return nil }
    let within = fields.requiredPeriod("within", &problems)
    fields.finish(&problems)
    return within.map { ErasureRequirement(within: $0) }
  }
}

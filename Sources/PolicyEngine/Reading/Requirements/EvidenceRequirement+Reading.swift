internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

extension EvidenceRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> EvidenceRequirement? {
    guard var fields = MappingReader(node, "`evidence`", &problems) else { return nil }
    let before = problems.diagnostics.count
    var evidence = EvidenceRequirement()
    evidence.fields = fields.choices("fields", "field of evidence", &problems) ?? []
    evidence.forbiddenMethods = Set(fields.texts("forbiddenMethods", &problems))
    fields.finish(&problems)
    if !evidence.fields.isEmpty || !evidence.forbiddenMethods.isEmpty { return evidence }
    if problems.diagnostics.count == before {
      problems.error("`evidence` needs `fields` or `forbiddenMethods`", at: node)
    }
    return nil
  }
}

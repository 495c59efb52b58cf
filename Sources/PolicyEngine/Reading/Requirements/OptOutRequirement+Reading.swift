internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

extension OptOutRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> OptOutRequirement? {
    guard var fields = MappingReader(node, "`optOut`", &problems) else { return nil }
    var optOut = OptOutRequirement()
    let asked = fields.required("minds", &problems)
    let minds = fields.minds(&problems)
    optOut.terms.readTiming(&fields, &problems)
    optOut.bases = fields.list("bases").compactMap { LegalBasis.read($0, &problems) }
    fields.finish(&problems)
    guard asked != nil, let minds, !minds.isEmpty else { return nil }
    optOut.terms.minds = minds
    return optOut
  }
}

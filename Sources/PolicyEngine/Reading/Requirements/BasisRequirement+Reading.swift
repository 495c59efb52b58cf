internal import GovernanceModel
internal import SourceDocuments

extension BasisRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> BasisRequirement? {
    guard var fields = MappingReader(node, "`basis`", &problems) else { return nil }
    var basis = BasisRequirement()
    basis.allowed = fields.list("allowed").compactMap { LegalBasis.read($0, &problems) }
    fields.finish(&problems)
    return basis
  }
}

extension LegalBasis {
  /// Also the names of fideslang, such as `Legitimate interests`.
  static func read(_ node: Node, _ problems: inout Problems) -> LegalBasis? {
    guard let text = node.readText("legal basis", &problems) else { return nil }
    if let basis = LegalBasis(named: text) { return basis }
    problems.error(
      "`\(text)` is no legal basis", at: node,
      help: Problems.suggestion(for: text, among: LegalBasis.allCases.map(\.rawValue)))
    return nil
  }
}

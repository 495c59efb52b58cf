internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// React Query Builder 8: a tree of groups and rules, read as its export to SQL means it.
  package static let reactQueryBuilder = RuleSetFormat(
    name: "react-querybuilder",
    recognises: { content, _ in ReactQueryBuilderFormat.recognises(content.root) },
    lower: { document, _ in ReactQueryBuilderFormat.ruleSet(document.root, of: document.file) },
    evaluate: { document, request throws(EvaluationError) in
      try ReactQueryBuilderFormat.ruleSet(document.root, of: document.file).evaluateAudiences(request)
    })
}

enum ReactQueryBuilderFormat {
  /// True for `{"combinator", "rules"}`, for rules with combinators between them, and for a list or a mapping of such.
  static func recognises(_ root: Node) -> Bool {
    if let elements = root.elements { return !elements.isEmpty && elements.allSatisfy { isQuery($0["query"] ?? $0) } }
    return isQuery(root["query"] ?? root)
  }

  private static func isQuery(_ node: Node) -> Bool {
    guard let rules = node["rules"]?.elements else { return false }
    if node["combinator"]?.scalarText != nil { return true }
    return rules.count > 1
      && rules.indices.allSatisfy { $0 % 2 == 0 ? rules[$0].entries != nil : rules[$0].scalarText != nil }
  }

  static func ruleSet(_ root: Node, of file: SourceFile) -> RuleSet {
    let queries = root.elements ?? [root]
    let rules = queries.enumerated().map { index, node in
      var lowering = ReactQueryBuilderLowering(notes: RuleNotes(file: file))
      let audience = lowering.predicate(node["query"] ?? node)
      let idNode = node["id"] ?? node["name"]
      return lowering.notes.rule(
        id: idNode?.scalarText ?? (queries.count == 1 ? "query" : "query \(index + 1)"), at: idNode ?? node,
        audience: audience)
    }
    return RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: RuleSetFormat.reactQueryBuilder.name, path: file.path,
      digest: SHA256Digest.hexadecimal(of: file.bytes), rules: rules, segments: [:])
  }
}

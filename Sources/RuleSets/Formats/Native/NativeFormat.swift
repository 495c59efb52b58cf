internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// Proviso's own rule sets in YAML or JSON.
  package static let native = RuleSetFormat(
    name: "native",
    recognises: { content, _ in content.root["ruleset"] != nil || content.root["rules"] != nil },
    lower: { document, _ throws(InputError) in try RuleSet.native(document.root, document.file) },
    evaluate: { document, request throws(EvaluationError) in
      try EvaluationError.wrapping { () throws(InputError) in
        try RuleSet.nativeOrBare(document.root, document.file)
      }.evaluateAudiences(request)
    })
}

extension RuleSet {
  /// A rule set; or a set of one rule, or of one condition, that stands alone.
  fileprivate static func nativeOrBare(_ node: Node, _ file: SourceFile) throws(InputError) -> RuleSet {
    if node["ruleset"] != nil || node["rules"] != nil { return try native(node, file) }
    func entry(_ key: String, _ value: Node) -> Node.Entry {
      Node.Entry(key: key, keyPosition: node.position, value: value)
    }
    let isRule = node["audience"] != nil || node["use"] != nil
    let rule =
      isRule
      ? node
      : Node(
        .mapping([entry("id", Node(.text("condition"), at: node.position)), entry("audience", node)]), at: node.position
      )
    let set = Node(
      .mapping([
        entry("ruleset", Node(.text("rule"), at: node.position)),
        entry("rules", Node(.sequence([rule]), at: node.position)),
      ]), at: node.position)
    return try native(set, file)
  }
}

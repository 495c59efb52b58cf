internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// PostHog: cohorts, and feature flags whose groups are filtered alike; one or a list of them.
  package static let postHog = RuleSetFormat(
    name: "posthog",
    recognises: { content, _ in PostHogFormat.recognises(content.root) },
    lower: { document, _ throws(InputError) in try PostHogFormat.ruleSet(document.root, of: document.file) },
    evaluate: { document, request throws(EvaluationError) in
      let set = try EvaluationError.wrapping { () throws(InputError) in
        try PostHogFormat.ruleSet(document.root, of: document.file)
      }
      return try set.evaluateAudiences(request.wrapping(as: "properties"))
    })
}

enum PostHogFormat {
  /// True for `{"filters": {"properties": {"type", "values"}}}` and `{"filters": {"groups": [{"properties"}]}}`.
  static func recognises(_ root: Node) -> Bool {
    let items = items(root)
    return !items.isEmpty && items.allSatisfy { groups($0) != nil || values($0) != nil }
  }

  private static func items(_ root: Node) -> [Node] {
    if let results = root["results"]?.elements { return results }
    return root.elements ?? (root.entries == nil ? [] : [root])
  }

  /// The tree of a cohort; a bare group of properties counts too.
  private static func values(_ item: Node) -> Node? {
    let properties =
      item["filters"]?["properties"] ?? (item["properties"].flatMap { $0["values"] == nil ? nil : $0 } ?? item)
    guard properties["values"]?.elements != nil, ["AND", "OR"].contains(properties["type"]?.scalarText ?? "") else {
      return nil
    }
    return properties
  }

  private static func groups(_ item: Node) -> [Node]? {
    guard let groups = item["filters"]?["groups"]?.elements, !groups.isEmpty,
      groups.allSatisfy({ $0["properties"] != nil || $0["rollout_percentage"] != nil })
    else { return nil }
    return groups
  }

  static func ruleSet(_ root: Node, of file: SourceFile) throws(InputError) -> RuleSet {
    var problems = Problems(in: file)
    let items = items(root)
    let known = Set(items.filter { values($0) != nil }.compactMap { $0["id"]?.scalarText })
    var set = RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: RuleSetFormat.postHog.name, path: file.path,
      digest: SHA256Digest.hexadecimal(of: file.bytes), rules: [], segments: [:])
    for (index, item) in items.enumerated() {
      var lowering = PostHogLowering(notes: RuleNotes(file: file), known: known)
      let isFlag = groups(item) != nil
      let audience: Predicate
      if let groups = groups(item) {
        audience = .every([.constant(item["active"]?.isFalse != true), lowering.flag(groups, item)])
      } else if let tree = values(item) {
        audience = lowering.predicate(tree)
      } else {
        problems.error("a cohort has `filters.properties` with `type` and `values`", at: item)
        continue
      }
      let idNode = isFlag ? item["key"] ?? item["id"] : item["name"] ?? item["id"]
      var rule = lowering.notes.rule(
        id: (isFlag ? "flag:" : "cohort:") + (idNode?.scalarText ?? String(index + 1)), at: idNode ?? item,
        audience: audience)
      rule.lookBack = lowering.countsAllHistory ? nil : lowering.lookBack ?? .zero
      set.rules.append(rule)
      if !isFlag, let id = item["id"]?.scalarText {
        set.segments[id] = audience
        set.segmentParts[id] = lowering.notes.part(item["id"] ?? item, id)
      }
    }
    try problems.throwIfAny()
    return set
  }
}

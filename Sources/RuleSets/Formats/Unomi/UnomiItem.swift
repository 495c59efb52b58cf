internal import SourceDocuments

/// One thing that a Unomi file holds, told apart by its keys.
struct UnomiItem {
  enum Kind {
    case rule, segment, scoring, goal, campaign, request, condition, conditionType
    /// Action types, property types, JSON Schemas, merge strategies: nothing that decides about a person.
    case definition
  }

  let kind: Kind
  let id: String
  let node: Node

  /// The items of a file: the root itself, or the elements of a list.
  static func items(in root: Node) -> [UnomiItem] {
    (root.elements ?? [root]).compactMap { UnomiItem($0) }
  }

  /// Nil for what is no Unomi item.
  init?(_ node: Node) {
    guard node.entries != nil, let kind = Self.kind(of: node) else { return nil }
    let metadata = node["metadata"]
    self.kind = kind
    self.node = node
    id = metadata?["id"]?.scalarText ?? node["itemId"]?.scalarText ?? node["id"]?.scalarText ?? ""
  }

  private static func kind(of node: Node) -> Kind? {
    func has(_ key: String) -> Bool { node[key] != nil }
    if has("personalizations") || has("requiredProfileProperties") || has("requiredSessionProperties")
      || has("filters") && has("source")
    {
      return .request
    }
    if has("strategy") && has("contents") { return .request }
    if has("parentCondition") || has("conditionEvaluator")
      || has("parameters") && (has("queryBuilder") || has("queryBuilderId"))
    {
      return .conditionType
    }
    if has("actionExecutor") || has("automaticMappingsFrom") || has("mergeStrategy") || has("$schema")
      || node["filter"]?.scalarText?.hasPrefix("(propertyMergeStrategyExecutorId=") == true
    {
      return .definition
    }
    if has("actions") { return .rule }
    if has("elements") { return .scoring }
    if has("targetEvent") || has("startEvent") { return .goal }
    if has("entryCondition") { return .campaign }
    if has("condition") { return has("metadata") ? .segment : .condition }
    if has("parameterValues") && has("type") { return .condition }
    return nil
  }
}

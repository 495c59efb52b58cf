internal import GovernanceModel
internal import SourceDocuments

/// What an SDK endpoint of GrowthBook serves.
struct GrowthBookPayload {
  private(set) var features: [String: Node] = [:]
  /// Keys in the order of the file.
  private(set) var order: [String] = []
  let savedGroups: Node?
  /// The ids of each saved group, as literals.
  private(set) var groups: [String: [Value]] = [:]
  let experiments: [Node]
  /// Parts that only who has the key can read.
  let encrypted: [Node.Entry]
  private(set) var problems: Problems

  init(_ root: Node, _ file: SourceFile) {
    problems = Problems(in: file)
    savedGroups = root["savedGroups"].flatMap { $0.isNull ? nil : $0 }
    experiments = root["experiments"]?.elements ?? []
    encrypted = (root.entries ?? []).filter { $0.key.hasPrefix("encrypted") && !($0.value.scalarText ?? "").isEmpty }
    for entry in root["features"]?.entries ?? [] {
      features[entry.key] = entry.value
      order.append(entry.key)
      check(entry.value)
    }
    if let savedGroups, savedGroups.entries == nil {
      problems.error("`savedGroups` is a mapping; found \(savedGroups.kind)", at: savedGroups)
    }
    groups = Self.groups(savedGroups)
    for experiment in experiments { checkRule(experiment) }
  }

  static func groups(_ node: Node?) -> [String: [Value]] {
    let lists = (node?.entries ?? []).compactMap { entry in entry.value.elements.map { (entry.key, $0) } }
    return Dictionary(
      lists.map { ($0, $1.filter { $0.elements == nil }.compactMap(\.value)) }, uniquingKeysWith: { $1 })
  }

  private mutating func check(_ feature: Node) {
    guard feature.entries != nil else {
      problems.error("a feature is a mapping; found \(feature.kind)", at: feature)
      return
    }
    guard let rules = feature["rules"], !rules.isNull else { return }
    guard let elements = rules.elements else {
      problems.error("`rules` is a list; found \(rules.kind)", at: rules)
      return
    }
    for rule in elements { checkRule(rule) }
  }

  private mutating func checkRule(_ rule: Node) {
    guard rule.entries != nil else {
      problems.error("a rule is a mapping; found \(rule.kind)", at: rule)
      return
    }
    if let condition = rule["condition"], condition.entries == nil, !condition.isNull {
      problems.error("`condition` is a mapping; found \(condition.kind)", at: condition)
    }
    for key in ["parentConditions", "filters", "variations", "weights", "meta", "ranges"] {
      if let node = rule[key], node.elements == nil, !node.isNull {
        problems.error("`\(key)` is a list; found \(node.kind)", at: node)
      }
    }
  }
}

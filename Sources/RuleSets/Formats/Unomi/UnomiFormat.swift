internal import Digests
internal import GovernanceModel
internal import Predicates
package import SourceDocuments

extension RuleSetFormat {
  /// Apache Unomi.
  package static let unomi = RuleSetFormat(
    name: "unomi",
    recognises: { content, _ in UnomiFormat.recognises(content.root) },
    isOnlyDefinitions: { UnomiFormat.isOnlyDefinitions($0.root) },
    lower: { document, library in UnomiFormat.ruleSet(document.root, of: document.file, library: library) },
    evaluate: { document, request throws(EvaluationError) in
      var library = UnomiLibrary()
      library.add(document)
      return try UnomiFormat.ruleSet(document.root, of: document.file, library: library).evaluateAudiences(request)
    })
}

/// Apache Unomi 3.1: rules, segments, scoring plans, goals, campaigns and personalisation requests in JSON.
package enum UnomiFormat {
  /// True when the document, or each element of a list, is something that Unomi knows.
  package static func recognises(_ root: Node) -> Bool {
    let nodes = root.elements ?? [root]
    return !nodes.isEmpty && nodes.allSatisfy { UnomiItem($0) != nil }
  }

  /// True when the file defines condition types, action types, properties or schemas only: there is nothing to judge.
  package static func isOnlyDefinitions(_ root: Node) -> Bool {
    UnomiItem.items(in: root).allSatisfy { $0.kind == .definition || $0.kind == .conditionType }
  }

  /// Lowers a file; segments that `library` defines are inlined.
  package static func ruleSet(_ root: Node, of file: SourceFile, library: UnomiLibrary) -> RuleSet {
    var rules: [Rule] = []
    for (index, item) in UnomiItem.items(in: root).enumerated() {
      rules += UnomiRules(item: item, index: index, file: file, library: library).rules()
    }
    return RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: RuleSetFormat.unomi.name, path: file.path,
      digest: SHA256Digest.hexadecimal(of: file.bytes), rules: rules, segments: segments(library))
  }

  private static func segments(_ library: UnomiLibrary) -> [String: Predicate] {
    library.segments.mapValues { source in
      var lowering = UnomiLowering(file: source.file, library: library)
      return lowering.predicate(source.node)
    }
  }
}

/// The rules that one item stands for: a request holds one a personalisation.
private struct UnomiRules {
  let item: UnomiItem
  let index: Int
  let file: SourceFile
  let library: UnomiLibrary

  func rules() -> [Rule] {
    switch item.kind {
    case .rule: [rule(id: identifier, conditions: [item.node["condition"]], tactic: nil)]
    case .segment: [rule(id: "segment:\(identifier)", conditions: [item.node["condition"]], tactic: nil)]
    case .condition:
      [rule(id: "condition:\(identifier)", conditions: [item.node["condition"] ?? item.node], tactic: nil)]
    case .scoring: elements()
    case .goal:
      [
        rule(
          id: "goal:\(identifier)", conditions: [item.node["startEvent"], item.node["targetEvent"]],
          tactic: nil)
      ]
    case .campaign: [campaign()]
    case .request: request()
    case .conditionType, .definition: []
    }
  }

  private var identifier: String { item.id.isEmpty ? "\(index + 1)" : item.id }

  private func elements() -> [Rule] {
    (item.node["elements"]?.elements ?? []).enumerated().map { position, element in
      rule(
        id: "scoring:\(identifier)/\(position + 1)", conditions: [element["condition"]], tactic: nil, at: element)
    }
  }

  private func campaign() -> Rule {
    var rule = rule(id: "campaign:\(identifier)", conditions: [item.node["entryCondition"]], tactic: .journey)
    if let end = item.node["endDate"], let text = end.scalarText {
      rule.expires = Moment(iso8601: text)?.end
      rule.spans["expires"] = UnomiLowering(file: file, library: library).part(end, "endDate")
    }
    return rule
  }

  /// A context request: one rule a personalisation, and one for what it sends to the browser.
  private func request() -> [Rule] {
    var rules = (item.node["personalizations"]?.elements ?? []).enumerated().map { position, node in
      personalisation(node, fallback: "\(identifier)/\(position + 1)")
    }
    if item.node["contents"] != nil { rules.append(personalisation(item.node, fallback: identifier)) }
    let filters = (item.node["filters"]?.elements ?? []).flatMap { $0["filters"]?.elements ?? [$0] }
    let exports = disclosures()
    guard rules.isEmpty || !exports.isEmpty || !filters.isEmpty else { return rules }
    var request = rule(
      id: "request:\(identifier)", conditions: filters.map { $0["condition"] }, tactic: .recommendation)
    if filters.isEmpty { request.audience = .constant(true) }
    request.exports += exports
    return rules + [request]
  }

  private func personalisation(_ node: Node, fallback: String) -> Rule {
    let contents = node["contents"]?.elements ?? []
    let conditions = contents.flatMap { $0["filters"]?.elements ?? [] }.map { $0["condition"] }
    let id = node["id"]?.scalarText ?? fallback
    var rule = rule(
      id: "personalization:\(id)", conditions: conditions, tactic: .recommendation, at: node, joinedByOr: true)
    if conditions.isEmpty { rule.audience = .constant(true) }
    return rule
  }

  /// `requiredProfileProperties` go to the browser; `*` is the whole profile.
  private func disclosures() -> [RuleExport] {
    let lowering = UnomiLowering(file: file, library: library)
    return [("requiredProfileProperties", ""), ("requiredSessionProperties", "session.")].compactMap { key, prefix in
      guard let list = item.node[key]?.elements, let first = list.first else { return nil }
      let names = list.compactMap(\.scalarText)
      return RuleExport(
        recipient: "browser", paths: names.filter { $0 != "*" }.map { AttributePath(prefix + "properties." + $0) },
        isWildcard: names.contains("*"), place: lowering.part(first, key))
    }
  }

  private func rule(
    id: String, conditions: [Node?], tactic: Tactic?, at node: Node? = nil, joinedByOr: Bool = false
  ) -> Rule {
    var lowering = UnomiLowering(file: file, library: library)
    var actions = UnomiActions()
    let parts = conditions.map { condition -> Predicate in
      guard let condition else { return lowering.unknown("no condition", at: node ?? item.node) }
      return lowering.predicate(condition)
    }
    for action in item.node["actions"]?.elements ?? [] { actions.add(action, &lowering) }
    let audience: Predicate = parts.count == 1 ? parts[0] : joinedByOr ? .any(parts) : .all(parts)
    let place = lowering.part(item.node["metadata"]?["id"] ?? node?["id"] ?? node ?? item.node, id)
    return Rule(
      id: id, tactic: tactic, use: nil, channel: actions.sendsMail ? Channel("email") : nil, subjectType: nil,
      basis: nil, owner: nil, reviewed: nil, expires: nil,
      // Without a condition on past events a rule sees the present event and profile only.
      lookBack: lowering.isUnbounded ? nil : lowering.lookBack ?? .zero,
      hasFrequencyCap: false, latency: .zero, estimatedAudience: nil, audience: audience, reads: lowering.reads,
      writes: actions.writes, exports: actions.exports, personalLiterals: lowering.personalLiterals,
      opaque: lowering.opaque, dangling: lowering.dangling, spans: ["id": place, "audience": place])
  }
}

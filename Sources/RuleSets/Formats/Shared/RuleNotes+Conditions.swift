internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleNotes {
  /// Notes a read once a place, and gives its path.
  @discardableResult mutating func attribute(_ path: String, at node: Node) -> AttributePath {
    let read = RuleRead(path: AttributePath(path), place: part(node, path))
    if !reads.contains(read) { reads.append(read) }
    return read.path
  }

  /// A condition that has no form in the algebra though everybody knows what it means, such as the share of a rollout.
  mutating func atom(_ text: String, at node: Node, reads paths: [String]) -> Predicate {
    for path in paths { attribute(path, at: node) }
    return .opaque(text: text, reads: paths.map { AttributePath($0) })
  }

  /// A reference to what nothing defines, such as `segment \`404\``, with the nearest name that is defined.
  mutating func missing(_ what: String, _ name: String, among known: some Sequence<String>, at node: Node) {
    let near = nearestName(to: name, among: known)
    dangling.append(part(node, "\(what) `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "")))
  }

  mutating func reference(_ id: String, at node: Node) { references.append(part(node, id)) }

  mutating func personal(below node: Node?) { if let node { literals(node) } }

  /// The rule with everything that was noted.
  func rule(id: String, at node: Node, audience: Predicate) -> Rule {
    var rule = Rule(id: id, audience: audience, notes: self, place: part(node, id))
    let windows = FreshnessWindows(audience)
    if !windows.isEmpty {
      for index in rule.reads.indices { rule.reads[index].freshWithin = windows.period(for: rule.reads[index].path) }
    }
    return rule
  }
}

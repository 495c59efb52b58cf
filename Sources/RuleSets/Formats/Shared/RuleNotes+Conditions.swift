internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleNotes {
  /// How far back a repetition is looked for.
  private static let neighbours = 16

  /// Notes a read, once where neighbours repeat it, and gives its path.
  @discardableResult mutating func attribute(_ path: String, at node: Node) -> AttributePath {
    let read = RuleRead(path: AttributePath(path), place: part(node, path))
    if !reads.suffix(Self.neighbours).contains(read) { reads.append(read) }
    return read.path
  }

  /// A condition that has no form in the algebra though everybody knows what it means, such as the share of a rollout.
  /// Conditions that differ have other texts (`opaque(_:at:reads:of:)`), through the parameter `whole` where the text
  /// does not say everything.
  mutating func atom(_ text: String, at node: Node, reads paths: [String], of whole: Node? = nil) -> Predicate {
    for path in paths where !reads.suffix(Self.neighbours).contains(where: { $0.path.text == path }) {
      attribute(path, at: node)
    }
    return .opaque(
      text: whole.map { "\(text): \($0.distinctText)" } ?? text, reads: paths.map { AttributePath($0) })
  }

  /// A reference to what nothing defines, such as `segment \`404\``, with the nearest name that is defined.
  mutating func missing(_ what: String, _ name: String, among known: some Sequence<String>, at node: Node) {
    // Ids of one or two digits are all near each other.
    let near = name.utf8.count > 2 ? nearestName(to: name, among: known) : nil
    dangling.append(part(node, "\(what) `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "")))
  }

  mutating func reference(_ id: String, at node: Node) { references.append(part(node, id)) }

  mutating func personal(below node: Node?) { if let node { literals(node) } }

  /// Values that an attribute is compared with: each that looks like it names somebody, and all where the attribute does.
  /// The parameter `isList` is for the wording alone.
  mutating func personalValues(_ nodes: [Node], of path: String, isList: Bool) {
    let isIdentifier = Self.identifies(path)
    for node in nodes where !node.isNull {
      if case .text(let text) = node.content, let kind = PersonalLiteral.kind(of: text) {
        identifiers([node], kind.rawValue)
      } else if isIdentifier, node.scalarText != nil {
        identifiers([node], isList ? "a list of identifiers" : "an identifier")
      }
    }
  }

  /// The rule with everything that was noted.
  func rule(id: String, at node: Node, audience: Predicate) -> Rule {
    var rule = Rule(id: id, audience: audience, notes: self, place: part(node, id))
    // Without a condition on past events a rule sees the present only.
    rule.lookBack = .zero
    let windows = FreshnessWindows(audience)
    if !windows.isEmpty {
      for index in rule.reads.indices { rule.reads[index].freshWithin = windows.period(for: rule.reads[index].path) }
    }
    return rule
  }
}

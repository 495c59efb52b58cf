internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSet {
  /// Reads a native rule set, from YAML or JSON:
  ///
  /// ```yaml
  /// ruleset: spring
  /// segments: [{id: lapsed, audience: {attribute: purchases.lastAt, olderThan: P90D}}]
  /// rules:
  ///   - id: lapsed-bakery-buyers
  ///     use: marketing.communications.email
  ///     audience: {all: [{segment: lapsed}, {consent: marketing.communications.email}]}
  /// ```
  ///
  /// A rule without `audience` reaches everyone. A list of no rules is read: whoever judges it says that nothing was
  /// looked at. Throws ``InputError`` with everything that is wrong.
  static func native(_ root: Node, _ file: SourceFile) throws(InputError) -> RuleSet {
    var reader = NativeReader(file: file)
    guard let set = reader.ruleSet(root) else { throw InputError(reader.problems.diagnostics) }
    try reader.problems.throwIfAny()
    return set
  }
}

/// Reads one native file.
struct NativeReader {
  let file: SourceFile
  var problems: Problems
  /// For all rules, so that its lists are made once.
  var conditions = ConditionReader()
  /// By the rule's id.
  var plans: [String: SharedPlan] = [:]

  init(file: SourceFile) {
    self.file = file
    problems = Problems(in: file)
  }

  mutating func ruleSet(_ root: Node) -> RuleSet? {
    guard var fields = MappingReader(root, "a rule set", &problems) else { return nil }
    // First, so that a forgotten `ruleset` is not taken for a slip in `rules`.
    let ruleList = fields.required("rules", &problems)
    let id = fields.text("ruleset", &problems)
    _ = fields.optionalText("title", &problems)
    _ = fields.optionalText("description", &problems)
    let segments = readSegments(fields.optional("segments"))
    let loyalty = fields.optional("loyalty").flatMap { readLoyalty($0) }
    let rules = readRules(ruleList, segments.predicates, loyalty)
    fields.finish(&problems)
    guard let id, !id.isEmpty else { return nil }
    var set = RuleSet(
      id: id, format: RuleSetFormat.native.name, path: file.path,
      digest: SHA256Digest.hexadecimal(of: file.bytes), rules: rules, segments: segments.predicates,
      segmentParts: segments.parts)
    set.loyalty = loyalty
    return set
  }

  private mutating func readRules(_ node: Node?, _ segments: [String: Predicate], _ loyalty: LoyaltyProgramme?)
    -> [Rule]
  {
    guard let node else { return [] }
    guard let elements = node.items else {
      problems.error("`rules` is a list; found \(node.kind)", at: node)
      return []
    }
    var (rules, known) = ([Rule](), [String: SourcePlace](minimumCapacity: elements.count))
    rules.reserveCapacity(elements.count)
    var referring: [Int: Node] = [:]
    for element in elements {
      guard let rule = rule(element, segments) else { continue }
      let place = element["id"] ?? element
      if let first = known.updateValue(place.place, forKey: rule.id) {
        problems.error(
          "the rule `\(rule.id)` stands twice; first in line \(file.position(of: first).line)", at: place)
      }
      if rule.sameAs != nil || rule.plan?.tactic == .offer { referring[rules.count] = element }
      rules.append(rule)
    }
    if !referring.isEmpty { settleReferences(of: &rules, referring, loyalty) }
    return rules
  }

  private mutating func readSegments(
    _ node: Node?
  ) -> (predicates: [String: Predicate], parts: [String: RulePart]) {
    var (predicates, parts) = ([String: Predicate](), [String: RulePart]())
    guard let node else { return ([:], [:]) }
    guard let elements = node.items else {
      problems.error("`segments` is a list of `{id, audience}`; found \(node.kind)", at: node)
      return ([:], [:])
    }
    for element in elements {
      guard var fields = MappingReader(element, "a segment", &problems) else { continue }
      let idNode = fields.required("id", &problems)
      let audience = fields.required("audience", &problems)
      fields.finish(&problems)
      guard let idNode, let audience, let id = idNode.readText("id", &problems) else { continue }
      if predicates[id] != nil { problems.error("the segment `\(id)` stands twice", at: idNode) }
      predicates[id] = Predicate.read(audience, &problems) ?? .constant(false)
      parts[id] = part(idNode, id)
    }
    return (predicates, parts)
  }

  func part(_ node: Node, _ text: String) -> RulePart { RulePart(node, in: file, text: text) }
}

internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension NativeReader {
  mutating func readAudience(_ rule: inout Rule, _ node: Node?, _ segments: [String: Predicate]) {
    guard let node else { return }
    rule.spans.append("audience", part(node, "audience"))
    rule.audience = condition(node, &rule, segments) ?? .constant(false)
  }

  /// A condition, with all that it reads and refers to noted as the rule's.
  mutating func condition(_ node: Node, _ rule: inout Rule, _ segments: [String: Predicate]) -> Predicate? {
    conditions.forget()
    let predicate = conditions.read(node, &problems)
    rule.reads.reserveCapacity(conditions.attributes.count)
    for mention in conditions.attributes {
      rule.reads.append(RuleRead(path: mention.path, place: part(mention.node, mention.path.text)))
    }
    for node in conditions.segments {
      guard let id = node.scalarText else { continue }
      rule.references.append(part(node, id))
      guard segments[id] == nil else { continue }
      let near = nearestName(to: id, among: segments.keys)
      rule.dangling.append(part(node, "segment `\(id)`" + (near.map { "; did you mean `\($0)`?" } ?? "")))
    }
    for node in conditions.opaque { rule.opaque.append(part(node, "opaque part")) }
    for node in conditions.unread { rule.reads.append(RuleRead(path: .anything, place: part(node, "opaque part"))) }
    for node in conditions.literals { notePersonal(node, &rule) }
    return predicate
  }

  mutating func readData(_ rule: inout Rule, _ fields: inout MappingReader) {
    for node in fields.list("reads") { note(node, "reads", &rule.reads) }
    for node in fields.list("writes") { note(node, "writes", &rule.writes) }
    for node in fields.list("exports") { if let export = export(node) { rule.exports.append(export) } }
    guard let action = fields.optional("action") else { return }
    rule.action = action.normalisedText
    notePersonal(action, &rule)
  }

  private mutating func note(_ node: Node, _ what: String, _ reads: inout [RuleRead]) {
    guard let text = node.readText(what, &problems) else { return }
    reads.append(RuleRead(path: AttributePath(text), place: part(node, text)))
  }

  /// `{to: partner, attributes: [..] | "*", sale: false, country: DE, safeguard: scc}`.
  private mutating func export(_ node: Node) -> RuleExport? {
    guard var fields = MappingReader(node, "an export", &problems) else { return nil }
    let to = fields.required("to", &problems)
    let attributes = fields.required("attributes", &problems)
    let sale = fields.optional("sale") == nil ? nil : fields.boolean("sale", default: false, &problems)
    let (country, safeguard) = (fields.optionalText("country", &problems), fields.optionalText("safeguard", &problems))
    fields.finish(&problems)
    guard let to, let attributes, let recipient = to.readText("to", &problems) else { return nil }
    let texts = (attributes.elements ?? [attributes]).compactMap { $0.readText("attributes", &problems) }
    var export = RuleExport(
      recipient: recipient, paths: texts.filter { $0 != "*" }.map { AttributePath($0) },
      isWildcard: texts.contains("*"), place: part(to, recipient))
    (export.isSale, export.country, export.safeguard) = (sale, country, safeguard)
    return export
  }

  /// Texts that look like personal data; the place says of which kind, never the value.
  mutating func notePersonal(_ node: Node, _ rule: inout Rule) {
    if let text = node.text {
      if let kind = PersonalLiteral.kind(of: text) { rule.personalLiterals.append(part(node, kind.rawValue)) }
    } else if let elements = node.items {
      for element in elements { notePersonal(element, &rule) }
    } else if let members = node.members {
      for member in members { notePersonal(member.value, &rule) }
    }
  }
}

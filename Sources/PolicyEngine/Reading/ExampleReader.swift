internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

/// Reads `examples:` of a control: cases that it must find, must not find, or cannot judge.
struct ExampleReader {
  let vocabulary: Vocabulary
  let kind: RequirementKind

  /// The one person of an example.
  static let subject = "person"

  private enum Outcome: String, CaseIterable { case violates, complies, unverifiable }

  /// - Parameter isCase: a case in a file of its own, which names its control beside.
  func read(_ node: Node, isCase: Bool = false, _ problems: inout Problems) -> ControlExample? {
    guard var fields = MappingReader(node, "an example", &problems) else { return nil }
    if isCase { _ = fields.optional("control") }
    let before = problems.diagnostics.count
    let found = Outcome.allCases.compactMap { outcome in fields.optional(outcome.rawValue).map { (outcome, $0) } }
    let reasonNode = fields.optional("reason")
    let reason: Reason? = reasonNode?.readChoice("reason", &problems)
    fields.finish(&problems)
    guard let (outcome, body) = found.first, found.count == 1 else {
      if found.count > 1 || problems.diagnostics.count == before {
        problems.error("an example is one of `violates`, `complies` and `unverifiable`", at: node)
      }
      return nil
    }
    if outcome == .complies, let reasonNode { problems.error("what complies has no `reason`", at: reasonNode) }
    guard let (situation, asOf) = readSituation(body, &problems) else { return nil }
    return ControlExample(
      violates: outcome == .violates, reason: reason, isUnverifiable: outcome == .unverifiable, asOf: asOf,
      situation: situation, span: problems.file.span(node.position))
  }

  private func readSituation(
    _ node: Node, _ problems: inout Problems
  ) -> (ControlExample.Situation, asOf: Instant?)? {
    guard var fields = MappingReader(node, "an example", &problems) else { return nil }
    let use = fields.optional("use")
    let record = fields.optional("record")
    let rule = fields.optional("rule")
    let events = fields.list("events").compactMap { readEvent($0, &problems) }
    let attributes = fields.optional("attributes")
    let asOf = fields.moment("asOf", &problems)?.start
    fields.finish(&problems)
    guard [use, record, rule].compactMap({ $0 }).count <= 1 else {
      problems.error("an example has one of `use`, `record` and `rule`", at: node)
      return nil
    }
    if let rule, isFitting(.rule, node, &problems) { return (.rule(rule.jsonText), asOf) }
    if let use, isFitting(.use, node, &problems) {
      let facts = attributes.map { readAttributes($0, &problems) } ?? [:]
      return readUse(use, &problems).map { (.use($0, events: events, attributes: facts), asOf) }
    }
    guard use == nil, rule == nil, isFitting(record == nil ? .events : .record, node, &problems) else { return nil }
    let values = record.map { readRecord($0, &problems) } ?? [:]
    return (.record(values, events: events), asOf)
  }

  /// Dates of attributes are instants, as stores hold them.
  private func readAttributes(_ node: Node, _ problems: inout Problems) -> [String: Value] {
    guard let entries = node.entries else {
      problems.error("`attributes` maps paths to values; found \(node.kind)", at: node)
      return [:]
    }
    var values: [String: Value] = [:]
    for entry in entries {
      guard let value = entry.value.value else { continue }
      guard case .text(let text) = value, text.utf8.count >= 10, let instant = Instant(iso8601: text) else {
        values[entry.key] = value
        continue
      }
      values[entry.key] = .instant(instant)
    }
    return values
  }

  /// The keys of a record are those that the kind's runner reads.
  private func readRecord(_ node: Node, _ problems: inout Problems) -> [String: Value] {
    guard var fields = MappingReader(node, "a record of `\(kind.rawValue)`", &problems) else { return [:] }
    var values: [String: Value] = [:]
    for key in kind.recordKeys { values[key] = fields.optional(key)?.value }
    fields.finish(&problems)
    return values
  }
}

// MARK: - What an example of a kind may hold

extension ExampleReader {
  private enum Form: String { case use, record, rule, events }

  private func isFitting(_ form: Form, _ node: Node, _ problems: inout Problems) -> Bool {
    let allowed: [Form] =
      switch kind {
      case .basis, .consent, .optOut, .eligibility, .prohibit: [.use, .rule]
      case .freshness, .granularity: [.record, .use, .rule]
      case .crowd, .declared, .disclosure: [.record, .rule]
      case .retention, .erasure, .deadline: [.record]
      case .evidence, .reask, .reconcile: [.events, .record]
      case .review, .hygiene: [.rule]
      }
    if allowed.contains(form) { return true }
    let names = allowed.map { "`\($0.rawValue)`" }
    problems.error("an example of `\(kind.rawValue)` has \(listed(names))", at: node)
    return false
  }
}

extension RequirementKind {
  /// The keys that `record:` of an example may have.
  var recordKeys: [String] {
    switch self {
    case .retention: RetentionAnchor.allCases.map(\.rawValue)
    case .freshness: ["updatedAt"]
    case .granularity: ["held", "declared"]
    case .crowd: ["size"]
    case .declared: ["held", "declared"]
    case .erasure: ["erasedAt", "presentAt", "created"]
    case .deadline: ["received", "closed", "extended", "type"]
    case .disclosure: ["recipient", "sale", "country", "safeguard", "declared"]
    case .evidence: ["signal", "at"]
    default: []
    }
  }
}

public import GovernanceModel
internal import Predicates
internal import RuleSets
internal import SourceDocuments

extension RuleInspection {
  /// The same as ``text(rule:)`` as one JSON object.
  public func json(rule id: String? = nil) throws(InputError) -> String {
    let segments = ruleSet.segments.mapValues { JSONValue.text($0.withoutPersonalLiterals.conditionText) }
    return JSONValue.object([
      "ruleSet": .text(ruleSet.id), "format": .text(ruleSet.format), "path": .text(ruleSet.path),
      "digest": .text(ruleSet.digest), "rules": .array(try rules(id).map(value)), "segments": .object(segments),
    ]).jsonText + "\n"
  }

  private func value(_ rule: Rule) -> JSONValue {
    var members: [String: JSONValue] = [
      "id": .text(rule.id), "audience": .text(RuleWords.audience(rule).conditionText),
      "reads": parts(rule.reads.map { ($0.path.text, $0.place) }),
      "writes": parts(rule.writes.map { ($0.path.text, $0.place) }),
      "exports": .array(rule.exports.map(value)),
      "literals": parts(rule.personalLiterals.map { ($0.text, $0) }),
      "opaque": parts(rule.opaque.map { ($0.text, $0) }), "dangling": parts(rule.dangling.map { ($0.text, $0) }),
      "segments": parts(rule.references.map { ($0.text, $0) }),
    ]
    members["use"] = rule.use.map { .text("\($0)") }
    members["channel"] = rule.channel.map { .text("\($0)") }
    members["place"] = rule.spans["id"].map { place($0) }
    return .object(members)
  }

  private func value(_ export: RuleExport) -> JSONValue {
    .object([
      "to": .text(export.recipient), "attributes": .array(export.paths.map { .text($0.text) }),
      "wholeProfile": .boolean(export.isWildcard), "place": place(export.place),
    ])
  }

  private func parts(_ parts: [(text: String, place: RulePart)]) -> JSONValue {
    .array(parts.map { .object(["text": .text($0.text), "place": place($0.place)]) })
  }

  private func place(_ part: RulePart) -> JSONValue {
    .object([
      "line": .number(Double(part.span.line)), "column": .number(Double(part.span.column)),
      "length": .number(Double(part.span.length)),
    ])
  }
}

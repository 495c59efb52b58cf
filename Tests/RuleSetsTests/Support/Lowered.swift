import GovernanceModel
import Predicates
import SourceDocuments

@testable import RuleSets

/// A rule set from the text of a test, its format told by content.
func lowered(_ text: String, as format: RuleSetFormat) throws -> RuleSet {
  let file = try SourceFile(path: "rules.json", bytes: Array(text.utf8))
  let document = try RuleDocument(file)
  guard document.format == format else { throw WrongFormat(found: document.format.name) }
  return try document.ruleSet(library: UnomiLibrary())
}

struct WrongFormat: Error { let found: String }

extension RuleSet {
  /// The audience of the only rule, as conditions write it.
  var condition: String { rules.map(\.audience.conditionText).joined(separator: " | ") }
}

/// The results of a bare rule, or of a document.
func evaluated(_ rule: String, _ data: String, as format: RuleSetFormat, ruleID: String? = nil) throws -> [String] {
  let file = try SourceFile(path: "line.json", bytes: Array(rule.utf8))
  let document = try RuleDocument(rule: Node.json(file), in: file, as: format)
  let now = Instant(iso8601: "2026-03-01T00:00:00Z") ?? Instant(microseconds: 0)
  return try document.evaluate(EvaluationRequest(data: .parse(data), now: now, ruleID: ruleID)).map {
    try $0.result.get().jsonText
  }
}

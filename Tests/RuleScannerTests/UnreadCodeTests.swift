import GovernanceModel
import PolicyEngine
import RuleSets
import SourceDocuments
import Testing

@testable import RuleScanner

/// Code that nobody can read is never a pass of what turns on the data that is read.
@Suite struct UnreadCodeTests {
  private static let prohibition = GateCase.pack("{prohibit: {}}", appliesTo: "{categories: [user.location.precise]}")

  private func verdicts(_ text: String, _ path: String, use: String = "marketing") throws -> [String] {
    let (policies, source) = try GateCase.policies(Self.prohibition)
    var defaults = RuleDefaults()
    defaults.use = DataUse(use)
    let set = try RuleSet.load(path: path, bytes: Array(text.utf8)).filled(with: defaults)
    let result = Gate(
      policies: policies, ruleSets: [set], asOf: GateCase.asOf, policyFiles: [source.path: source]
    ).run()
    return result.observations.map { "\($0.verdict) \($0.locus.attribute ?? "")" }
  }

  @Test(arguments: [
    ("SELECT id FROM place WHERE gps = 'x' COLLATE NOCASE", "a.sql"),
    ("SELECT ID FROM PLACE WHERE GPS = 'x'", "b.sql"),
  ])
  func `a column of SQL is found whatever surrounds it and however it is spelt`(text: String, path: String) throws {
    let found = try verdicts(text, path)
    #expect(found.contains { $0.hasPrefix("violation(GovernanceModel.Reason.prohibited)") }, "\(found)")
  }

  @Test(arguments: [
    (#"{"==": [{"var": {"cat": ["place.", "gps"]}}, 1]}"#, "rule.json"),
    (#"{"in": [{"var": ""}, [1]]}"#, "all.json"),
    (
      #"{"nodes": [{"id": "i", "name": "in", "type": "inputNode"}, {"id": "f", "name": "f", "type": "functionNode", "content": "export const handler = async (i) => i.place"}, {"id": "o", "name": "out", "type": "outputNode"}], "edges": [{"id": "1", "sourceId": "i", "targetId": "f"}, {"id": "2", "sourceId": "f", "targetId": "o"}]}"#,
      "graph.json"
    ),
  ])
  func `what computed paths and foreign code read cannot be told`(text: String, path: String) throws {
    let found = try verdicts(text, path)
    #expect(found.contains("unverifiable(GovernanceModel.Reason.opaque) *"), "\(found)")
  }
}

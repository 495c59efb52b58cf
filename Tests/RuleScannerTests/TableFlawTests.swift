import GovernanceModel
import RuleScanner
import RuleSets
import SourceDocuments
import Testing

@Suite struct TableFlawTests {
  /// A decision table of GoRules on `age`, in a graph whose input declares an address too.
  static func graph(cells: [String]) -> String {
    let rows = cells.enumerated().map { #"{"_id": "r\#($0 + 1)", "i": "\#($1)", "o": "\#($0)"}"# }
    return """
      {"nodes": [{"id": "in", "type": "inputNode", "name": "request",
        "content": {"schema": "{\\"properties\\": {\\"age\\": {}, \\"address\\": {}}}"}},
       {"id": "t", "type": "decisionTableNode", "name": "Offer", "content": {"hitPolicy": "first",
        "inputs": [{"id": "i", "field": "age"}], "outputs": [{"id": "o", "field": "offer"}],
        "rules": [\(rows.joined(separator: ","))]}}],
       "edges": [{"sourceId": "in", "targetId": "t"}]}
      """
  }

  static func told(_ faults: String, cells: [String]) throws -> [String] {
    let (policies, source) = try GateCase.policies(GateCase.pack("{hygiene: {forbid: [\(faults)]}}"))
    let set = try RuleSet.load(path: "offer.json", bytes: Array(graph(cells: cells).utf8))
    let gate = Gate(policies: policies, ruleSets: [set], asOf: GateCase.asOf, policyFiles: [source.path: source])
    return gate.run().observations.compactMap { observation in
      observation.verdict.reason.map { "\($0.rawValue) \(observation.locus.attribute ?? "")" }
    }
  }

  @Test func `a table that leaves values without an answer is a finding`() throws {
    #expect(try Self.told("tableGap", cells: ["> 10", "< 5"]) == ["tableGap Offer"])
    #expect(try Self.told("tableGap", cells: ["> 10", ""]).isEmpty)
  }

  @Test func `an input that nothing reads is a finding`() throws {
    #expect(try Self.told("unusedInput", cells: ["> 10", ""]) == ["unusedInput address"])
    #expect(try Self.told("tableOverlap", cells: ["> 10", ""]).isEmpty)
  }
}

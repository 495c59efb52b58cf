import GovernanceModel
import ProvisoTesting
import SourceDocuments

@testable import RuleSets

extension ConformanceSuite {
  private static let logicSource = "json-logic/compat-tables ee046c7"

  /// The tests of jsonlogic.com.
  static let jsonLogicCanonical = ConformanceSuite(
    name: "JsonLogic, canonical", source: logicSource,
    run: { try logicScore(["jsonlogic/suites__compatible.json"]) })

  /// The community's suites, errors included.
  static let jsonLogicOpen = ConformanceSuite(
    name: "JsonLogic, open suites", source: logicSource,
    run: {
      let files = Corpus.files(in: "rules/jsonlogic", suffixes: [".json"])
        .map { "jsonlogic/" + ($0.split(separator: "/").last.map(String.init) ?? "") }
      return try logicScore(files.filter { !$0.hasSuffix("compatible.json") })
    })

  private static func logicScore(_ paths: [String]) throws -> Score {
    var score = Score()
    for path in paths {
      let (file, root) = try corpusTree(path)
      for element in root.elements ?? [] {
        guard let rule = element["rule"] else { continue }
        let data = element["data"].map(JSONValue.init) ?? .null
        let document = try RuleDocument(rule: rule, in: file, as: .jsonLogic)
        let outcome = try document.evaluate(EvaluationRequest(data: data, now: .distantPast))
        let place = "\(path):\(element.position.line) \(rule.jsonText)"
        score.count(logicAgrees(outcome[0].result, element), "\(place) → \(outcome[0].result)")
      }
    }
    return score
  }

  /// A result by value, numbers to the last bits of a division; an error by its type.
  private static func logicAgrees(_ result: Result<JSONValue, EvaluationError>, _ expected: Node) -> Bool {
    switch result {
    case .failure(let error): return expected["error"]?["type"]?.scalarText == error.reason
    case .success(let value):
      guard expected["error"] == nil, let wanted = expected["result"].map(JSONValue.init) else { return false }
      if case .number(let one) = value, case .number(let other) = wanted { return abs(one - other) < 1e-12 }
      return value == wanted
    }
  }
}

import GovernanceModel
import ProvisoTesting
import SourceDocuments

@testable import RuleSets

extension ConformanceSuite {
  /// The graphs of the engine's own repository, which carry inputs with the outputs that it gave.
  static let goRules = ConformanceSuite(name: "GoRules JDM graphs", source: "gorules/zen 6c0fbab") {
    // Three graphs ask for the present day: their outputs were written on 19 August 2025.
    let now = Instant(microseconds: 1_755_622_502_000_000)
    var score = Score()
    for path in Corpus.files(in: "rules/gorules-jdm", suffixes: [".json"]) {
      let source = try SourceFile(path: path, bytes: Corpus.bytes(of: path))
      let root = try Node.read(source)
      let graph = try JDMReader.read(root, source)
      for (index, test) in (root["tests"]?.elements ?? []).enumerated() {
        var evaluator = JDMEvaluator(graph, now: now)
        do {
          let result = try evaluator.run(FormulaValue(JSONValue(test["input"] ?? test)))
          score.count(result.json == JSONValue(test["output"] ?? test), "\(path)[\(index)]")
        } catch JDMFailure.opaque {
          score.opaque += 1
        } catch {
          score.count(false, "\(path)[\(index)]: \(error)")
        }
      }
    }
    return score
  }
}

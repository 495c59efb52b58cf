import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// The graphs of the engine's own repository, which carry inputs with the outputs that it gives.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct JDMCorpusTests {
  static func graphs() throws -> [(file: String, root: Node, source: SourceFile)] {
    try Corpus.files(in: "rules/gorules-jdm", suffixes: [".json"]).map { path in
      let source = try SourceFile(path: path, bytes: Corpus.bytes(of: path))
      return (path, try Node.read(source), source)
    }
  }

  @Test func `gives the outputs that the graphs promise`() throws {
    var (right, opaque, wrong): (Int, [String], [String]) = (0, [], [])
    for (path, root, source) in try Self.graphs() {
      let graph = try JDMReader.read(root, source)
      let name = path.split(separator: "/").last.map(String.init) ?? path
      for (index, test) in (root["tests"]?.elements ?? []).enumerated() {
        let input = FormulaValue(JSONValue(test["input"] ?? test))
        let expected = JSONValue(test["output"] ?? test)
        var evaluator = JDMEvaluator(graph, now: Instant(microseconds: 1_755_622_502_000_000))
        do {
          let result = try evaluator.run(input).json
          if result == expected {
            right += 1
          } else {
            wrong.append("\(name)[\(index)]: \(result.jsonText)\n   != \(expected.jsonText)")
          }
        } catch JDMFailure.opaque(let what) {
          opaque.append("\(name)[\(index)]: \(what)")
        } catch {
          wrong.append("\(name)[\(index)]: \(error)")
        }
      }
    }
    print("JDM: \(right) right, \(opaque.count) opaque, \(wrong.count) wrong")
    for line in wrong + opaque { print("JDM:", line) }
    #expect(wrong.isEmpty)
    #expect(right > 60)
  }
}

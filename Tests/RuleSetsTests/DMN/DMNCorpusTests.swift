import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing
import XMLDocuments

@testable import RuleSets

/// The folders of the DMN Technology Compatibility Kit that hold a decision table.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct DMNCorpusTests {
  static let tests = Corpus.files(in: "rules/dmn-tck", suffixes: ["-test-01.xml", "-test-02.xml", "-test-03.xml"])
  static let models = Corpus.files(in: "rules/dmn-tck", suffixes: [".dmn"])

  static func model(_ path: String) throws -> DMNModel {
    let bytes = try Corpus.bytes(of: path)
    return try DMNReader.read(try XMLDocument(bytes).root(), SourceFile(path: path, bytes: bytes))
  }

  @Test func `gives the results of the compatibility kit`() throws {
    var (right, wrong, outOfScope): (Int, [String], [String]) = (0, [], [])
    for path in Self.tests {
      let model = try Self.model(String(path.prefix { $0 != "#" }.dropLast("-test-01.xml".count)) + ".dmn")
      for test in try TCKCase.read(Corpus.bytes(of: path)) {
        let name = "\(model.name) \(test.id)"
        do {
          for (decision, expected) in test.expected {
            let asked = try #require(model.decisions.first { $0.name == decision })
            let evaluator = DMNEvaluator(model, data: test.inputs)
            let result = try evaluator.value(of: asked)
            let expected = evaluator.types.coerced(expected, to: asked.type)
            if TCKCase.agree(result, expected) {
              right += 1
            } else {
              wrong.append("\(name) \(decision): \(result.json.jsonText) != \(expected.json.jsonText)")
            }
          }
        } catch FEELFailure.unsupported(let what) {
          outOfScope.append("\(name): \(what)")
        }
      }
    }
    print("DMN: \(right) right, \(wrong.count) wrong, \(outOfScope.count) out of scope")
    for line in wrong + outOfScope { print("DMN:", line) }
    #expect(wrong.isEmpty)
  }
}

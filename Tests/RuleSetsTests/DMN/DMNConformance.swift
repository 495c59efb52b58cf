import GovernanceModel
import ProvisoTesting
import SourceDocuments
import XMLDocuments

@testable import RuleSets

extension ConformanceSuite {
  /// The folders of the DMN Technology Compatibility Kit that hold a decision table.
  static let dmn = ConformanceSuite(name: "DMN TCK, decision tables", source: "dmn-tck/tck 0dbcaf9") {
    var score = Score()
    for path in Corpus.files(in: "rules/dmn-tck", suffixes: ["-test-01.xml"]) {
      let modelPath = path.dropLast("-test-01.xml".count) + ".dmn"
      let bytes = try Corpus.bytes(of: String(modelPath))
      let model = try DMNReader.read(XMLDocument(bytes).root(), SourceFile(path: String(modelPath), bytes: bytes))
      for test in try TCKCase.read(Corpus.bytes(of: path)) {
        do {
          score.count(try test.holds(in: model), "\(model.name) \(test.id)")
        } catch FEELFailure.unsupported(let what) {
          score.outOfScope[what, default: 0] += 1
        }
      }
    }
    return score
  }
}

extension TCKCase {
  /// Whether every decision that the case names gives what it expects.
  fileprivate func holds(in model: DMNModel) throws(FEELFailure) -> Bool {
    let evaluator = DMNEvaluator(model, data: inputs)
    for (name, value) in expected {
      guard let asked = model.decisions.first(where: { $0.name == name }) else { return false }
      let result = try evaluator.value(of: asked)
      guard Self.agree(result, evaluator.types.coerced(value, to: asked.type)) else { return false }
    }
    return true
  }
}

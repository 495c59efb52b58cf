import GovernanceModel
import SourceDocuments

@testable import RuleSets

/// Each file of the client specification of Unleash holds a state and what a client must answer on it.
extension ConformanceSuite {
  private static let specification = "Unleash/client-specification 931b695"

  static let unleashEnabled = ConformanceSuite(
    name: "Unleash client specification, isEnabled", source: specification,
    run: { try score("tests") { .init($0.isEnabled($1, $2)) } })

  static let unleashVariants = ConformanceSuite(
    name: "Unleash client specification, getVariant", source: specification,
    run: { try score("variantTests") { $0.variant($1, $2) } })

  private static func score(
    _ suite: String, _ answer: (UnleashEvaluator, String, UnleashContext) -> JSONValue
  ) throws -> Score {
    var score = Score()
    for path in UnleashConformanceTests.files {
      let (root, file) = try UnleashConformanceTests.root(path)
      let evaluator = UnleashEvaluator(state: UnleashState(root, file))
      for test in JSONValue(root)[suite]?.elements ?? [] {
        let context = UnleashContext(data: test["context"] ?? .object([:]), now: Instant(microseconds: 0))
        let found = answer(evaluator, test["toggleName"]?.textValue ?? "", context)
        score.count(found == test["expectedResult"], test["description"]?.textValue ?? "")
      }
    }
    return score
  }
}

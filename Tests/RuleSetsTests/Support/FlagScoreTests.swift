import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// How many cases of the suites of feature flags are answered as expected; printed for the log.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct FlagScoreTests {
  private func tell(_ suite: String, right: Int, of total: Int, outOfScope: Int = 0) {
    print("conformance: \(suite): \(right) of \(total) right, \(outOfScope) out of scope")
    #expect(total > 0 && right == total)
  }

  @Test func `Unleash`() throws {
    var (flags, variants) = ([Bool](), [Bool]())
    for path in UnleashConformanceTests.files {
      let (root, file) = try UnleashConformanceTests.root(path)
      let evaluator = UnleashEvaluator(state: UnleashState(root, file))
      func context(_ test: JSONValue) -> UnleashContext {
        UnleashContext(data: test["context"] ?? .object([:]), now: Instant(microseconds: 0))
      }
      for test in JSONValue(root)["tests"]?.elements ?? [] {
        let found = evaluator.isEnabled(test["toggleName"]?.textValue ?? "", context(test))
        flags.append(JSONValue(found) == test["expectedResult"])
      }
      for test in JSONValue(root)["variantTests"]?.elements ?? [] {
        variants.append(evaluator.variant(test["toggleName"]?.textValue ?? "", context(test)) == test["expectedResult"])
      }
    }
    tell("Unleash client specification, isEnabled", right: flags.count(where: \.self), of: flags.count)
    tell("Unleash client specification, getVariant", right: variants.count(where: \.self), of: variants.count)
  }

  @Test func `GrowthBook`() {
    func cases(_ suite: String) -> [[JSONValue]] {
      (GrowthBookConformanceTests.cases[suite]?.elements ?? []).compactMap(\.elements)
    }
    let conditions = cases("evalCondition").map { test in
      let condition = GrowthBookCondition(savedGroups: test.count > 4 ? test[4] : .object([:]))
      return .boolean(condition.holds(test[1], on: test[2])) == test[3]
    }
    tell("GrowthBook, evalCondition", right: conditions.count(where: \.self), of: conditions.count)
    for suite in ["feature", "contextualBandit"] {
      let features = cases(suite).map { test in
        var evaluator = GrowthBookEvaluator(context: test[1])
        return evaluator.feature(test[2].scriptText) == test[3]
      }
      tell("GrowthBook, \(suite)", right: features.count(where: \.self), of: features.count)
    }
    let runs = cases("run").map { test in
      var evaluator = GrowthBookEvaluator(context: test[1])
      let (_, result) = evaluator.run(GrowthBookExperiment(test[2]), feature: nil)
      return result.value == test[3] && .boolean(result.isIn) == test[4] && result.members["hashUsed"] == test[5]
    }
    let others = cases("urlRedirect").count + cases("decrypt").count
    tell("GrowthBook, run", right: runs.count(where: \.self), of: runs.count, outOfScope: others)
  }
}

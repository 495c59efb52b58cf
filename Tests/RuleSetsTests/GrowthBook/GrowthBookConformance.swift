import SourceDocuments

@testable import RuleSets

/// `cases.json` of the GrowthBook SDK, as far as it is about whom a rule reaches.
extension ConformanceSuite {
  private static let cases = "growthbook/growthbook 8f1db44"

  private static func score(_ suites: [String], _ isRight: ([JSONValue]) -> Bool) -> Score {
    var score = Score()
    for test in suites.flatMap({ GrowthBookConformanceTests.cases[$0]?.elements ?? [] }).compactMap(\.elements) {
      score.count(isRight(test), test[0].scriptText)
    }
    return score
  }

  static let growthBookConditions = ConformanceSuite(
    name: "GrowthBook, evalCondition", source: cases,
    run: {
      score(["evalCondition"]) { test in
        let condition = GrowthBookCondition(savedGroups: test.count > 4 ? test[4] : .object([:]))
        return .boolean(condition.holds(test[1], on: test[2])) == test[3]
      }
    })

  static let growthBookFeatures = ConformanceSuite(
    name: "GrowthBook, feature and contextualBandit", source: cases,
    run: {
      score(["feature", "contextualBandit"]) { test in
        var evaluator = GrowthBookEvaluator(context: test[1])
        return evaluator.feature(test[2].scriptText) == test[3]
      }
    })

  static let growthBookExperiments = ConformanceSuite(
    name: "GrowthBook, run", source: cases,
    run: {
      var found = Self.score(["run"]) { test in
        var evaluator = GrowthBookEvaluator(context: test[1])
        let (_, result) = evaluator.run(GrowthBookExperiment(test[2]), feature: nil)
        return result.value == test[3] && .boolean(result.isIn) == test[4] && result.members["hashUsed"] == test[5]
      }
      let redirects = GrowthBookConformanceTests.cases["urlRedirect"]?.elements?.count ?? 0
      let encrypted = GrowthBookConformanceTests.cases["decrypt"]?.elements?.count ?? 0
      found.outOfScope = ["redirects of pages": redirects, "decryption of payloads": encrypted]
      return found
    })

  static let growthBookHashes = ConformanceSuite(
    name: "GrowthBook, hash", source: cases,
    run: {
      score(["hash"]) { test in
        let version = Int(test[2].scriptNumber)
        let found = GrowthBookBucket.hash(seed: test[0].scriptText, value: test[1].scriptText, version: version)
        return found.map { .number($0) } ?? .null == test[3]
      }
    })
}

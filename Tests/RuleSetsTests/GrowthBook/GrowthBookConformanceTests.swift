import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// `cases.json` of the GrowthBook SDK: what every SDK must answer.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct GrowthBookConformanceTests {
  static let cases: JSONValue = {
    guard let bytes = try? Corpus.bytes(of: "rules/growthbook/cases.json"),
      let file = try? SourceFile(path: "cases.json", bytes: bytes), let node = try? Node.json(file)
    else { return .null }
    return JSONValue(node)
  }()

  private func cases(_ suite: String) -> [[JSONValue]] {
    (Self.cases[suite]?.elements ?? []).compactMap(\.elements)
  }

  private func name(_ test: [JSONValue]) -> Comment { "\(test[0].scriptText)" }

  @Test func `conditions`() {
    #expect(cases("evalCondition").count == 125)
    for test in cases("evalCondition") {
      let condition = GrowthBookCondition(savedGroups: test.count > 4 ? test[4] : .object([:]))
      #expect(.boolean(condition.holds(test[1], on: test[2])) == test[3], name(test))
    }
  }

  @Test func `hashes, ranges, namespaces and choices`() {
    for test in cases("hash") {
      let found = GrowthBookBucket.hash(
        seed: test[0].scriptText, value: test[1].scriptText, version: Int(test[2].scriptNumber))
      #expect(found.map { .number($0) } ?? .null == test[3], name(test))
    }
    for test in cases("getBucketRange") {
      let arguments = test[1].elements ?? []
      let found = GrowthBookBucket.ranges(
        Int(arguments[0].scriptNumber), coverage: arguments[1].numberValue,
        weights: arguments[2].elements?.map(\.scriptNumber))
      let rounded = found.map { range in
        JSONValue.array((range.elements ?? []).map { .number(($0.scriptNumber * 1e6).rounded() / 1e6) })
      }
      #expect(.array(rounded) == test[2], name(test))
    }
    for test in cases("chooseVariation") {
      #expect(.number(Double(GrowthBookBucket.choose(test[1].scriptNumber, among: test[2].elements ?? []))) == test[3])
    }
    for test in cases("inNamespace") {
      #expect(.boolean(GrowthBookBucket.isInNamespace(test[1].scriptText, test[2])) == test[3], name(test))
    }
    for test in cases("getEqualWeights") {
      #expect(.array(GrowthBookBucket.equalWeights(Int(test[0].scriptNumber)).map { .number($0) }) == test[1])
    }
    for test in cases("getQueryStringOverride") {
      let found = GrowthBookBucket.queryOverride(
        test[1].scriptText, url: test[2].scriptText, count: Int(test[3].scriptNumber))
      #expect(found.map { .number(Double($0)) } ?? .null == test[4], name(test))
    }
  }

  @Test(arguments: ["feature", "contextualBandit"]) func `features`(suite: String) {
    #expect(!cases(suite).isEmpty)
    for test in cases(suite) {
      var evaluator = GrowthBookEvaluator(context: test[1])
      #expect(evaluator.feature(test[2].scriptText) == test[3], name(test))
    }
  }

  @Test func `experiments`() {
    #expect(cases("run").count == 38)
    for test in cases("run") {
      var evaluator = GrowthBookEvaluator(context: test[1])
      let (_, result) = evaluator.run(GrowthBookExperiment(test[2]), feature: nil)
      #expect(result.value == test[3], name(test))
      #expect(.boolean(result.isIn) == test[4], name(test))
      #expect(result.members["hashUsed"] == test[5], name(test))
    }
  }

  @Test func `assignments that are kept`() {
    for test in cases("stickyBucket") {
      var documents: [String: JSONValue] = [:]
      for document in test[2].elements ?? [] {
        documents["\(document["attributeName"]?.scriptText ?? "")||\(document["attributeValue"]?.scriptText ?? "")"] =
          document
      }
      let context = (test[1].members ?? [:]).merging(["stickyBucketAssignmentDocs": .object(documents)]) { $1 }
      var evaluator = GrowthBookEvaluator(context: .object(context))
      let answer = evaluator.feature(test[3].scriptText)
      #expect(answer["experimentResult"] ?? .null == test[4], name(test))
      #expect(.object(evaluator.stickyDocuments ?? [:]) == test[5], name(test))
    }
  }

  @Test func `each payload is told by its content and lowers without a mistake of form`() throws {
    let files = Corpus.files(in: "rules/growthbook", suffixes: [".json"]).filter { $0.contains("feature-") }
    #expect(files.count == 33)
    for path in files {
      let file = try SourceFile(path: path, bytes: Corpus.bytes(of: path))
      let root = try Node.json(file)
      #expect(GrowthBookFormat.recognises(root) != (root["features"]?.entries?.isEmpty ?? true), "\(path)")
      let set = try GrowthBookFormat.ruleSet(root, of: file)
      #expect(set.rules.isEmpty == (root["features"]?.entries?.isEmpty ?? true), "\(path)")
    }
  }
}

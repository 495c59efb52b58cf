import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct FlagdTests {
  private func answer(_ flag: String, _ data: String, now: Instant = .distantPast) throws -> String {
    switch try evaluated(flag, data, .flagd, now: now).result {
    case .success(let value): value.jsonText
    case .failure(let error): "fails: \(error.reason)"
    }
  }

  private func flag(_ targeting: String, _ rest: String = "") -> String {
    #"{"state":"ENABLED","variants":{"on":true,"off":false,"true":"yes","false":""},"defaultVariant":"off","targeting":\#(targeting)\#(rest)}"#
  }

  @Test(arguments: [
    (#"{"if":[{"==":[{"var":"a"},1]},"on"]}"#, #"{"a":1}"#, "true"),
    (#"{"if":[{"==":[{"var":"a"},1]},"on"]}"#, "{}", "false"),
    (#"{"starts_with":[{"var":"a"},"x"]}"#, #"{"a":"xy"}"#, "\"yes\""),
    (#"{"if":[true,"gone"]}"#, "{}", "fails: GENERAL"),
    (#"{"invalid":[1]}"#, "{}", "fails: PARSE_ERROR"), (#"{"$ref":"nobody"}"#, "{}", "fails: PARSE_ERROR"),
    ("{}", "{}", "false"),
    (#"{"fractional":[null,["on"]]}"#, #"{"targetingKey":"x"}"#, "false"),
    (#"{"fractional":[["on",-5]]}"#, #"{"targetingKey":"x"}"#, "false"),
    (#"{"if":[{"<":[{"var":"$flagd.timestamp"},1767225600]},"on"]}"#, "{}", "true"),
  ])
  func `a flag serves a variant's value, its default or an error`(targeting: String, data: String, expected: String)
    throws
  {
    let past = try #require(Instant(iso8601: "2025-12-31T23:59:59.9Z"))
    #expect(try answer(flag(targeting), data, now: past) == expected)
  }

  @Test(arguments: [
    ("1.2.3", "=", "v1.2.3", true), ("1.2.3", "=", "1.2.3+build", true), ("1.2", "^", "1", true),
    ("2.0.0", "^", "1.9.9", false),
    ("3.1.0", "~", "3.1.9", true), ("3.2.0", "~", "3.1.9", false), ("1.0.0-alpha", "<", "1.0.0", true),
    ("1.0.0-alpha.1", "<", "1.0.0-alpha.beta", true), ("1.0.0-rc.2", "<", "1.0.0-rc.11", true),
    ("1.0.0", "!=", "1.0.1", true),
    ("2.0.0", ">=", "2.0.0", true), ("1.9.0", ">", "1.10.0", false),
  ])
  func `semantic versions are ordered as their standard says`(left: String, test: String, right: String, expected: Bool)
    throws
  {
    #expect(try answer(#"{"sem_ver":["\#(left)","\#(test)","\#(right)"]}"#, "{}") == String(expected))
  }

  @Test(arguments: [
    #"["01.0.0","=","1.0.0"]"#, #"["1.0.0","~>","1.0.0"]"#, #"["1.0.0.0","=","1.0.0"]"#, #"["x","=","1.0.0"]"#,
    #"["1.0.0","="]"#,
  ])
  func `what is no version has no answer`(arguments: String) throws {
    #expect(try answer(#"{"sem_ver":\#(arguments)}"#, "{}") == "null")
  }

  /// The verification values of the reference implementation's documentation.
  @Test(arguments: [
    ("", UInt32(0), UInt32(0)), ("", 1, 0x514E_28B7), ("test", 0, 0xBA6B_D213), ("test", 0x9747_B28C, 0x704B_81DC),
    ("Hello, world!", 0x9747_B28C, 0x2488_4CBA),
    ("The quick brown fox jumps over the lazy dog", 0x9747_B28C, 0x2FA8_26CD),
  ])
  func `MurmurHash3 gives the published values`(text: String, seed: UInt32, expected: UInt32) {
    #expect(MurmurHash3.hash32(text.utf8, seed: seed) == expected)
  }

  /// Shares are met within four standard deviations of a fair draw.
  @Test(arguments: ["fractional", "fractionalEvaluation"])
  func `shares are met over many people`(name: String) throws {
    var counts: [String: Int] = [:]
    for person in 0..<4000 {
      counts[
        try answer(#"{"\#(name)":[{"cat":["seed",{"var":"id"}]},["a",10],["b",30],["c",60]]}"#, #"{"id":\#(person)}"#),
        default: 0] += 1
    }
    for (variant, share) in [("a", 0.1), ("b", 0.3), ("c", 0.6)] {
      let deviation = (share * (1 - share) * 4000).squareRoot()
      #expect(abs(Double(counts["\"\(variant)\""] ?? 0) - share * 4000) < 4 * deviation)
    }
  }

  private func rule(_ targeting: String, _ rest: String = "", evaluators: String = "{}") throws -> Rule {
    try loweredRule(#"{"flags":{"f":\#(flag(targeting, rest))},"$evaluators":\#(evaluators)}"#, .flagd)
  }

  @Test(arguments: [
    (#"{"if":[{"in":[{"var":"plan"},["a"]]},"on","off"]}"#, "{isTrue: {attribute: plan, in: [a]}}"),
    (#"{"if":[{"in":[{"var":"plan"},["a"]]},"off","on"]}"#, "{not: {isTrue: {attribute: plan, in: [a]}}}"),
    (#"{"starts_with":[{"var":"plan"},"a"]}"#, "{isTrue: {attribute: plan, startsWith: a}}"),
    ("\"on\"", "{all: []}"), ("null", "{not: {all: []}}"), ("\"off\"", "{not: {all: []}}"),
    (#"{"fractional":[["on",1]]}"#, "{attribute: targetingKey, exists: true}"),
  ])
  func `a flag reaches whom it serves something`(targeting: String, audience: String) throws {
    let lowered = try rule(targeting)
    #expect(lowered.audience.conditionText == audience)
    #expect(lowered.opaque.isEmpty)
  }

  @Test func `evaluators are inlined with their reads, missing ones dangle, circles are opaque`() throws {
    let known = try rule(#"{"if":[{"$ref":"e"},"on"]}"#, evaluators: #"{"e":{"exists":"plan"}}"#)
    #expect(known.audience.conditionText == "{attribute: plan, exists: true}")
    #expect(known.reads.map(\.path.text) == ["plan"])
    let missing = try rule(#"{"if":[{"$ref":"e"},"on"]}"#)
    #expect(missing.dangling.map(\.text) == ["evaluator `e`"])
    let circle = try rule(#"{"if":[{"$ref":"a"},"on"]}"#, evaluators: #"{"a":{"!":[{"$ref":"b"}]},"b":{"$ref":"a"}}"#)
    #expect(circle.opaque.map(\.text) == ["the evaluator `a` refers to itself"])
    let document = #"{"flags":{"f":\#(flag(#"{"$ref":"a"}"#))},"$evaluators":{"a":{"$ref":"a"}}}"#
    #expect(try answer(document, "{}") == "fails: PARSE_ERROR")
  }

  @Test func `a share of people is opaque and reads the key of its bucket`() throws {
    let lowered = try rule(#"{"fractional":[["on",1],["off",1]]}"#)
    #expect(lowered.opaque.map(\.text) == ["a share of people"])
    #expect(lowered.reads.map(\.path.text) == ["targetingKey"])
    #expect(lowered.audience.reads.map(\.text) == ["targetingKey"])
  }

  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
  func `evaluator and lowered predicate agree on the flags of the testbed`() throws {
    var compared = 0
    for path in Corpus.files(in: "rules/flagd", suffixes: [".json"]) {
      let file = try SourceFile(path: path, bytes: Corpus.bytes(of: path))
      let document = try RuleDocument(file)
      #expect(document.format == .flagd)
      let set = try document.ruleSet(library: UnomiLibrary())
      for person in [
        #"{}"#, #"{"email":"ballmer@macrosoft.com"}"#, #"{"id":"abcdef","targetingKey":"x","email":"jobs@orange.com"}"#,
        #"{"fn":"Sulisław","ln":"Świętopełk","age":29,"customer":false}"#,
      ] {
        let data = JSONValue(try Node.json(SourceFile(path: "p", bytes: Array(person.utf8))))
        let outcomes = try document.evaluate(EvaluationRequest(data: data, now: .distantPast))
        for (rule, outcome) in zip(set.rules, outcomes) where rule.opaque.isEmpty {
          guard case .success(let value) = outcome.result else { continue }
          let served = value == .object([:]) ? false : value.isTruthy
          let truth = rule.audience.evaluate(on: JSONFacts(data, now: .distantPast, for: rule.audience))
          #expect((truth == .true) == served, "\(rule.id) of \(path) for \(person)")
          compared += 1
        }
      }
    }
    #expect(compared > 200)
  }
}

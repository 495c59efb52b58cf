import GovernanceModel
import SourceDocuments
import Testing

@testable import RuleSets

/// What the open suites leave out: coercions of JavaScript, failures, scopes.
@Suite struct JsonLogicEvaluatorTests {
  private func answer(_ rule: String, _ data: String = "null", _ format: RuleSetFormat = .jsonLogic) throws -> String {
    switch try evaluated(rule, data, format).result {
    case .success(let value): value.jsonText
    case .failure(let error): "fails: \(error.reason)"
    }
  }

  @Test(arguments: [
    (#"{"+":["0x10",1]}"#, "17"), (#"{"+":[" 5 ","\t"]}"#, "5"), (#"{"+":["1e3"]}"#, "1000"),
    (#"{"+":["5."]}"#, "5"), (#"{"+":["inf"]}"#, "fails: NaN"), (#"{"+":["nan"]}"#, "fails: NaN"),
    (#"{"+":["1_0"]}"#, "fails: NaN"), (#"{"+":["0b11"]}"#, "3"), (#"{"+":["--1"]}"#, "fails: NaN"),
    (#"{">":["Infinity",1]}"#, "true"), (#"{"cat":[1.5,[1,[2,null]],{}]}"#, "\"1.51,2,[object Object]\""),
  ])
  func `numbers and texts are coerced as JavaScript does`(rule: String, expected: String) throws {
    #expect(try answer(rule) == expected)
  }

  @Test(arguments: [
    (#"{"<":["a",1]}"#, "fails: NaN"), (#"{"==":[[],1]}"#, "fails: NaN"), (#"{"==":["",null]}"#, "true"),
    (#"{"==":["a",null]}"#, "false"), (#"{"==":[null,0]}"#, "true"), (#"{"===":[null,0]}"#, "false"),
    (#"{"<":[null,18]}"#, "true"), (#"{"<":["Z","a"]}"#, "true"),
    // JavaScript orders by UTF-16: a surrogate comes before U+FB01.
    (#"{"<":["😀","ﬁ"]}"#, "true"),
    // Two spellings of é are two texts.
    (#"{"==":["\u00e9","e\u0301"]}"#, "false"), (#"{"in":["e","e\u0301"]}"#, "true"),
    (#"{"in":["\u00e9",["e\u0301"]]}"#, "false"),
  ])
  func `comparisons coerce, and fail where nothing can be compared`(rule: String, expected: String) throws {
    #expect(try answer(rule) == expected)
  }

  @Test(arguments: [
    (#"{"try":[{"throw":"no"},{"val":"type"}]}"#, "\"no\""), (#"{"try":[{"/":[1,0]},"rest"]}"#, "\"rest\""),
    (#"{"try":[{"throw":"a"},{"throw":"b"}]}"#, "fails: b"), (#"{"try":{"throw":"a"}}"#, "fails: a"),
    (#"{"try":[{"throw":{"val":"e"}},{"val":"at"}]}"#, "3"),
    (#"{"try":[{"unknown":1},{"val":[[2],"e","type"]}]}"#, "\"x\""),
  ])
  func `try goes on with the failure as data, two scopes in`(rule: String, expected: String) throws {
    #expect(try answer(rule, #"{"e":{"type":"x","at":3}}"#) == expected)
  }

  @Test(arguments: [
    (#"{"reduce":[[1,2,3],{"+":[{"val":"current"},{"val":"accumulator"}]},0]}"#, "6"),
    (#"{"reduce":[[],{"val":"current"}]}"#, "null"), (#"{"all":[[],true]}"#, "false"),
    (#"{"some":[{"var":"none"},true]}"#, "fails: Invalid Arguments"),
    (#"{"map":["text",1]}"#, "fails: Invalid Arguments"),
    (#"{"filter":[[1,"",0,[],{}],{"var":""}]}"#, "[1,{}]"), (#"{"map":[[1]]}"#, "fails: Invalid Arguments"),
    (#"{"map":[[1,2],{"val":[[1],"index"]}]}"#, "[0,1]"), (#"{"map":[[1],{"val":[[9],"x"]}]}"#, "[null]"),
  ])
  func `iterations have scopes of their own`(rule: String, expected: String) throws {
    #expect(try answer(rule, "{}") == expected)
  }

  @Test(arguments: [
    (#"{"nonsense":1}"#, "fails: Unknown Operator"), (#"{"a":1,"b":2}"#, "fails: Unknown Operator"), ("{}", "{}"),
    (#"{"starts_with":["ab","a"]}"#, "fails: Unknown Operator"), (#"{"max":[]}"#, "fails: Invalid Arguments"),
    (#"{"max":[1,"2"]}"#, "fails: Invalid Arguments"), (#"{"substr":["é😀x",1,2]}"#, "\"😀\""),
    (#"{"in":["",""]}"#, "true"), (#"{"in":[1,"a1"]}"#, "true"), (#"{"length":{"var":"l"}}"#, "3"),
    (#"{"var":"l.length"}"#, "3"), (#"{"missing_some":[1,["x","y"]]}"#, #"["x","y"]"#),
    (#"{"and":[0,{"throw":"never"}]}"#, "0"), (#"{"preserve":{"var":"l"}}"#, #"{"var":"l"}"#),
  ])
  func `each operator keeps to its arguments`(rule: String, expected: String) throws {
    #expect(try answer(rule, #"{"l":[1,2,3]}"#) == expected)
  }

  @Test func `a trace names clauses and outcomes, never values of the person`() throws {
    let outcome = try evaluated(
      #"{"and":[{"==":[{"var":"mail"},"ada@example.org"]},{">":[{"var":"age"},17]}]}"#,
      #"{"mail":"ada@example.org","age":4711}"#, .jsonLogic, isTraced: true)
    let root = try #require(outcome.trace.first)
    #expect(root.clause == "and")
    #expect(root.outcome == "true")
    #expect(root.inner.map(\.outcome) == ["true", "true"])
    #expect(root.inner[0].place?.column == 9)
    let text = "\(outcome.trace)"
    #expect(!text.contains("ada@") && !text.contains("4711") && text.contains("an e-mail address"))
  }

  @Test func `nesting beyond the limit of JSON is one clear error`() throws {
    let deep = String(repeating: #"{"!":"#, count: 10_000) + "1" + String(repeating: "}", count: 10_000)
    let file = try SourceFile(path: "deep.json", bytes: Array(deep.utf8))
    #expect(throws: InputError.self) { try RuleDocument(file) }
    let within = String(repeating: #"{"!":"#, count: 500) + "1" + String(repeating: "}", count: 500)
    #expect(try answer(within) == "true")
  }
}

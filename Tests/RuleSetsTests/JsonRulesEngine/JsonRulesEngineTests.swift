import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct JsonRulesEngineTests {
  private func rule(_ condition: String, event: String = #"{"type":"e"}"#, shared: String = "{}") throws -> Rule {
    try loweredRule(
      #"{"rules":[{"conditions":{"all":[\#(condition)]},"event":\#(event)}],"conditions":\#(shared)}"#, .jsonRulesEngine
    )
  }

  private func leaf(_ test: String, _ value: String) -> String {
    #"{"fact":"x","operator":"\#(test)","value":\#(value)}"#
  }

  @Test(arguments: [
    ("equal", "1", "{attribute: x, equals: 1}"), ("notEqual", "\"a\"", "{attribute: x, notEquals: a}"),
    ("lessThanInclusive", "5", "{attribute: x, atMost: 5}"), ("in", "[1,2]", "{attribute: x, in: [1, 2]}"),
    ("contains", "\"a\"", "{attribute: x, containsAny: [a]}"),
    ("doesNotContain", "\"a\"", "{attribute: x, containsNone: [a]}"),
    ("someFact:in", "[\"a\"]", "{attribute: x, containsAny: [a]}"),
    ("everyFact:notIn", "[\"a\"]", "{attribute: x, containsNone: [a]}"),
    ("everyValue:contains", "[\"a\",\"b\"]", "{attribute: x, containsAll: [a, b]}"),
    ("not:equal", "1", "{not: {attribute: x, equals: 1}}"),
  ])
  func `operators and decorators lower`(test: String, value: String, audience: String) throws {
    let lowered = try rule(leaf(test, value))
    #expect(lowered.audience.conditionText == audience)
    #expect(lowered.reads.map(\.path.text) == ["x"])
  }

  @Test(arguments: [
    (#"{"fact":"price","params":{"id":"w"},"operator":"equal","value":1}"#, "fetched while the rule runs", ["price"]),
    (#"{"fact":"x","path":"$..a","operator":"equal","value":1}"#, "several places", ["x"]),
    (#"{"fact":"x","operator":"equal","value":{"fact":"y","path":"$.a"}}"#, "another fact", ["y.a", "x"]),
    (#"{"fact":"x","operator":"startsWith","value":"a"}"#, "not one of json-rules-engine", ["x"]),
    (#"{"fact":"x","operator":"everyFact:lessThan","value":3}"#, "everyFact:lessThan", ["x"]),
    (#"{"fact":"x"}"#, "without", []),
  ])
  func `what is fetched, computed or somebody's own is opaque`(condition: String, why: String, reads: [String]) throws {
    let lowered = try rule(condition)
    #expect(lowered.opaque.count == 1)
    #expect(lowered.opaque.first?.text.contains(why) == true)
    #expect(lowered.reads.map(\.path.text) == reads)
  }

  @Test func `facts in the parameters of an event leave with it`() throws {
    let lowered = try rule(
      leaf("equal", "1"),
      event:
        #"{"type":"notify","params":{"to":{"fact":"person","path":"$.mail"},"list":[{"fact":"age"}],"cc":"ada@example.org"}}"#
    )
    #expect(lowered.exports.map(\.recipient) == ["notify"])
    #expect(lowered.exports.flatMap(\.paths).map(\.text) == ["person.mail", "age"])
    #expect(lowered.personalLiterals.map(\.text) == ["an e-mail address"])
  }

  @Test func `shared conditions are segments, and what they read the rule reads`() throws {
    let shared = #"{"adult":{"all":[{"fact":"age","operator":"greaterThan","value":17}]}}"#
    let lowered = try rule(#"{"not":{"condition":"adult"}}"#, shared: shared)
    #expect(lowered.audience.conditionText == "{not: {segment: adult}}")
    #expect(lowered.reads.map(\.path.text) == ["age"])
    let missing = try rule(#"{"condition":"adlt"}"#, shared: shared)
    #expect(missing.dangling.map(\.text) == ["condition `adlt`; did you mean `adult`?"])
  }

  @Test func `shared conditions in a circle end`() throws {
    let shared = #"{"a":{"all":[{"condition":"b"}]},"b":{"not":{"condition":"a"}}}"#
    #expect(try rule(#"{"condition":"a"}"#, shared: shared).audience.conditionText == "{segment: a}")
    let document = #"{"rules":[{"conditions":{"condition":"a"},"event":{"type":"e"}}],"conditions":\#(shared)}"#
    guard case .failure(let error) = try evaluated(document, "{}", .jsonRulesEngine).result else {
      Issue.record("a circle has no answer")
      return
    }
    #expect(error.reason == "Cyclic condition")
  }

  @Test func `evaluator and lowered predicate agree on generated conditions`() throws {
    var random = SplitMix64(seed: 7)
    var compared = 0
    for _ in 0..<3000 {
      let condition = Self.condition(&random, depth: 3)
      let lowered = try loweredRule(condition, .jsonRulesEngine)
      #expect(lowered.opaque.isEmpty)
      for _ in 0..<5 {
        var members: [String] = []
        if !random.oneIn(6) { members.append("\"n\":\(random.pick(["0", "17", "18", "2.5"]) ?? "")") }
        if !random.oneIn(6) { members.append("\"t\":\(random.pick(["\"a\"", "\"b\"", "\"\""]) ?? "")") }
        if !random.oneIn(6) { members.append("\"l\":\(random.pick(["[]", "[\"a\"]", "[\"a\",\"b\"]"]) ?? "")") }
        members.append("\"o\":\(random.pick(["{}", "{\"a\":1}", "{\"a\":2}"]) ?? "")")
        let person = "{\(members.joined(separator: ","))}"
        guard case .success(let value) = try evaluated(condition, person, .jsonRulesEngine).result else { continue }
        let data = JSONValue(try Node.json(SourceFile(path: "p", bytes: Array(person.utf8))))
        let truth = lowered.audience.evaluate(on: JSONFacts(data, now: .distantPast, for: lowered.audience))
        #expect((truth == .true) == (value == .boolean(true)), "\(condition) on \(person)")
        compared += 1
      }
    }
    #expect(compared > 4000)
  }

  private static func condition(_ random: inout SplitMix64, depth: Int) -> String {
    if depth > 0, !random.oneIn(3) {
      let (first, second) = (condition(&random, depth: depth - 1), condition(&random, depth: depth - 1))
      return random.pick([
        #"{"all":[\#(first),\#(second)]}"#, #"{"any":[\#(first),\#(second)]}"#, #"{"not":\#(first)}"#,
      ]) ?? ""
    }
    func leaf(_ fact: String, _ test: String, _ value: String) -> String {
      #"{"fact":\#(fact),"operator":"\#(test)","value":\#(value)}"#
    }
    let number = random.pick(["0", "17", "18"]) ?? ""
    let order = random.pick(["lessThan", "greaterThanInclusive", "equal", "notEqual", "not:lessThan"]) ?? ""
    let list = random.pick(["contains", "doesNotContain", "someFact:equal", "everyFact:notEqual"]) ?? ""
    return random.pick([
      leaf("\"n\"", order, number), leaf("\"t\"", random.pick(["in", "notIn"]) ?? "", #"["a","c"]"#),
      leaf("\"l\"", list, "\"a\""),
      leaf("\"l\"", "everyValue:contains", #"["a","b"]"#),
      leaf(#""o","path":"$.a""#, random.pick(["equal", "notEqual", "lessThan"]) ?? "", "2"),
    ]) ?? ""
  }
}

import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct GrowthBookTests {
  private func feature(_ rules: String, more: String = "") throws -> RuleSet {
    try lowered(#"{"features": {"f": {"defaultValue": 0, "rules": [\#(rules)]}}\#(more)}"#, as: .growthBook)
  }

  private func condition(_ text: String) throws -> RuleSet { try feature(#"{"force": 1, "condition": \#(text)}"#) }

  @Test(arguments: [
    (#"{"a": "x"}"#, "{attribute: a, equals: x}"),
    (#"{"a": "5"}"#, #"{any: [{attribute: a, equals: "5"}, {attribute: a, equals: 5}]}"#),
    (#"{"a": 0}"#, "{any: [{attribute: a, equals: 0}, {attribute: a, exists: false}]}"),
    (#"{"a": {"$ne": "x"}}"#, "{not: {isTrue: {attribute: a, equals: x}}}"),
    (#"{"a": {"$gt": 17}}"#, "{attribute: a, moreThan: 17}"),
    (#"{"a": {"$lt": 17}}"#, "{any: [{attribute: a, lessThan: 17}, {attribute: a, exists: false}]}"),
    (#"{"a.b": {"$exists": false}}"#, "{attribute: a.b, exists: false}"),
    (#"{"a": {"$in": ["x"]}}"#, "{any: [{attribute: a, in: [x]}, {attribute: a, containsAny: [x]}]}"),
    (#"{"a": {"$regex": "ul"}}"#, "{any: [{attribute: a, matches: ul}, {attribute: a, exists: false}]}"),
    (
      #"{"$nor": [{"a": 1}, {"b": 2}]}"#,
      "{not: {isTrue: {any: [{attribute: a, equals: 1}, {attribute: b, equals: 2}]}}}"
    ),
    (#"{"$or": []}"#, "{all: []}"),
    (#"{"a": {"$what": 1}}"#, "{not: {all: []}}"),
  ])
  func `a condition says what it says of a missing attribute`(text: String, expected: String) throws {
    #expect(try condition(text).condition == expected)
  }

  @Test(arguments: [
    #"{"a": {"$vgt": "1.2.3"}}"#, #"{"a": {"$size": 2}}"#, #"{"a": ["x"]}"#, #"{"a": {"b": 1}}"#,
    #"{"a": {"$elemMatch": {"b": 1}}}"#, #"{"a": {"$regex": "(?=x)"}}"#, #"{"a": {"$alli": ["x"]}}"#,
  ])
  func `what has no form is opaque and reads its attribute`(text: String) throws {
    let rule = try condition(text).rules[0]
    #expect(rule.opaque.count == 1)
    #expect(rule.reads.allSatisfy { $0.path.text == "a" } && !rule.reads.isEmpty)
  }

  @Test func `a rule is for those whom no rule before it serves`() throws {
    let set = try feature(#"{"id": "one", "force": 1, "condition": {"a": 1}}, {"force": 2}"#)
    #expect(set.rules.map(\.id) == ["f/one", "f/2"])
    #expect(set.rules[1].audience.conditionText == "{not: {isTrue: {attribute: a, equals: 1}}}")
  }

  @Test func `what people are spread by is read, with fallbacks and filters`() throws {
    let rule = try feature(
      """
      {"variations": [0, 1], "hashAttribute": "company", "fallbackAttribute": "deviceId",
        "filters": [{"seed": "s", "attribute": "anonId", "ranges": [[0, 0.5]]}]}
      """
    ).rules[0]
    #expect(rule.reads.map(\.path.text) == ["anonId", "company", "deviceId"])
    #expect(try feature(#"{"force": 1, "coverage": 0.5}"#).rules[0].reads.map(\.path.text) == ["id"])
  }

  @Test func `groups of ids are personal by kind, and one that is gone is dangling`() throws {
    let known = try feature(
      #"{"force": 1, "condition": {"id": {"$inGroup": "g"}}}"#, more: #", "savedGroups": {"g": ["1", "2"]}"#)
    #expect(known.rules[0].personalLiterals.map(\.text) == ["a list of identifiers"])
    let gone = try feature(
      #"{"force": 1, "condition": {"id": {"$notInGroup": "gx"}}}"#, more: #", "savedGroups": {"g": ["1"]}"#)
    #expect(gone.rules[0].dangling.map(\.text) == ["saved group `gx`"])
    #expect(gone.rules[0].audience == .constant(true))
    let mail = try condition(#"{"email": {"$in": ["jo@shop.example"]}}"#)
    #expect(mail.rules[0].personalLiterals.map(\.text) == ["an e-mail address"])
    let one = try condition(#"{"id": "u-17"}"#)
    #expect(one.rules[0].personalLiterals.map(\.text) == ["an identifier"])
  }

  @Test func `prerequisites are segments, a ring of them is a ring, a missing one dangling`() throws {
    func parent(_ id: String) -> String {
      #"{"rules": [{"parentConditions": [{"id": "\#(id)", "condition": {"value": true}}], "force": true}]}"#
    }
    let set = try lowered(
      #"{"features": {"a": \#(parent("b")), "b": \#(parent("a")), "c": \#(parent("x"))}}"#, as: .growthBook)
    var resolver = SegmentResolver(set.segments)
    #expect(resolver.resolve(set.rules[0].audience).failures.map(\.fault) == [.cyclic])
    #expect(set.rules[2].dangling.map(\.text) == ["feature `x`"])
    #expect(set.rules[2].audience == .constant(false))
  }

  @Test func `an encrypted payload is opaque`() throws {
    let set = try lowered(#"{"features": {}, "encryptedFeatures": "abc.def"}"#, as: .growthBook)
    #expect(set.rules.map(\.opaque.count) == [1])
  }

  @Test(arguments: [
    (#"{"features": {"f": {"rules": 5}}}"#, "`rules` is a list; found an integer", 30),
    (#"{"features": {"f": {"rules": [5]}}}"#, "a rule is a mapping; found an integer", 31),
    (#"{"features": {"f": {"rules": [{"condition": 5}]}}}"#, "`condition` is a mapping; found an integer", 45),
    (#"{"features": {"f": {"rules": []}}, "savedGroups": 5}"#, "`savedGroups` is a mapping; found an integer", 51),
  ])
  func `a mistake of form is one error with its place`(text: String, message: String, column: Int) throws {
    let error = #expect(throws: InputError.self) { try lowered(text, as: .growthBook) }
    #expect(error?.diagnostics.map(\.message) == [message])
    #expect(error?.diagnostics.first?.span?.column == column)
  }

  @Test func `nesting beyond the limit of JSON is one error`() throws {
    let text = String(repeating: #"{"$not":"#, count: 10_000) + "{}" + String(repeating: "}", count: 10_000)
    let error = #expect(throws: InputError.self) { try condition(text) }
    #expect(error?.diagnostics.count == 1)
  }

  @Test func `conditions, features and payloads are evaluated`() throws {
    #expect(try evaluated(#"{"age": {"$gt": 17}}"#, #"{"age": 18}"#, as: .growthBook) == ["true"])
    let grouped = #"{"attributes": {"id": 1}, "savedGroups": {"g": [1]}}"#
    #expect(try evaluated(#"{"id": {"$inGroup": "g"}}"#, grouped, as: .growthBook) == ["true"])
    let feature = #"{"defaultValue": "no", "rules": [{"force": "yes", "condition": {"a": 1}}]}"#
    #expect(try evaluated(feature, #"{"a": 1}"#, as: .growthBook) == [#""yes""#])
    let payload = #"{"features": {"f": \#(feature), "g": {"defaultValue": {"x": [1]}}}}"#
    #expect(try evaluated(payload, "{}", as: .growthBook) == [#""no""#, #"{"x":[1]}"#])
    #expect(try evaluated(payload, #"{"a": 1}"#, as: .growthBook, ruleID: "f/1") == [#""yes""#])
  }
}

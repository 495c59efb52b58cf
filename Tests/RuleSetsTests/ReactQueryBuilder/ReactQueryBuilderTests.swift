import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

/// Cases from the documentation of React Query Builder: its operators and their export to SQL.
@Suite struct ReactQueryBuilderTests {
  private func rule(_ test: String, _ value: String) throws -> RuleSet {
    try lowered(
      #"{"combinator": "and", "rules": [{"field": "f", "operator": "\#(test)", "value": \#(value)}]}"#,
      as: .reactQueryBuilder)
  }

  @Test(arguments: [
    ("=", #""a""#, "{attribute: f, equals: a}"), ("!=", "5", "{attribute: f, notEquals: 5}"),
    ("<", "5", "{attribute: f, lessThan: 5}"), (">=", "1.5", "{attribute: f, atLeast: 1.5}"),
    ("contains", #""a""#, "{attribute: f, contains: a}"), ("beginsWith", #""a""#, "{attribute: f, startsWith: a}"),
    ("doesNotEndWith", #""a""#, "{not: {attribute: f, endsWith: a}}"),
    ("null", "null", "{attribute: f, exists: false}"), ("notNull", "null", "{attribute: f, exists: true}"),
    ("in", #""a, b""#, "{attribute: f, in: [a, b]}"), ("notIn", #"["a", "b"]"#, "{attribute: f, notIn: [a, b]}"),
    ("between", "[1, 5]", "{attribute: f, between: [1, 5]}"),
    ("notBetween", #""a,c""#, "{not: {attribute: f, between: [a, c]}}"),
  ])
  func `each operator is lowered as its export to SQL means it`(test: String, value: String, expected: String) throws {
    #expect(try rule(test, value).condition == expected)
  }

  @Test func `groups nest, are negated, and rules that are muted or not filled in say nothing`() throws {
    let text = """
      {"combinator": "or", "not": true, "rules": [
        {"field": "a", "operator": "=", "value": 1},
        {"combinator": "and", "rules": [{"field": "b", "operator": "=", "value": 2}, {"field": "~", "operator": "~"}]},
        {"field": "c", "operator": "=", "value": 3, "muted": true}]}
      """
    #expect(
      try lowered(text, as: .reactQueryBuilder).condition
        == "{not: {any: [{attribute: a, equals: 1}, {attribute: b, equals: 2}]}}")
  }

  @Test func `combinators between rules bind as in SQL`() throws {
    let text = """
      {"rules": [{"field": "a", "operator": "=", "value": 1}, "or", {"field": "b", "operator": "=", "value": 2}, "and",
        {"field": "c", "operator": "=", "value": 3}]}
      """
    #expect(
      try lowered(text, as: .reactQueryBuilder).condition
        == "{any: [{attribute: a, equals: 1}, {all: [{attribute: b, equals: 2}, {attribute: c, equals: 3}]}]}")
  }

  @Test(arguments: [
    #"{"field": "f", "operator": "=", "value": "g", "valueSource": "field"}"#,
    #"{"field": "f", "operator": "sounds like", "value": "g"}"#,
    #"{"field": "f", "operator": "between", "value": "1"}"#,
    #"{"field": "f", "operator": "=", "match": {"mode": "some"}, "value": {"combinator": "and", "rules": []}}"#,
    #"{"field": "f", "operator": "=", "value": [1]}"#,
  ])
  func `what SQL does not say of one field is opaque`(rule: String) throws {
    let set = try lowered(#"{"combinator": "and", "rules": [\#(rule)]}"#, as: .reactQueryBuilder)
    #expect(set.rules[0].opaque.count == 1)
    #expect(set.rules[0].reads.contains { $0.path.text == "f" })
  }

  @Test func `a missing field is unknown, and so is its negation`() throws {
    let rule = #"{"combinator": "and", "not": true, "rules": [{"field": "age", "operator": ">", "value": 17}]}"#
    #expect(try evaluated(rule, #"{"age": 18}"#, as: .reactQueryBuilder) == ["false"])
    #expect(try evaluated(rule, #"{"age": 1}"#, as: .reactQueryBuilder) == ["true"])
    #expect(try evaluated(rule, "{}", as: .reactQueryBuilder) == ["null"])
  }

  @Test func `ids in a list are personal by kind, and places are exact`() throws {
    let set = try lowered(
      """
      {"combinator": "and", "rules": [
        {"field": "userId", "operator": "in", "value": ["u1", "u2"]}]}
      """, as: .reactQueryBuilder)
    #expect(set.rules[0].personalLiterals.map(\.text) == ["a list of identifiers", "a list of identifiers"])
    #expect(set.rules[0].reads.map(\.place.span.column) == [13])
    #expect(set.rules[0].reads.map(\.place.span.length) == [8])
  }
}

import GovernanceModel
import SourceDocuments

@testable import RuleSets

extension ConformanceSuite {
  /// Cases written from the documentation: operators, decorators, trees, references, priorities.
  static let jsonRulesEngineDocumentation = ConformanceSuite(
    name: "json-rules-engine, by its documentation", source: "CacheControl/json-rules-engine 7, docs/rules.md",
    run: {
      var score = Score()
      for (condition, facts, expected) in engineCases {
        let outcome = try evaluated(condition, facts, .jsonRulesEngine)
        let actual: String =
          switch outcome.result {
          case .success(let value): value.jsonText
          case .failure(let error): error.reason
          }
        score.count(actual == expected, "\(condition) on \(facts): \(actual), not \(expected)")
      }
      return score
    })

  private static func leaf(_ test: String, _ value: String) -> String {
    #"{"fact":"x","operator":"\#(test)","value":\#(value)}"#
  }

  /// (condition, facts, `true`, `false` or the error).
  static let engineCases: [(String, String, String)] =
    [
      // String and numeric operators: strict.
      ("equal", "5", "5", "true"), ("equal", "5", "\"5\"", "false"), ("equal", "null", "null", "true"),
      ("notEqual", "5", "\"5\"", "true"), ("notEqual", "5", "5", "false"),
      // Numeric operators.
      ("lessThan", "5", "4", "true"), ("lessThan", "5", "5", "false"), ("lessThanInclusive", "5", "5", "true"),
      ("greaterThan", "5", "5", "false"), ("greaterThan", "5", "6", "true"), ("greaterThanInclusive", "5", "5", "true"),
      ("greaterThan", "5", "\"6\"", "true"), ("greaterThan", "5", "\"six\"", "false"),
      ("lessThan", "5", "null", "false"),
      ("lessThan", "5", "true", "false"),
      // Array operators.
      ("in", "[1,2]", "2", "true"), ("in", "[1,2]", "\"2\"", "false"), ("notIn", "[1,2]", "3", "true"),
      ("contains", "\"a\"", "[\"a\",\"b\"]", "true"), ("contains", "\"a\"", "\"abc\"", "false"),
      ("doesNotContain", "\"c\"", "[\"a\",\"b\"]", "true"), ("doesNotContain", "\"c\"", "7", "false"),
      // Decorators.
      ("everyFact:in", "[1,2,3]", "[1,3]", "true"), ("everyFact:in", "[1,2,3]", "[1,4]", "false"),
      ("someFact:greaterThan", "5", "[1,9]", "true"), ("someFact:greaterThan", "5", "9", "false"),
      ("someValue:equal", "[4,5]", "5", "true"), ("everyValue:greaterThan", "[1,2]", "3", "true"),
      ("everyValue:greaterThan", "[1,5]", "3", "false"), ("swap:in", "2", "[1,2]", "true"),
      ("not:equal", "5", "5", "false"), ("not:lessThan", "5", "\"six\"", "true"),
      ("everyFact:someValue:equal", "[1,2,3]", "[3,1]", "true"), ("everyFact:not:in", "[1,2]", "[3,4]", "true"),
      ("startsWith", "\"a\"", "\"abc\"", "Unknown operator"), ("mine:equal", "1", "1", "Unknown operator"),
    ].map { (leaf($0.0, $0.1), #"{"x":\#($0.2)}"#, $0.3) } + [
      // Trees.
      (#"{"all":[\#(leaf("equal", "1")),\#(leaf("lessThan", "2"))]}"#, #"{"x":1}"#, "true"),
      (#"{"any":[\#(leaf("equal", "2")),\#(leaf("lessThan", "2"))]}"#, #"{"x":1}"#, "true"),
      (#"{"not":\#(leaf("equal", "1"))}"#, #"{"x":1}"#, "false"),
      (#"{"all":[]}"#, "{}", "true"),
      // An undefined fact fails the rule, also beside a condition that decides; not behind one of higher priority.
      (#"{"any":[\#(leaf("equal", "1")),{"fact":"y","operator":"equal","value":1}]}"#, #"{"x":1}"#, "Undefined fact"),
      (
        #"{"any":[{"fact":"x","operator":"equal","value":1,"priority":9},{"fact":"y","operator":"equal","value":1}]}"#,
        #"{"x":1}"#, "true"
      ),
      // Paths.
      (#"{"fact":"x","path":"$.a.b","operator":"equal","value":1}"#, #"{"x":{"a":{"b":1}}}"#, "true"),
      (#"{"fact":"x","path":"$.a[1]","operator":"equal","value":2}"#, #"{"x":{"a":[1,2]}}"#, "true"),
      (#"{"fact":"x","path":"$['a b']","operator":"equal","value":2}"#, #"{"x":{"a b":2}}"#, "true"),
      (#"{"fact":"x","path":"$.z","operator":"equal","value":null}"#, #"{"x":{}}"#, "false"),
      (#"{"fact":"x","path":"$..z","operator":"equal","value":1}"#, #"{"x":{}}"#, "Unsupported path"),
      // Comparing facts.
      (#"{"fact":"x","operator":"greaterThan","value":{"fact":"y"}}"#, #"{"x":3,"y":2}"#, "true"),
      (#"{"fact":"x","operator":"equal","value":{"fact":"y","path":"$.a"}}"#, #"{"x":3,"y":{"a":3}}"#, "true"),
      // Shared conditions.
      (#"{"condition":"nobody"}"#, "{}", "Undefined condition"),
    ]
}

/// Evaluates one rule or condition that stands alone.
func evaluated(
  _ rule: String, _ data: String, _ format: RuleSetFormat, now: Instant = .distantPast, isTraced: Bool = false
) throws -> RuleOutcome {
  let file = try SourceFile(path: "rule.json", bytes: Array(rule.utf8))
  let facts = try Node.json(SourceFile(path: "data.json", bytes: Array(data.utf8)))
  let document = try RuleDocument(rule: Node.json(file), in: file, as: format)
  return try document.evaluate(EvaluationRequest(data: JSONValue(facts), now: now, isTraced: isTraced))[0]
}

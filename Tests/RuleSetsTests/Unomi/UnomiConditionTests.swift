import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

/// A person and a moment, as a condition sees them.
struct UnomiPerson: Facts {
  var values: [String: Value] = [:]
  var past: [String: [Instant]] = [:]
  var now = Instant(iso8601: "2026-06-01") ?? .distantPast

  func value(of path: AttributePath) -> Value? { values[path.text] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { past[type] ?? [] }
}

/// Lowers one condition in JSON, with the segments and condition types of other documents.
func lowered(_ json: String, with others: String...) throws -> (predicate: Predicate, rule: Rule) {
  let file = try SourceFile(path: "rules/test.json", bytes: Array(json.utf8))
  var library = UnomiLibrary()
  for other in others {
    let source = try SourceFile(path: "other.json", bytes: Array(other.utf8))
    library.add(try Node.json(source), of: source)
  }
  let set = try RuleDocument(file).ruleSet(library: library)
  let rule = try #require(set.rules.first)
  var segments = SegmentResolver(set.segments)
  return (segments.resolve(rule.audience).predicate, rule)
}

func property(_ test: String, _ value: String, name: String = "properties.x") -> String {
  let tail = value.isEmpty ? "" : ", \(value)"
  return """
    {"type": "profilePropertyCondition", "parameterValues":
      {"propertyName": "\(name)", "comparisonOperator": "\(test)"\(tail)}}
    """
}

@Suite struct UnomiConditionTests {
  /// (operator, literal, held value, does the condition match it, does it match a person without the property)
  @Test(arguments: [
    ("equals", #""propertyValue": "a""#, Value.text("a"), true, false),
    ("equals", #""propertyValue": "a""#, .text("b"), false, false),
    ("equals", #""propertyValueInteger": 5"#, .integer(5), true, false),
    ("notEquals", #""propertyValue": "a""#, .text("b"), true, true),
    ("notEquals", #""propertyValue": "a""#, .text("a"), false, true),
    ("lessThan", #""propertyValueInteger": 5"#, .integer(4), true, false),
    ("lessThan", #""propertyValueInteger": 5"#, .integer(5), false, false),
    ("lessThanOrEqualTo", #""propertyValueInteger": 5"#, .integer(5), true, false),
    ("greaterThan", #""propertyValueDouble": 0.5"#, .decimal(0.75), true, false),
    ("greaterThanOrEqualTo", #""propertyValueInteger": 5"#, .integer(5), true, false),
    ("between", #""propertyValuesInteger": [1, 3]"#, .integer(3), true, false),
    ("between", #""propertyValuesInteger": [1, 3]"#, .integer(4), false, false),
    ("exists", "", .text(""), true, false),
    ("missing", "", .text(""), false, true),
    ("contains", #""propertyValue": "shop""#, .text("workshop"), true, false),
    ("notContains", #""propertyValue": "shop""#, .text("workshop"), false, true),
    ("startsWith", #""propertyValue": "wo""#, .text("workshop"), true, false),
    ("endsWith", #""propertyValue": "wo""#, .text("workshop"), false, false),
    ("matchesRegex", #""propertyValue": "^w.*p$""#, .text("workshop"), true, false),
    ("in", #""propertyValues": ["a", "b"]"#, .text("b"), true, false),
    ("notIn", #""propertyValues": ["a", "b"]"#, .text("c"), true, true),
    ("inContains", #""propertyValues": ["ork", "zz"]"#, .text("workshop"), true, false),
    ("all", #""propertyValues": ["a", "b"]"#, .set([.text("a"), .text("b"), .text("c")]), true, false),
    ("all", #""propertyValues": ["a", "b"]"#, .set([.text("a")]), false, false),
    ("hasSomeOf", #""propertyValues": ["a", "b"]"#, .set([.text("b")]), true, false),
    ("hasNoneOf", #""propertyValues": ["a", "b"]"#, .set([.text("c")]), true, true),
    ("isDay", #""propertyValueDate": "2026-05-01""#, .instant(Instant(iso8601: "2026-05-01T23:59:59Z")!), true, false),
    ("isNotDay", #""propertyValueDate": "2026-05-01""#, .instant(Instant(iso8601: "2026-05-02")!), true, true),
    ("greaterThan", #""propertyValueDateExpr": "now-30d""#, .instant(Instant(iso8601: "2026-05-15")!), true, false),
    ("lessThan", #""propertyValueDateExpr": "now-30d""#, .instant(Instant(iso8601: "2026-01-15")!), true, false),
  ])
  func `an operator means what Unomi means by it, missing properties included`(
    test: String, literal: String, held: Value, matches: Bool, matchesWithout: Bool
  ) throws {
    let (predicate, rule) = try lowered(property(test, literal))
    #expect((predicate.evaluate(on: UnomiPerson(values: ["properties.x": held])) == .true) == matches)
    #expect((predicate.evaluate(on: UnomiPerson()) == .true) == matchesWithout)
    #expect(rule.opaque.isEmpty)
    #expect(rule.reads.map(\.path.text) == ["properties.x"])
  }

  @Test func `not of a condition on a missing property matches, since Unomi has two truth values`() throws {
    let inner = property("equals", #""propertyValue": "a""#)
    let (predicate, _) = try lowered(#"{"type": "notCondition", "parameterValues": {"subCondition": \#(inner)}}"#)
    #expect(predicate.evaluate(on: UnomiPerson()) == .true)
  }

  @Test(arguments: [
    (#"{"type": "noSuchCondition", "parameterValues": {}}"#, "noSuchCondition"),
    (property("soundsLike", #""propertyValue": "a""#), "soundsLike"),
    (property("equals", #""propertyValue": "script::profile.getName()""#), "script"),
    (property("equals", #""propertyValue": "a""#, name: "script::'x'"), "computed"),
    (property("greaterThan", #""propertyValueDateExpr": "tomorrow""#), "date expression"),
    (#"{"parameterValues": {}, "type": "booleanCondition"}"#, "without parts"),
    (#"{"type": "nestedCondition", "parameterValues": {"path": "properties.orders"}}"#, "elements"),
  ])
  func `what cannot be understood is opaque, with its place, and never matches`(json: String, word: String) throws {
    let (predicate, rule) = try lowered(json)
    #expect(predicate.evaluate(on: UnomiPerson()) == .unknown)
    let part = try #require(rule.opaque.first)
    #expect(part.text.contains(word))
    #expect(part.span.file == "rules/test.json")
  }

  @Test func `a macro is expanded with the parameters of its use`() throws {
    let type = """
      {"metadata": {"id": "birthdayCondition"}, "parameters": [{"id": "monthDay"}],
       "parentCondition": {"type": "profilePropertyCondition", "parameterValues":
         {"propertyName": "properties.birthday", "comparisonOperator": "equals", "propertyValue": "parameter::monthDay"}}}
      """
    let use = #"{"type": "birthdayCondition", "parameterValues": {"monthDay": "03-24"}}"#
    let (predicate, rule) = try lowered(use, with: type)
    #expect(predicate.evaluate(on: UnomiPerson(values: ["properties.birthday": .text("03-24")])) == .true)
    #expect(rule.opaque.isEmpty && rule.dangling.isEmpty)
    // The span is that of the use; the definition lies in another file.
    #expect(rule.reads.first?.place.span.file == "rules/test.json")
  }

  @Test func `a macro that stands for itself is opaque`() throws {
    let type = #"{"metadata": {"id": "loop"}, "parentCondition": {"type": "loop", "parameterValues": {}}}"#
    let (predicate, rule) = try lowered(#"{"type": "loop", "parameterValues": {}}"#, with: type)
    #expect(predicate.evaluate(on: UnomiPerson()) == .unknown)
    #expect(!rule.opaque.isEmpty)
  }

  @Test func `shipped macros look back by the days that they are given`() throws {
    let (predicate, rule) = try lowered(#"{"type": "newVisitorCondition", "parameterValues": {"since": 30}}"#)
    let path = "session.profile.properties.previousVisit"
    #expect(rule.opaque.isEmpty)
    #expect(predicate.evaluate(on: UnomiPerson()) == .true)
    let recent = UnomiPerson(values: [path: .instant(Instant(iso8601: "2026-05-20")!)])
    #expect(predicate.evaluate(on: recent) != .true)
    let old = UnomiPerson(values: [path: .instant(Instant(iso8601: "2026-01-20")!)])
    #expect(predicate.evaluate(on: old) == .true)
  }
}

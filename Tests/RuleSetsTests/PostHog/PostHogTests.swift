import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// Cases from PostHog's documentation of cohorts and property filters.
@Suite struct PostHogTests {
  private func cohort(_ leaf: String) throws -> RuleSet {
    try lowered(
      #"{"id": 7, "name": "c", "filters": {"properties": {"type": "AND", "values": [\#(leaf)]}}}"#, as: .postHog)
  }

  private func person(_ test: String, _ value: String) throws -> RuleSet {
    try cohort(#"{"type": "person", "key": "p", "operator": "\#(test)", "value": \#(value)}"#)
  }

  @Test(arguments: [
    ("exact", #""a""#, "{attribute: properties.p, in: [a]}"),
    ("exact", #"["5", "b"]"#, #"{any: [{attribute: properties.p, in: ["5", b]}, {attribute: properties.p, in: [5]}]}"#),
    ("is_not", #"["a"]"#, "{not: {isTrue: {attribute: properties.p, in: [a]}}}"),
    ("icontains", #""aB""#, #"{attribute: properties.p, matches: "(?:[aA][bB])"}"#),
    ("not_regex", #""^a""#, #"{not: {isTrue: {attribute: properties.p, matches: "^a"}}}"#),
    ("gt", "18", "{attribute: properties.p, moreThan: 18}"),
    ("gte", #""18""#, "{attribute: properties.p, atLeast: 18}"),
    ("is_set", #""is_set""#, "{attribute: properties.p, exists: true}"),
    ("is_not_set", "null", "{attribute: properties.p, exists: false}"),
    ("is_date_before", #""2026-01-31""#, "{attribute: properties.p, lessThan: 2026-01-31}"),
    ("is_date_after", #""-30d""#, "{attribute: properties.p, within: P30D}"),
  ])
  func `an operator on a property of the person`(test: String, value: String, expected: String) throws {
    #expect(try person(test, value).condition == expected)
  }

  @Test(arguments: [
    ("regex", #""(""#), ("is_date_after", #""-1m""#), ("icontains", #""é""#), ("gt", #""x""#), ("own", "1"),
  ])
  func `what has no exact form is opaque and reads its property`(test: String, value: String) throws {
    let rule = try person(test, value).rules[0]
    #expect(rule.opaque.count == 1)
    #expect(Set(rule.reads.map(\.path.text)) == ["properties.p"])
  }

  @Test func `one event by its name is counted in its window`() throws {
    let set = try cohort(
      """
      {"type": "behavioral", "value": "performed_event_multiple", "key": "$pageview", "event_type": "events",
       "time_value": 7, "time_interval": "day", "operator": "gte", "operator_value": 2}
      """)
    #expect(set.condition == "{event: $pageview, atLeast: 2, within: P7D}")
    #expect(set.rules[0].lookBack == CalendarPeriod(days: 7))
    let never = try cohort(
      #"{"type": "behavioral", "value": "performed_event", "key": "buy", "time_value": 2, "time_interval": "week", "negation": true}"#
    )
    #expect(never.condition == "{not: {isTrue: {event: buy, atLeast: 1, within: P14D}}}")
  }

  @Test(arguments: [
    #"{"type": "behavioral", "value": "performed_event", "key": "buy", "time_value": 1, "time_interval": "month"}"#,
    #"{"type": "behavioral", "value": "performed_event_first_time", "key": "buy", "time_value": 1, "time_interval": "day"}"#,
    #"{"type": "behavioral", "value": "performed_event", "key": "buy", "time_value": 1, "event_filters": [{"key": "a"}]}"#,
    #"{"type": "behavioral", "value": "performed_event", "key": 12, "event_type": "actions", "time_value": 1}"#,
  ])
  func `other behaviour is opaque and reads the event`(leaf: String) throws {
    let rule = try cohort(leaf).rules[0]
    #expect(rule.opaque.count == 1)
    #expect(rule.reads.contains { $0.path.text.hasPrefix("events.") })
  }

  @Test func `cohorts refer to each other; one that is gone is dangling`() throws {
    let set = try cohort(#"{"type": "cohort", "key": "id", "value": 1, "negation": true}"#)
    #expect(set.condition == "{not: {isTrue: {segment: 1}}}")
    #expect(set.rules[0].dangling.map(\.text) == ["segment `1`"])
    let ring = try cohort(#"{"type": "cohort", "key": "id", "value": 7}"#)
    var resolver = SegmentResolver(ring.segments)
    #expect(resolver.resolve(ring.rules[0].audience).failures.map(\.fault) == [.cyclic])
  }

  @Test func `a flag is on for a share of its groups`() throws {
    let text = """
      {"key": "beta", "active": true, "filters": {"groups": [
        {"properties": [{"key": "email", "type": "person", "operator": "icontains", "value": "@posthog.com"}]},
        {"properties": [], "rollout_percentage": 20}]}}
      """
    let set = try lowered(text, as: .postHog)
    #expect(set.rules[0].id == "flag:beta")
    #expect(set.condition.contains(#"{opaque: "rollout of `beta` to 20 % by distinct_id"}"#))
    #expect(set.rules[0].reads.map(\.path.text) == ["properties.email", "distinct_id"])
  }

  @Test func `a person is evaluated with or without the name properties`() throws {
    let rule = #"{"type": "OR", "values": [{"type": "person", "key": "plan", "operator": "is_not", "value": "pro"}]}"#
    #expect(try evaluated(rule, #"{"plan": "free"}"#, as: .postHog) == ["true"])
    #expect(try evaluated(rule, #"{"properties": {"plan": "pro"}}"#, as: .postHog) == ["false"])
    #expect(try evaluated(rule, "{}", as: .postHog) == ["true"])
  }

  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
  func `the cohort of the corpus counts events, names a person and refers to a cohort`() throws {
    let path = "rules/posthog/cohort-2.json"
    let document = try RuleDocument(SourceFile(path: path, bytes: Corpus.bytes(of: path)))
    #expect(document.format == .postHog)
    let rule = try document.ruleSet(library: UnomiLibrary()).rules[0]
    #expect(rule.opaque.isEmpty)
    #expect(rule.personalLiterals.map(\.text) == ["an e-mail address"])
    #expect(rule.dangling.map(\.text) == ["segment `1`"])
  }
}

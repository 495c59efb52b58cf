import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct UnomiRuleTests {
  static let everyone = #"{"type": "matchAllCondition", "parameterValues": {}}"#

  func rule(_ actions: String) throws -> Rule {
    try lowered(
      #"{"metadata": {"id": "r"}, "condition": \#(Self.everyone), "actions": [\#(actions)]}"#
    ).rule
  }

  @Test func `a property that is set is written, and the event property that it takes is read`() throws {
    let rule = try rule(
      """
      {"type": "setPropertyAction", "parameterValues":
        {"setPropertyName": "properties.city", "setPropertyValue": "eventProperty::target.properties.city"}}
      """)
    #expect(rule.writes.map(\.path.text) == ["properties.city"])
    #expect(rule.reads.map(\.path.text) == ["event.target.properties.city"])
    #expect(rule.id == "r")
  }

  @Test(arguments: [
    (#"{"type": "copyPropertiesAction", "parameterValues": {}}"#, "*"),
    (#"{"type": "allEventToProfilePropertiesAction"}"#, "*"),
    (#"{"type": "updatePropertiesAction"}"#, "*"),
    (
      #"{"type": "copyPropertiesAction", "parameterValues": {"mandatoryPropTypeSystemTag": "basic"}}"#,
      "properties.[basic]"
    ),
    (#"{"type": "modifyConsentAction"}"#, "consents.*"),
  ])
  func `an action without an allow-list writes everything`(action: String, written: String) throws {
    #expect(try rule(action).writes.map(\.path.text) == [written])
  }

  @Test func `a script in an action and an unknown action are opaque`() throws {
    let scripted = try rule(
      #"{"type": "setPropertyAction", "parameterValues": {"setPropertyName": "properties.x", "setPropertyValue": "script::1+1"}}"#
    )
    #expect(scripted.opaque.count == 1)
    #expect(try rule(#"{"type": "groovyAction"}"#).opaque.count == 1)
  }

  @Test func `an export to a CRM is an export of the whole profile`() throws {
    let export = try #require(try rule(#"{"type": "sfdcCreateOrUpdateLeadAction"}"#).exports.first)
    #expect(export.recipient == "salesforce")
    #expect(export.isWildcard)
  }

  @Test func `a request that asks for every property discloses the profile to the browser`() throws {
    let (_, rule) = try lowered(
      """
      {"source": {"itemId": "s"}, "requiredProfileProperties": ["*"], "requiredSessionProperties": ["city"],
       "personalizations": []}
      """)
    #expect(rule.exports.map(\.isWildcard) == [true, false])
    #expect(rule.exports.last?.paths.map(\.text) == ["session.properties.city"])
  }

  @Test func `a segment that nobody defines is dangling, with the nearest name`() throws {
    let segment = #"{"metadata": {"id": "age_20_30"}, "condition": \#(Self.everyone)}"#
    let use = #"{"type": "profileSegmentCondition", "parameterValues": {"segments": ["age_20_3O"], "matchType": "in"}}"#
    let (predicate, rule) = try lowered(use, with: segment)
    #expect(predicate.evaluate(on: UnomiPerson()) == .unknown)
    #expect(rule.dangling.first?.text.contains("`age_20_30`") == true)
  }

  @Test func `a segment is inlined`() throws {
    let segment =
      #"{"metadata": {"id": "adults"}, "condition": \#(property("greaterThanOrEqualTo", #""propertyValueInteger": 18"#, name: "properties.age"))}"#
    let use = #"{"type": "profileSegmentCondition", "parameterValues": {"segments": ["adults"], "matchType": "in"}}"#
    let (predicate, _) = try lowered(use, with: segment)
    #expect(predicate.evaluate(on: UnomiPerson(values: ["properties.age": .integer(30)])) == .true)
    #expect(predicate.evaluate(on: UnomiPerson(values: ["properties.age": .integer(17)])) != .true)
  }

  @Test func `a count of events within days is exact, and bounds the look-back`() throws {
    let (predicate, rule) = try lowered(
      """
      {"type": "pastEventCondition", "parameterValues": {"numberOfDays": 30, "minimumEventCount": 2,
        "eventCondition": {"type": "eventTypeCondition", "parameterValues": {"eventTypeId": "purchase"}}}}
      """)
    let recent = [Instant(iso8601: "2026-05-20")!, Instant(iso8601: "2026-05-25")!]
    #expect(predicate.evaluate(on: UnomiPerson(past: ["purchase": recent])) == .true)
    #expect(predicate.evaluate(on: UnomiPerson(past: ["purchase": [recent[0]]])) == .false)
    #expect(rule.lookBack == CalendarPeriod(days: 30))
    #expect(rule.opaque.isEmpty)
  }

  @Test func `a count without a window is unbounded`() throws {
    let (_, rule) = try lowered(
      """
      {"type": "pastEventCondition", "parameterValues":
        {"eventCondition": {"type": "eventTypeCondition", "parameterValues": {"eventTypeId": "view"}}}}
      """)
    #expect(rule.lookBack == nil)
  }

  @Test func `personal literals are noted without being shown`() throws {
    let (_, rule) = try lowered(property("equals", #""propertyValue": "jane.doe@example.org""#))
    let part = try #require(rule.personalLiterals.first)
    #expect(!part.text.contains("jane"))
  }

  @Test func `a rule without past events looks back over nothing`() throws {
    let (_, rule) = try lowered(property("equals", #""propertyValue": "a""#))
    #expect(rule.lookBack == .zero)
  }

  @Test func `the longest of several windows bounds the look-back`() throws {
    func past(_ days: Int) -> String {
      """
      {"type": "pastEventCondition", "parameterValues": {"numberOfDays": \(days),
        "eventCondition": {"type": "eventTypeCondition", "parameterValues": {"eventTypeId": "view"}}}}
      """
    }
    let both = #"{"type": "booleanCondition", "parameterValues": {"operator": "and", "subConditions": [%]}}"#
    for days in [[7, 400], [400, 7]] {
      let (_, rule) = try lowered(both.replacing("%", with: days.map(past).joined(separator: ",")))
      #expect(rule.lookBack == CalendarPeriod(days: 400))
    }
  }
}

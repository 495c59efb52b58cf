import GovernanceModel
import Testing

@testable import Auditor

/// What is wrong with rules of Apache Unomi in the wild surfaces at the gate, and their sound sisters stay quiet.
@Suite struct UnomiGateTests {
  struct Defect: Sendable, CustomTestStringConvertible {
    let name: String
    let reason: Reason
    let broken: String
    let sound: String
    var testDescription: String { name }
  }

  static let everyone = #"{"type": "matchAllCondition", "parameterValues": {}}"#

  static func rule(_ condition: String = everyone, actions: String = "") -> String {
    #"{"metadata": {"id": "r"}, "condition": \#(condition), "actions": [\#(actions)]}"#
  }

  static func property(_ name: String, _ value: String) -> String {
    #"{"type": "profilePropertyCondition", "parameterValues": {"propertyName": "\#(name)", "comparisonOperator": "equals", "propertyValue": \#(value)}}"#
  }

  static func action(_ type: String, _ parameters: String) -> String {
    #"{"type": "\#(type)", "parameterValues": {\#(parameters)}}"#
  }

  static func past(_ parameters: String) -> String {
    #"{"type": "pastEventCondition", "parameterValues": {\#(parameters)"eventCondition": {"type": "eventTypeCondition", "parameterValues": {"eventTypeId": "view"}}}}"#
  }

  static let defects = [
    Defect(
      name: "the whole profile goes to the browser", reason: .wildcard,
      broken: #"{"source": {}, "requiredProfileProperties": ["*"]}"#,
      sound: #"{"source": {}, "requiredProfileProperties": ["city"]}"#),
    Defect(
      name: "an event fills any property", reason: .wildcard,
      broken: rule(actions: action("copyPropertiesAction", "")),
      sound: rule(
        actions: action(
          "setPropertyAction",
          #""setPropertyName": "properties.city", "setPropertyValue": "eventProperty::properties.city""#))),
    Defect(
      name: "a script decides", reason: .opaque,
      broken: rule(property("properties.city", #""script::profile.x""#)),
      sound: rule(property("properties.city", #""Ulm""#))),
    Defect(
      name: "a script computes what is written", reason: .opaque,
      broken: rule(
        actions: action("setPropertyAction", #""setPropertyName": "properties.age", "setPropertyValue": "script::1+1""#)
      ),
      sound: rule(
        actions: action("setPropertyAction", #""setPropertyName": "properties.age", "setPropertyValue": "1""#))),
    Defect(
      name: "a segment that nobody defines", reason: .dangling,
      broken: rule(
        #"{"type": "profileSegmentCondition", "parameterValues": {"segments": ["gone"], "matchType": "in"}}"#),
      sound: rule()),
    Defect(
      name: "a condition type that nobody defines", reason: .dangling,
      broken: rule(#"{"type": "houseCondition", "parameterValues": {}}"#), sound: rule()),
    Defect(
      name: "a person in the condition", reason: .personalLiteral,
      broken: rule(property("properties.email", #""jane.doe@example.org""#)),
      sound: rule(property("properties.city", #""Ulm""#))),
    Defect(
      name: "a person in an action", reason: .personalLiteral,
      broken: rule(actions: action("sendMailAction", #""to": "jane.doe@example.org""#)),
      sound: rule(actions: action("sendMailAction", #""to": "profileProperty::properties.email""#))),
    Defect(
      name: "counts without a window", reason: .unboundedWindow, broken: rule(past("")),
      sound: rule(past(#""numberOfDays": 30, "#))),
    Defect(
      name: "two conditions that exclude each other", reason: .contradictory,
      broken: rule(
        #"{"type": "booleanCondition", "parameterValues": {"operator": "and", "subConditions": [\#(property("properties.city", #""Ulm""#)), \#(property("properties.city", #""Bonn""#))]}}"#
      ),
      sound: rule(property("properties.city", #""Ulm""#))),
    Defect(
      name: "a campaign that is over", reason: .ended,
      broken:
        #"{"metadata": {"id": "c"}, "endDate": "2020-01-01T00:00:00Z", "entryCondition": \#(everyone)}"#,
      sound: #"{"metadata": {"id": "c"}, "endDate": "2026-12-01T00:00:00Z", "entryCondition": \#(everyone)}"#),
    Defect(
      name: "a property that nobody classified", reason: .undeclared,
      broken: rule(property("properties.shoeSize", #""44""#)), sound: rule(property("properties.city", #""Ulm""#))),
  ]

  static let pack = """
    pack: own
    title: Ours
    version: "1"
    controls:
      - {id: own-clean, title: Clean, because: so, law: {name: House rule, article: "1"}, severity: high, require: {hygiene: {}}, remedy: mend}
      - {id: own-fields, title: Fields, because: so, law: {name: House rule, article: "1"}, severity: high, require: {review: {explicitFields: true}}, remedy: mend}
      - {id: own-end, title: End, because: so, law: {name: House rule, article: "1"}, severity: high, require: {review: {end: true, lookBack: P13M}}, remedy: mend}
      - {id: own-known, title: Known, because: so, law: {name: House rule, article: "1"}, severity: high, require: {declared: {}}, remedy: mend}
      - {id: own-consent, title: Consent, because: so, law: {name: House rule, article: "1"}, severity: high, appliesTo: {uses: [marketing]}, require: {consent: {}}, remedy: mend}

    """

  func gate(_ json: String, _ request: String = "rules/a.json") throws -> Report {
    let work = try Workspace([
      "proviso.yaml": "project: p\npolicies: [own.yaml]\nruleSets: [\(request)]\n", "own.yaml": Self.pack,
      "rules/a.json": json,
    ])
    return try work.gate()
  }

  @Test(arguments: defects) func `a defect is a violation, its sound sister is not`(defect: Defect) throws {
    let found = try gate(defect.broken).findings.filter { $0.verdict == .violation(defect.reason) }
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { !$0.places.isEmpty && $0.places[0].span.file.hasSuffix("rules/a.json") })
    let quiet = try gate(defect.sound).findings.filter { $0.verdict == .violation(defect.reason) }
    #expect(quiet.isEmpty, "\(quiet.flatMap(\.places).map(\.label))")
  }

  @Test func `consent that is held and never read is a violation with a person, once the use is named`() throws {
    let rule = Self.rule(Self.property("properties.city", #""Ulm""#), actions: Self.action("sendMailAction", ""))
    let consent = try gate(rule, "{path: rules/a.json, use: marketing.communications, channel: email}").findings
      .filter { $0.control == "own-consent" }
    #expect(consent.map(\.verdict) == [.violation(.notCovered)])
    #expect(consent.first?.example?.contains("without consent") == true)
    // Nobody says what the rule is for: it may be marketing, so that nothing is proved.
    let unnamed = try gate(rule)
    #expect(unnamed.gaps.contains { $0.reason == .useTooCoarse && $0.subject == "rule a/r" })
    #expect(unnamed.ruleSets.flatMap(\.rules).allSatisfy { $0.unverifiable > 0 })
  }

  @Test func `a person whom a file names is in no report`() throws {
    for defect in Self.defects where defect.reason == .personalLiteral {
      let report = try gate(defect.broken)
      for format in ReportFormat.allCases {
        let text = String(decoding: try Auditor.render(report, as: format, RenderOptions()), as: UTF8.self)
        #expect(!text.contains("jane"), "\(defect.name), \(format)")
      }
    }
  }
}

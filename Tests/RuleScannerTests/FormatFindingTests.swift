import GovernanceModel
import PolicyEngine
import RuleScanner
import RuleSets
import SourceDocuments
import Testing

/// The finding classes that rule files of imported formats show, each under its own control.
@Suite struct FormatFindingTests {
  private func faults(_ texts: String..., asOf: String = "2026-03-01") throws -> [String] {
    let pack = try GateCase.policies(
      """
      pack: p
      title: P
      version: "1"
      controls:
        - {id: h, title: T, because: B, law: {name: L, article: "1"}, severity: low, require: {hygiene: {}}, remedy: R}
        - {id: d, title: T, because: B, law: {name: L, article: "1"}, severity: low,
           require: {disclosure: {recipients: [partner]}}, remedy: R}
      """
    ).set
    var library = UnomiLibrary()
    let documents = try texts.enumerated().map { index, text in
      try RuleDocument(SourceFile(path: "file\(index).json", bytes: Array(text.utf8)))
    }
    for document in documents { library.add(document) }
    let sets = try documents.map { try $0.ruleSet(library: library).filled(with: RuleDefaults()) }
    let instant = try #require(Instant(iso8601: asOf))
    return Gate(policies: pack, ruleSets: sets, asOf: instant).run().observations.compactMap(\.verdict.reason?.rawValue)
  }

  private static let everyone = #"{"type": "matchAllCondition", "parameterValues": {}}"#

  private func rule(_ action: String, condition: String = everyone) -> String {
    #"{"metadata": {"id": "r"}, "condition": \#(condition), "actions": [\#(action)]}"#
  }

  @Test func `a copy without an allow-list is a write without bounds`() throws {
    #expect(try faults(rule(#"{"type": "copyPropertiesAction", "parameterValues": {}}"#)) == ["unboundedWrite"])
    let named =
      #"{"type": "setPropertyAction", "parameterValues": {"setPropertyName": "properties.a", "setPropertyValue": "b"}}"#
    #expect(try faults(rule(named)) == [])
  }

  @Test func `a merge on an identity is told with the property`() throws {
    let merge =
      #"{"type": "mergeProfilesOnPropertyAction", "parameterValues": {"mergeProfilePropertyName": "email", "mergeProfilePropertyValue": "eventProperty::target.properties.email"}}"#
    #expect(try faults(rule(merge)) == ["identityMerge"])
  }

  @Test func `consent that is stored is unread until some rule of the run asks for it`() throws {
    let writer = rule(#"{"type": "modifyConsentAction"}"#)
    #expect(try faults(writer) == ["unreadConsent"])
    let reader = rule(
      #"{"type": "evaluateProfileSegmentsAction"}"#,
      condition:
        #"{"type": "profilePropertyCondition", "parameterValues": {"propertyName": "consents.news.status", "comparisonOperator": "equals", "propertyValue": "GRANTED"}}"#
    )
    #expect(try faults(writer, reader) == [])
  }

  @Test func `exports to a mailer and to a customer database go to nobody whom the control does not allow`() throws {
    let lead = #"{"type": "sfdcCreateOrUpdateLeadAction"}"#
    #expect(try faults(rule(lead)) == ["recipientNotAllowed"])
    let mail = #"{"type": "sendMailAction", "parameterValues": {}}"#
    #expect(try faults(rule(mail)) == ["recipientNotAllowed"])
  }

  @Test func `the whole profile to the browser is a disclosure`() throws {
    let request = #"{"source": {"itemId": "home"}, "requiredProfileProperties": ["*"]}"#
    #expect(try faults(request) == ["recipientNotAllowed"])
  }

  @Test func `a script is opaque`() throws {
    let action =
      #"{"type": "setPropertyAction", "parameterValues": {"setPropertyName": "properties.a", "setPropertyValue": "script::now"}}"#
    #expect(try faults(rule(action)) == ["opaque"])
  }

  @Test(arguments: [("2026-03-01", ["dead"]), ("2025-01-01", [])])
  func `a campaign that is over is dead`(asOf: String, expected: [String]) throws {
    let campaign = """
      {"metadata": {"id": "c"}, "startDate": "2024-01-01T00:00:00Z", "endDate": "2025-12-31T00:00:00Z",
       "entryCondition": \(Self.everyone)}
      """
    #expect(try faults(campaign, asOf: asOf) == expected)
  }

  @Test func `a feature whose date has passed is dead, its literals and its missing segment are told`() throws {
    let state = """
      {"version": 2, "features": [
        {"name": "old", "enabled": true, "strategies": [{"name": "default", "constraints": [
          {"contextName": "currentTime", "operator": "DATE_BEFORE", "value": "2022-01-29T13:00:00.000Z"}]}]},
        {"name": "vip", "enabled": true, "strategies": [{"name": "userWithId", "parameters": {"userIds": "jo, mo"}}]},
        {"name": "lost", "enabled": true, "strategies": [{"name": "default"}, {"name": "default", "segments": [404]}]}]}
      """
    #expect(try faults(state) == ["dead", "personalLiteral", "dangling"])
  }

  @Test func `a ring of prerequisites is cyclic`() throws {
    func feature(_ parent: String) -> String {
      #"{"rules": [{"parentConditions": [{"id": "\#(parent)", "condition": {"value": true}}], "force": true}]}"#
    }
    let payload = #"{"features": {"a": \#(feature("b")), "b": \#(feature("a"))}}"#
    #expect(try faults(payload) == ["cyclic", "cyclic"])
  }
}

package import SourceDocuments

/// Condition types, segments and scoring plans that Unomi files define, so that other files may refer to them.
///
/// Source: Apache Unomi 3.1, `META-INF/cxs/conditions`: a condition type is either evaluated by the engine, or is a macro
/// whose `parentCondition` is filled with the parameters of its use (`parameter::name`).
package struct UnomiLibrary: Sendable {
  /// Macros by condition type.
  var macros: [String: Node] = Self.shippedMacros
  /// Conditions of segments by id.
  package var segments: [String: UnomiSource] = [:]

  package init() {}

  /// Takes in what a document defines, if it is one of Unomi's.
  package mutating func add(_ document: RuleDocument) {
    if document.format == .unomi { add(document.root, of: document.file) }
  }

  /// Takes in what a file defines; later definitions of a condition type replace earlier ones.
  package mutating func add(_ root: Node, of file: SourceFile) {
    for item in UnomiItem.items(in: root) {
      switch item.kind {
      case .conditionType:
        if let parent = item.node["parentCondition"], parent.entries != nil { macros[item.id] = parent }
      case .segment:
        if let condition = item.node["condition"] { segments[item.id] = UnomiSource(file: file, node: condition) }
      case .rule, .scoring, .goal, .campaign, .request, .condition, .definition: break
      }
    }
  }
}

/// A part of a file.
package struct UnomiSource: Sendable {
  let file: SourceFile
  let node: Node
}

extension UnomiLibrary {
  /// The macros that Unomi ships, in our own shorthand: what each type stands for.
  private static let shippedMacros: [String: Node] = {
    var macros: [String: Node] = [:]
    for (type, text) in macroTexts {
      guard let file = try? SourceFile(path: "", bytes: Array(text.utf8)), let node = try? Node.json(file) else {
        continue
      }
      macros[type] = node
    }
    return macros
  }()

  private static func event(_ type: String) -> String { property("event", "eventType", "equals", "\"\(type)\"") }

  private static func property(_ kind: String, _ name: String, _ test: String, _ value: String?) -> String {
    let tail = value.map { #","propertyValue":\#($0)"# } ?? ""
    return
      #"{"type":"\#(kind)PropertyCondition","parameterValues":{"propertyName":"\#(name)","comparisonOperator":"\#(test)"\#(tail)}}"#
  }

  private static func both(_ conditions: String...) -> String { combined("and", conditions) }

  private static func combined(_ test: String, _ conditions: [String]) -> String {
    #"{"type":"booleanCondition","parameterValues":{"operator":"\#(test)","subConditions":[\#(conditions.joined(separator: ","))]}}"#
  }

  private static let previousVisit = "profile.properties.previousVisit"

  private static let macroTexts: [String: String] = [
    "eventTypeCondition": property("event", "eventType", "equals", #""parameter::eventTypeId""#),
    "sessionCreatedEventCondition": event("sessionCreated"),
    "profileUpdatedEventCondition": event("profileUpdated"),
    "updatePropertiesEventCondition": event("updateProperties"),
    "modifyAnyConsentEventCondition": event("modifyConsent"),
    "modifyConsentEventCondition": both(
      event("modifyConsent"),
      property("event", "properties.consent.typeIdentifier", "equals", #""parameter::consentTypeId""#),
      property("event", "properties.consent.status", "equals", #""parameter::consentStatus""#)),
    "formEventCondition": both(
      event("form"), property("event", "target.itemId", "equals", #""parameter::formId""#),
      property("event", "source.properties.pageInfo.pagePath", "equals", #""parameter::pagePath""#)),
    "videoViewEventCondition": both(
      event("video"), property("event", "target.itemId", "equals", #""parameter::videoId""#),
      property("event", "source.properties.pageInfo.pagePath", "equals", #""parameter::pagePath""#)),
    "geoLocationSessionCondition": both(
      property("profile", "properties.sessionCountryCode", "equals", #""parameter::country""#),
      property("profile", "properties.sessionAdminSubDiv1", "equals", #""parameter::admin1""#),
      property("profile", "properties.sessionAdminSubDiv2", "equals", #""parameter::admin2""#),
      property("profile", "properties.sessionCityId", "equals", #""parameter::city""#)),
    "profileSegmentCondition":
      #"{"type":"profilePropertyCondition","parameterValues":{"propertyName":"segments","propertyValues":"parameter::segments","comparisonOperator":"parameter::matchType"}}"#,
    "profileUserListCondition":
      #"{"type":"profilePropertyCondition","parameterValues":{"propertyName":"systemProperties.lists","propertyValues":"parameter::lists","comparisonOperator":"parameter::matchType"}}"#,
    "goalMatchCondition":
      #"{"type":"profilePropertyCondition","parameterValues":{"propertyName":"systemProperties.goals.{goalId}TargetReached","comparisonOperator":"parameter::comparisonOperator"}}"#,
    "scoringCondition":
      #"{"type":"profilePropertyCondition","parameterValues":{"propertyName":"scores.{scoringPlanId}","propertyValueInteger":"parameter::scoreValue","comparisonOperator":"parameter::comparisonOperator"}}"#,
    "newVisitorCondition": combined(
      "or",
      [
        property("session", previousVisit, "missing", nil),
        #"{"type":"sessionPropertyCondition","parameterValues":{"propertyName":"\#(previousVisit)","comparisonOperator":"lessThan","propertyValueDateExpr":"now-{since}d"}}"#,
      ]),
    "returningVisitorCondition": both(
      property("session", previousVisit, "exists", nil),
      #"{"type":"sessionPropertyCondition","parameterValues":{"propertyName":"\#(previousVisit)","comparisonOperator":"greaterThan","propertyValueDateExpr":"now-{since}d"}}"#
    ),
    "sessionDurationCondition":
      #"{"type":"sessionPropertyCondition","parameterValues":{"propertyName":"duration","comparisonOperator":"between","propertyValuesInteger":["script::minimumDuration*1000","script::maximumDuration*1000"]}}"#,
  ]
}

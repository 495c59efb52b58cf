internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// What the actions of a Unomi rule read, write and give away (action types of Unomi 3.1).
struct UnomiActions {
  var writes: [RuleRead] = []
  var exports: [RuleExport] = []
  var sendsMail = false

  mutating func add(_ action: Node, _ lowering: inout UnomiLowering) {
    guard let type = action["type"]?.scalarText else {
      _ = lowering.unknown("an action without `type`", at: action)
      return
    }
    let parameters = Parameters(action["parameterValues"], [:])
    lowering.notePersonal(below: action["parameterValues"])
    switch type {
    case "setPropertyAction": setProperty(parameters, action, &lowering)
    case "incrementPropertyAction": write("propertyName", parameters, action, &lowering)
    case "eventToProfilePropertyAction":
      read(parameters, "eventPropertyName", prefix: "event.", &lowering)
      write("profilePropertyName", parameters, action, &lowering)
    case "requestHeaderToProfilePropertyAction", "requestParameterToProfilePropertyAction":
      lowering.noteRead(
        "request." + (parameters.text("requestHeaderName") ?? parameters.text("requestParameterName") ?? "*"),
        at: action)
      write("profilePropertyName", parameters, action, &lowering)
      write("sessionPropertyName", prefix: "session.", parameters, action, &lowering)
    case "allEventToProfilePropertiesAction", "updatePropertiesAction": everything(action, lowering)
    case "copyPropertiesAction": copy(parameters, action, lowering)
    case "mergeProfilesOnPropertyAction":
      let name = parameters.node("mergeProfilePropertyName")
      lowering.noteRead("systemProperties." + (name?.scalarText ?? "mergeIdentifier"), at: name ?? action)
      readMergeValue(parameters, &lowering)
      note("mergedWith", action, lowering)
    case "modifyConsentAction": note("consents.*", action, lowering)
    case "evaluateProfileAgeAction":
      lowering.noteRead("properties.birthDate", at: action)
      note("properties.age", action, lowering)
    case "evaluateProfileSegmentsAction": note("segments", action, lowering)
    case "evaluateVisitPropertiesAction": note("properties.nbOfVisits", action, lowering)
    case "setEventOccurenceCountAction": occurrence(parameters, action, &lowering)
    case "setRemoteHostInfoAction": remoteHost(action, &lowering)
    case "sendMailAction": mail(parameters, action, &lowering)
    case "sfdcCreateOrUpdateLeadAction", "sfdcCreateOrUpdateLead": export("salesforce", [], action, lowering)
    case "sfdcUpdateProfileFromLeadAction", "sfdcUpdateProfileFromLead":
      // The lead is looked up by the address; what it holds becomes properties.
      export("salesforce", ["properties.email"], action, lowering)
      lowering.noteRead("properties.email", at: action)
      note("properties.*", action, lowering)
    case "weatherUpdateAction", "weatherUpdate":
      export("openweathermap", ["session.properties.location"], action, lowering)
      lowering.noteRead("session.properties.location", at: action)
      note("session.properties.weather", action, lowering)
    case "cdpSessionEventAction": note("session.*", action, lowering)
    case "addToListsAction", "updateListsEventAction": note("systemProperties.lists", action, lowering)
    case "sendEventAction", "updateConsentAction": note("event.*", action, lowering)
    default: _ = lowering.unknown("unknown action `\(type)`", at: action["type"] ?? action)
    }
  }

  private mutating func setProperty(_ parameters: Parameters, _ action: Node, _ lowering: inout UnomiLowering) {
    let prefix = parameters.text("storeInSession") == "true" ? "session." : ""
    write("setPropertyName", prefix: prefix, parameters, action, &lowering)
    guard let value = parameters.node("setPropertyValue"), let text = value.scalarText else { return }
    if text.hasPrefix("script::") {
      _ = lowering.unknown("a value that a script computes", at: value)
    } else if text.hasPrefix("eventProperty::") {
      lowering.noteRead("event." + text.dropFirst("eventProperty::".count), at: value)
    } else if text.hasPrefix("simpleEventProperty::") {
      lowering.noteRead("event.properties." + text.dropFirst("simpleEventProperty::".count), at: value)
    } else if text.hasPrefix("profileProperty::") {
      lowering.noteRead(String(text.dropFirst("profileProperty::".count)), at: value)
    } else if text.contains("::") {
      _ = lowering.unknown("a computed value", at: value)
    }
  }

  private mutating func occurrence(_ parameters: Parameters, _ action: Node, _ lowering: inout UnomiLowering) {
    if let condition = parameters.node("pastEventCondition") { _ = lowering.predicate(condition) }
    note("systemProperties.pastEvents", action, lowering)
  }

  /// The address of the visitor becomes country, city, coordinates, device and browser of the session.
  private mutating func remoteHost(_ action: Node, _ lowering: inout UnomiLowering) {
    lowering.noteRead("request.remoteAddress", at: action)
    for name in [
      "remoteAddr", "remoteHost", "location", "sessionCountryCode", "sessionCity", "sessionIsp", "userAgentName",
    ] {
      note("session.properties.\(name)", action, lowering)
    }
  }

  private mutating func mail(_ parameters: Parameters, _ action: Node, _ lowering: inout UnomiLowering) {
    sendsMail = true
    lowering.noteRead("properties.email", at: action)
    export("mail", ["properties.email"], action, lowering)
    if let template = parameters.node("template") { _ = lowering.unknown("a mail template", at: template) }
  }

  /// Data that leaves; no path is the whole profile.
  private mutating func export(_ recipient: String, _ paths: [String], _ action: Node, _ lowering: UnomiLowering) {
    exports.append(
      RuleExport(
        recipient: recipient, paths: paths.map { AttributePath($0) }, isWildcard: paths.isEmpty,
        place: lowering.part(action["type"] ?? action, recipient)))
  }

  /// What profiles are merged by: `eventProperty::target.properties.email` and the like.
  private func readMergeValue(_ parameters: Parameters, _ lowering: inout UnomiLowering) {
    guard let value = parameters.node("mergeProfilePropertyValue"), let text = value.scalarText else { return }
    if text.hasPrefix("eventProperty::") {
      lowering.noteRead("event." + text.dropFirst("eventProperty::".count), at: value)
    } else if text.hasPrefix("profileProperty::") {
      lowering.noteRead(String(text.dropFirst("profileProperty::".count)), at: value)
    } else if text.contains("::") {
      _ = lowering.unknown("a computed value", at: value)
    }
  }

  private mutating func copy(_ parameters: Parameters, _ action: Node, _ lowering: UnomiLowering) {
    if let tag = parameters.text("mandatoryPropTypeSystemTag") {
      note("properties.[\(tag)]", action, lowering)
    } else {
      everything(action, lowering)
    }
  }

  /// A write of whatever the event holds.
  private mutating func everything(_ action: Node, _ lowering: UnomiLowering) { note("*", action, lowering) }

  private mutating func note(_ path: String, _ action: Node, _ lowering: UnomiLowering) {
    writes.append(RuleRead(path: AttributePath(path), place: lowering.part(action["type"] ?? action, path)))
  }

  private mutating func write(
    _ key: String, prefix: String = "", _ parameters: Parameters, _ action: Node, _ lowering: inout UnomiLowering
  ) {
    guard let node = parameters.node(key), let name = node.scalarText else { return }
    guard !name.contains("::") else {
      _ = lowering.unknown("a computed property name", at: node)
      return
    }
    writes.append(RuleRead(path: AttributePath(prefix + name), place: lowering.part(node, prefix + name)))
  }

  private func read(_ parameters: Parameters, _ key: String, prefix: String, _ lowering: inout UnomiLowering) {
    guard let node = parameters.node(key), let name = node.scalarText else { return }
    lowering.noteRead(prefix + name, at: node)
  }
}

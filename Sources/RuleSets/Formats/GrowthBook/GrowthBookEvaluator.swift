internal import SourceDocuments

/// What GrowthBook serves (`evalFeature` of the SDK 0.8).
struct GrowthBookEvaluator {
  /// `features`, `attributes`, `savedGroups`, `forcedVariations`, `contextualBandits`, `url` and the like.
  let context: JSONValue
  let conditions: GrowthBookCondition
  let attributes: JSONValue
  /// Assignments that were kept, by attribute and value; nil where none are kept.
  private(set) var stickyDocuments: [String: JSONValue]?

  init(context: JSONValue) {
    self.context = context
    conditions = GrowthBookCondition(savedGroups: context["savedGroups"] ?? .object([:]))
    attributes = .object(
      (context["attributes"]?.members ?? [:]).merging(context["attributeOverrides"]?.members ?? [:]) { $1 })
    stickyDocuments = context["stickyBucketAssignmentDocs"]?.members
  }

  /// `{"value", "on", "off", "source", "ruleId"}`, with `experiment` and `experimentResult` where one decided.
  mutating func feature(_ key: String) -> JSONValue { evaluate(key, parents: []).json }

  struct Answer {
    var value: JSONValue
    var source: String
    var ruleID = ""
    var experiment: JSONValue?
    var result: JSONValue?

    var json: JSONValue {
      var members: [String: JSONValue] = [
        "value": value, "on": .boolean(value.isScriptTruthy), "off": .boolean(!value.isScriptTruthy),
        "source": .text(source),
        "ruleId": .text(ruleID),
      ]
      members["experiment"] = experiment
      members["experimentResult"] = result
      return .object(members)
    }
  }

  /// - Parameter parents: the features whose prerequisites are being asked for.
  mutating func evaluate(_ key: String, parents: Set<String>) -> Answer {
    if parents.contains(key) { return Answer(value: .null, source: "cyclicPrerequisite") }
    if let forced = context["forcedFeatureValues"]?[key] { return Answer(value: forced, source: "override") }
    guard let feature = context["features"]?[key] else { return Answer(value: .null, source: "unknownFeature") }
    for rule in feature["rules"]?.elements ?? [] {
      switch prerequisites(rule, of: key, parents) {
      case .met: break
      case .skip: continue
      case .stop(let source): return Answer(value: .null, source: source)
      }
      if let answer = answer(of: rule, feature: key, parents) { return answer }
    }
    return Answer(value: feature["defaultValue"] ?? .null, source: "defaultValue")
  }

  private enum Prerequisites {
    case met, skip
    case stop(String)
  }

  private mutating func prerequisites(_ rule: JSONValue, of key: String, _ parents: Set<String>) -> Prerequisites {
    for parent in rule["parentConditions"]?.elements ?? [] {
      let answer = evaluate(parent["id"]?.scriptText ?? "", parents: parents.union([key]))
      if answer.source == "cyclicPrerequisite" { return .stop(answer.source) }
      let isMet = GrowthBookCondition().holds(parent["condition"] ?? .object([:]), on: .object(["value": answer.value]))
      if !isMet { return parent["gate"]?.isScriptTruthy == true ? .stop("prerequisite") : .skip }
    }
    return .met
  }

  /// Nil when the rule passes the person over.
  private mutating func answer(of rule: JSONValue, feature key: String, _ parents: Set<String>) -> Answer? {
    let id = rule["id"]?.textValue ?? ""
    if let filters = rule["filters"]?.elements, isFilteredOut(filters) { return nil }
    if let forced = rule["force"] {
      if let condition = rule["condition"], condition.isScriptTruthy, !conditions.holds(condition, on: attributes) {
        return nil
      }
      return isInRollout(rule, seed: rule["seed"].flatMap { $0.isScriptTruthy ? $0.scriptText : nil } ?? key)
        ? Answer(value: forced, source: "force", ruleID: id) : nil
    }
    guard let experiment = GrowthBookExperiment(rule: rule, feature: key) else { return nil }
    let (ran, result) = run(experiment, feature: key, parents.union([key]))
    guard result.isIn, !result.isPassedThrough else { return nil }
    return Answer(
      value: result.value, source: "experiment", ruleID: id, experiment: ran.definition, result: result.json)
  }

  // MARK: - Shares

  /// The name and the value of the attribute that people are spread by.
  func hashValue(_ rule: JSONValue, usesFallback: Bool) -> (name: String, value: JSONValue) {
    let name = rule["hashAttribute"].flatMap { $0.isScriptTruthy ? $0.scriptText : nil } ?? "id"
    let value = attribute(name)
    if !value.isScriptTruthy, usesFallback, let fallback = rule["fallbackAttribute"]?.textValue {
      let other = attribute(fallback)
      if other.isScriptTruthy { return (fallback, other) }
    }
    return (name, value)
  }

  /// An attribute by its whole name, else by its path; the empty text where there is none.
  func attribute(_ name: String) -> JSONValue {
    if let value = attributes[name] { return value }
    let value = GrowthBookCondition.value(at: name, of: attributes)
    return value == .null ? .text("") : value
  }

  var keepsBuckets: Bool { stickyDocuments != nil }

  private func isInRollout(_ rule: JSONValue, seed: String) -> Bool {
    let (range, coverage) = (rule["range"], rule["coverage"]?.numberValue)
    if range == nil, coverage == nil { return true }
    if range == nil, coverage == 0 { return false }
    let usesFallback = keepsBuckets && rule["disableStickyBucketing"]?.isScriptTruthy != true
    let (_, value) = hashValue(rule, usesFallback: usesFallback)
    guard value.isScriptTruthy,
      let bucket = GrowthBookBucket.hash(seed: seed, value: value.scriptText, version: rule.hashVersion(default: 1))
    else { return false }
    if let range { return GrowthBookBucket.contains(range, bucket) }
    return bucket <= coverage ?? 1
  }

  func isFilteredOut(_ filters: [JSONValue]) -> Bool {
    filters.contains { filter in
      let value = attribute(filter["attribute"].flatMap { $0.isScriptTruthy ? $0.scriptText : nil } ?? "id")
      guard value.isScriptTruthy,
        let bucket = GrowthBookBucket.hash(
          seed: filter["seed"]?.scriptText ?? "", value: value.scriptText, version: filter.hashVersion(default: 2))
      else { return true }
      return GrowthBookBucket.choose(bucket, among: filter["ranges"]?.elements ?? []) < 0
    }
  }

  mutating func keep(_ document: JSONValue, under key: String) { stickyDocuments?[key] = document }
}

extension JSONValue {
  func hashVersion(default version: Int) -> Int {
    guard let number = self["hashVersion"], number.isScriptTruthy else { return version }
    return number.numberValue.flatMap { Int(exactly: $0) } ?? 0
  }
}

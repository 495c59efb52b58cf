internal import SourceDocuments

extension GrowthBookEvaluator {
  /// Runs an experiment (`runExperiment`), and says which one it was with everything that was put in its place.
  mutating func run(
    _ original: GrowthBookExperiment, feature: String?, _ parents: Set<String> = []
  ) -> (experiment: GrowthBookExperiment, result: GrowthBookResult) {
    var experiment = original
    func out(_ experiment: GrowthBookExperiment) -> (GrowthBookExperiment, GrowthBookResult) {
      (experiment, result(experiment, -1, isHashed: false, feature))
    }
    guard experiment.variations.count >= 2, context["enabled"] != .boolean(false) else { return out(experiment) }
    if let overrides = context["overrides"]?[experiment.key]?.members {
      for (key, value) in overrides { experiment = experiment.with(key, value) }
    }
    if let url = context["url"]?.textValue,
      let index = GrowthBookBucket.queryOverride(experiment.key, url: url, count: experiment.variations.count)
    {
      return (experiment, result(experiment, index, isHashed: false, feature))
    }
    if let forced = context["forcedVariations"]?[experiment.key] {
      return (experiment, result(experiment, forced.index, isHashed: false, feature))
    }
    if experiment["status"] == .text("draft") || experiment["active"] == .boolean(false) { return out(experiment) }
    let (name, value) = hashValue(experiment.definition, usesFallback: keepsBuckets && experiment.keepsBuckets)
    guard value.isScriptTruthy else { return out(experiment) }
    let sticky = keepsBuckets && experiment.keepsBuckets ? stickyVariation(experiment) : .none
    if case .found = sticky {} else if isExcluded(experiment, value, parents) { return out(experiment) }
    var leaf: [String: JSONValue] = [:]
    if let bandit = experiment.bandit {
      leaf = self.leaf(of: bandit, experiment)
      experiment = experiment.with("weights", leaf["variationWeights"] ?? .null).with("contextualBandit", .object(leaf))
    }
    guard
      let bucket = GrowthBookBucket.hash(
        seed: experiment["seed"].flatMap { $0.isScriptTruthy ? $0.scriptText : nil } ?? experiment.key,
        value: value.scriptText, version: experiment.definition.hashVersion(default: 1))
    else { return out(experiment) }
    var (assigned, isSticky) = (assignment(experiment, bucket), false)
    switch sticky {
    case .found(let index): (assigned, isSticky) = (index, true)
    case .blocked: return (experiment, result(experiment, -1, isHashed: false, feature, isSticky: true))
    case .none: break
    }
    guard assigned >= 0 else { return out(experiment) }
    if let forced = experiment["force"] {
      return (experiment, result(experiment, forced.index, isHashed: false, feature))
    }
    if context["qaMode"]?.isScriptTruthy == true || experiment["status"] == .text("stopped") { return out(experiment) }
    var found = result(experiment, assigned, isHashed: true, feature, bucket: bucket, isSticky: isSticky)
    found.members.merge(leaf) { $1 }
    if keepsBuckets, experiment.keepsBuckets { keepAssignment(experiment, name, value.scriptText, found) }
    return (experiment, found)
  }

  private func assignment(_ experiment: GrowthBookExperiment, _ bucket: Double) -> Int {
    let ranges =
      experiment["ranges"]?.elements
      ?? GrowthBookBucket.ranges(
        experiment.variations.count, coverage: experiment["coverage"]?.numberValue,
        weights: experiment["weights"]?.elements?.map { $0.numberValue ?? 0 })
    return GrowthBookBucket.choose(bucket, among: ranges)
  }

  /// Filters or a namespace, the condition, prerequisites, groups.
  private mutating func isExcluded(_ experiment: GrowthBookExperiment, _ value: JSONValue, _ parents: Set<String>)
    -> Bool
  {
    if let filters = experiment["filters"]?.elements {
      if isFilteredOut(filters) { return true }
    } else if let namespace = experiment["namespace"], namespace.isScriptTruthy,
      !GrowthBookBucket.isInNamespace(value.scriptText, namespace)
    {
      return true
    }
    if let condition = experiment["condition"], condition.isScriptTruthy, !conditions.holds(condition, on: attributes) {
      return true
    }
    for parent in experiment["parentConditions"]?.elements ?? [] {
      let answer = evaluate(parent["id"]?.scriptText ?? "", parents: parents)
      if answer.source == "cyclicPrerequisite" { return true }
      if !GrowthBookCondition().holds(parent["condition"] ?? .object([:]), on: .object(["value": answer.value])) {
        return true
      }
    }
    guard let groups = experiment["groups"]?.elements else { return false }
    return !groups.contains { context["groups"]?[$0.scriptText]?.isScriptTruthy == true }
  }

  /// The first leaf whose condition holds, with its weights; leaf -1 with those of the rule where none does.
  private func leaf(of bandit: String, _ experiment: GrowthBookExperiment) -> [String: JSONValue] {
    let definition = context["contextualBandits"]?[bandit]
    let leaf = definition?["contexts"]?.elements?.first {
      conditions.holds($0["condition"] ?? .object([:]), on: attributes)
    }
    var members: [String: JSONValue] = [
      "leafId": leaf?["leafId"] ?? .number(-1),
      "variationWeights": leaf?["weights"] ?? experiment["weights"]
        ?? .array(GrowthBookBucket.equalWeights(experiment.variations.count).map { .number($0) }),
    ]
    members["banditVersion"] = definition?["banditVersion"]
    return members
  }

  private func result(
    _ experiment: GrowthBookExperiment, _ index: Int, isHashed: Bool, _ feature: String?, bucket: Double? = nil,
    isSticky: Bool = false
  ) -> GrowthBookResult {
    let isIn = experiment.variations.indices.contains(index)
    let index = isIn ? index : 0
    let meta = experiment["meta"]?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
    let (name, value) = hashValue(experiment.definition, usesFallback: keepsBuckets && experiment.keepsBuckets)
    var members: [String: JSONValue] = [
      "key": .text(meta?["key"].flatMap { $0.isScriptTruthy ? $0.scriptText : nil } ?? String(index)),
      "featureId": feature.map { .text($0) } ?? .null, "inExperiment": .boolean(isIn), "hashUsed": .boolean(isHashed),
      "variationId": .number(Double(index)), "hashAttribute": .text(name), "hashValue": value,
      "stickyBucketUsed": .boolean(isSticky),
      "value": experiment.variations.isEmpty ? .null : experiment.variations[index],
    ]
    members["bucket"] = bucket.map { .number($0) }
    for key in ["name", "passthrough"] { if let value = meta?[key], value.isScriptTruthy { members[key] = value } }
    return GrowthBookResult(members: members)
  }
}

// MARK: - Buckets that are kept

extension GrowthBookEvaluator {
  private enum Sticky {
    case none, blocked
    case found(Int)
  }

  private func stickyVariation(_ experiment: GrowthBookExperiment) -> Sticky {
    let kept = assignments(experiment)
    let least = experiment["minBucketVersion"]?.numberValue.flatMap { Int(exactly: $0) } ?? 0
    for version in 0..<min(10_000, max(0, least)) where kept["\(experiment.key)__\(version)"] != nil { return .blocked }
    guard let wanted = kept[experiment.bucketKey],
      let index = (experiment["meta"]?.elements ?? []).firstIndex(where: { $0["key"] == wanted })
    else { return .none }
    return .found(index)
  }

  /// What is kept under the hash attribute goes before what is kept under the fallback.
  private func assignments(_ experiment: GrowthBookExperiment) -> [String: JSONValue] {
    let name = experiment["hashAttribute"]?.textValue ?? "id"
    let own = stickyDocuments?["\(name)||\(attribute(name).scriptText)"]?["assignments"]?.members ?? [:]
    let other = experiment["fallbackAttribute"]?.textValue ?? "id"
    let value = attribute(other)
    guard value.isScriptTruthy,
      let fallback = stickyDocuments?["\(other)||\(value.scriptText)"]?["assignments"]?.members
    else { return own }
    return fallback.merging(own) { $1 }
  }

  private mutating func keepAssignment(
    _ experiment: GrowthBookExperiment, _ name: String, _ value: String, _ result: GrowthBookResult
  ) {
    let key = "\(name)||\(value)"
    var kept = stickyDocuments?[key]?["assignments"]?.members ?? [:]
    kept[experiment.bucketKey] = result.members["key"]
    keep(
      .object(["attributeName": .text(name), "attributeValue": .text(value), "assignments": .object(kept)]), under: key)
  }
}

extension GrowthBookExperiment {
  fileprivate var bucketKey: String {
    "\(key)__\(definition["bucketVersion"]?.numberValue.flatMap { Int(exactly: $0) } ?? 0)"
  }
}

extension JSONValue {
  /// -1 for what is no index.
  fileprivate var index: Int { numberValue.flatMap { Int(exactly: $0) } ?? -1 }
}

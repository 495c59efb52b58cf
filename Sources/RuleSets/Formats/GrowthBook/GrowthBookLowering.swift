internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers the rules of one feature. Prerequisites are segments, one for each feature and condition on its value, so that
/// rings of them are found as rings of segments are.
struct GrowthBookLowering {
  let payload: GrowthBookPayload
  let file: SourceFile
  /// Segments that were referred to.
  private(set) var wanted: [GrowthBookPrerequisite] = []

  init(payload: GrowthBookPayload, file: SourceFile) { (self.payload, self.file) = (payload, file) }

  /// One rule of the engine: whom it serves its value, given that no rule before it did.
  mutating func rules(of key: String, _ feature: Node) -> [Rule] {
    let nodes = feature["rules"]?.elements ?? []
    guard !nodes.isEmpty else {
      return [RuleNotes(file: file).rule(id: key, at: feature, audience: .constant(true))]
    }
    var (rules, before, ids) = ([Rule](), [Predicate](), Set<String>())
    for (index, node) in nodes.enumerated() {
      var step = step(node, of: key)
      let audience = Predicate.every(before + [step.fires])
      var id = key + "/" + (node["id"]?.scalarText ?? String(index + 1))
      if !ids.insert(id).inserted { id += "#\(index + 1)" }
      step.notes.personal(below: node["force"])
      step.notes.personal(below: node["variations"])
      rules.append(step.notes.rule(id: id, at: node["id"] ?? node, audience: audience))
      before = Self.before(before + step.passes, count: index + 1, feature)
    }
    return rules
  }

  /// An experiment that is no rule of a feature.
  mutating func rule(ofExperiment node: Node, at index: Int) -> Rule {
    let key = node["key"]?.scalarText ?? String(index + 1)
    var step = step(node, of: key)
    step.notes.personal(below: node["variations"])
    var audience = step.fires
    if let patterns = node["urlPatterns"] {
      audience = .every([
        audience, step.notes.atom("pages of an experiment", at: patterns, reads: ["url"], of: patterns),
      ])
    }
    return step.notes.rule(id: "experiment:" + key, at: node["key"] ?? node, audience: audience)
  }

  /// What the parent's value satisfies, as a segment.
  mutating func segment(_ prerequisite: GrowthBookPrerequisite) -> Predicate {
    guard let feature = payload.features[prerequisite.feature] else { return .constant(prerequisite.holds(.null)) }
    var (choices, before) = ([Predicate](), [Predicate]())
    for (index, node) in (feature["rules"]?.elements ?? []).enumerated() {
      var step = step(node, of: prerequisite.feature)
      let served = step.served(node, prerequisite)
      choices.append(.every(before + [step.fires, served]))
      if prerequisite.holds(.null) { choices += step.gates.map { .every(before + [.isNotTrue($0)]) } }
      before = Self.before(before + step.passes, count: index + 1, feature)
    }
    let value = feature["defaultValue"].map(JSONValue.init) ?? .null
    if prerequisite.holds(value) { choices.append(.every(before)) }
    return .some(choices)
  }

  /// That no rule before fired is said in full for the first rules of a feature; thousands of them would repeat each other
  /// without end.
  private static func before(_ parts: [Predicate], count: Int, _ feature: Node) -> [Predicate] {
    if count < 128 { return parts }
    // The first such part names the rules of the feature, each behind it those before it.
    let name: String
    if case .opaque(let text, _)? = parts.first, text.hasPrefix(Self.none) {
      name = "\(count) #" + text.suffix(8)
    } else {
      name = "\(count) #" + (feature["rules"]?.jsonText ?? "").identity
    }
    return [.opaque(text: Self.none + name, reads: [])]
  }

  private static let none = "none of the rules before number "

  // MARK: - One rule

  struct Step {
    var notes: RuleNotes
    /// The rule serves its value.
    var fires: Predicate
    /// Prerequisites that end the whole feature when they fail.
    var gates: [Predicate]
    /// The rules behind it are asked.
    var passes: [Predicate] { gates + [.isNotTrue(fires)] }
  }

  private mutating func step(_ node: Node, of key: String) -> Step {
    var lowering = GrowthBookConditionLowering(groups: payload.groups, notes: RuleNotes(file: file))
    var (parts, gates) = ([Predicate](), [Predicate]())
    for parent in node["parentConditions"]?.elements ?? [] {
      guard let predicate = prerequisite(parent, &lowering.notes) else { continue }
      // A gate is asked only when the prerequisites before it are met.
      if parent["gate"]?.isTrue == true {
        gates.append(.some(parts.map { .isNotTrue($0) } + [predicate]))
      }
      parts.append(predicate)
    }
    for filter in node["filters"]?.elements ?? [] { parts.append(self.filter(filter, &lowering.notes)) }
    if let condition = node["condition"] { parts.append(lowering.condition(condition)) }
    parts.append(share(node, of: key, &lowering.notes))
    return Step(notes: lowering.notes, fires: .every(parts), gates: gates)
  }

  private mutating func prerequisite(_ node: Node, _ notes: inout RuleNotes) -> Predicate? {
    guard let id = node["id"], let name = id.scalarText else { return nil }
    let prerequisite = GrowthBookPrerequisite(feature: name, condition: node["condition"])
    guard payload.features[name] != nil else {
      notes.missing("feature", name, among: payload.features.keys, at: id)
      return .constant(prerequisite.holds(.null))
    }
    wanted.append(prerequisite)
    notes.reference(prerequisite.segmentID, at: id)
    return .segment(prerequisite.segmentID)
  }

  // MARK: - Shares

  private func filter(_ node: Node, _ notes: inout RuleNotes) -> Predicate {
    let attribute = node["attribute"]
    let path = attribute?.scalarText ?? "id"
    return notes.atom(
      "a share of people by \(path) with seed `\(node["seed"]?.scalarText ?? "")`", at: attribute ?? node,
      reads: [path],
      of: node)
  }

  /// Who of those that the condition holds for gets the value: everybody, or a share of them by their hash.
  private func share(_ node: Node, of key: String, _ notes: inout RuleNotes) -> Predicate {
    let isForced = node["force"] != nil
    guard isForced || node["variations"] != nil || node["contextualVariations"] != nil else { return .constant(false) }
    let coverage = node["coverage"].map { JSONValue($0).scriptNumber }
    if isForced {
      if node["range"] == nil, coverage == nil { return .constant(true) }
      if node["range"] == nil, coverage == 0 { return .constant(false) }
    }
    let isKnown = hashed(node, &notes)
    let path = node["hashAttribute"]?.scalarText ?? "id"
    if isForced ? node["range"] == nil && (coverage ?? 1) >= 1 : coversEverybody(node) { return isKnown }
    let seed = node["seed"]?.scalarText ?? node["key"]?.scalarText ?? key
    let text = "a share of people by \(path) with seed `\(seed)`"
    return .every([
      isKnown,
      notes.atom(text, at: node["hashAttribute"] ?? node["coverage"] ?? node, reads: [path], of: Self.spread(node)),
    ])
  }

  /// The attribute that people are spread by is there and is not empty.
  private func hashed(_ node: Node, _ notes: inout RuleNotes) -> Predicate {
    let attribute = node["hashAttribute"]
    let path = notes.attribute(attribute?.scalarText ?? "id", at: attribute ?? node)
    let own = Self.isScriptTruthy(path)
    guard let fallback = node["fallbackAttribute"], let name = fallback.scalarText else { return own }
    let other = notes.attribute(name, at: fallback)
    let keeps = notes.atom("assignments are kept", at: fallback, reads: [], of: Self.spread(node))
    return .some([own, .every([Self.isScriptTruthy(other), keeps])])
  }

  /// What decides who falls into which share.
  fileprivate static func spread(_ node: Node) -> Node {
    node.keeping(
      "key", "seed", "hashVersion", "hashAttribute", "fallbackAttribute", "coverage", "weights", "ranges", "range",
      "namespace", "minBucketVersion", "bucketVersion", "disableStickyBucketing")
  }

  private static func isScriptTruthy(_ path: AttributePath) -> Predicate {
    .every([.exists(path), .not(.isTrue(.isIn(path, [.text("")]))), .not(.isTrue(.isIn(path, [.integer(0)])))])
  }

  /// Ranges without gaps from 0 to 1, and no namespace; what every person falls in.
  private func coversEverybody(_ node: Node) -> Bool {
    guard node["namespace"] == nil, node["contextualVariations"] == nil else { return false }
    let count = node["variations"]?.elements?.count ?? 0
    let weights = node["weights"]?.elements?.map { JSONValue($0).numberValue ?? 0 }
    let ranges =
      node["ranges"].flatMap { JSONValue($0).elements }
      ?? GrowthBookBucket.ranges(count, coverage: node["coverage"].map { JSONValue($0).scriptNumber }, weights: weights)
    var end = 0.0
    for range in ranges {
      guard let ends = range.elements, ends.count == 2, let start = ends[0].numberValue, start <= end,
        let next = ends[1].numberValue
      else { return false }
      end = max(end, next)
    }
    return count >= 2 && end > 0.9999
  }
}

extension GrowthBookLowering.Step {
  /// The value that the rule serves satisfies the prerequisite.
  fileprivate mutating func served(_ node: Node, _ prerequisite: GrowthBookPrerequisite) -> Predicate {
    if let forced = node["force"] { return .constant(prerequisite.holds(JSONValue(forced))) }
    let values = (node["variations"] ?? node["contextualVariations"])?.elements ?? []
    let answers = values.map { prerequisite.holds(JSONValue($0)) }
    if answers.allSatisfy(\.self) { return .constant(true) }
    if !answers.contains(true) { return .constant(false) }
    let path = node["hashAttribute"]?.scalarText ?? "id"
    let names = answers.indices.filter { answers[$0] }.map(String.init).joined(separator: ", ")
    return notes.atom(
      "variation \(names) of `\(node["key"]?.scalarText ?? prerequisite.feature)` by \(path)", at: node, reads: [path],
      of: GrowthBookLowering.spread(node))
  }
}

/// A feature whose value must satisfy a condition.
struct GrowthBookPrerequisite {
  let feature: String
  let condition: Node?

  /// Equal for equal conditions on the same feature.
  var segmentID: String { feature + " " + (condition?.jsonText ?? "{}") }

  func holds(_ value: JSONValue) -> Bool {
    GrowthBookCondition().holds(condition.map(JSONValue.init) ?? .object([:]), on: .object(["value": value]))
  }
}

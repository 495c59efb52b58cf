internal import GovernanceModel
internal import SourceDocuments

/// What an Unleash client holds: features and segments (client API of Unleash 5 and later, `features` or delta `events`).
struct UnleashState {
  /// In the order of the file.
  var features: [UnleashFeature] = []
  var segments: [String: UnleashSegment] = [:]
  private(set) var problems: Problems

  private var positions: [String: Int] = [:]

  /// Collects what is wrong in `problems`; an unknown operator or strategy is no mistake of form.
  init(_ root: Node, _ file: SourceFile) {
    problems = Problems(in: file)
    // A file of the client specification holds its state beside its tests.
    let state = root["state"] ?? root
    if let events = state["events"] {
      for event in list(events, "events") { take(event) }
    } else {
      hydrate(state)
    }
  }

  func feature(_ name: String) -> UnleashFeature? { positions[name].map { features[$0] } }
  var featureNames: [String] { features.map(\.name) }

  private mutating func hydrate(_ state: Node) {
    for node in list(state["segments"], "segments") { addSegment(node) }
    for node in list(state["features"], "features") { addFeature(node) }
  }

  /// One event of the delta API.
  private mutating func take(_ event: Node) {
    switch event["type"]?.scalarText {
    case "hydration":
      (features, segments, positions) = ([], [:], [:])
      hydrate(event)
    case "feature-updated":
      if let node = event["feature"] { addFeature(node) }
    case "feature-removed":
      if let name = event["featureName"]?.scalarText { removeFeature(name) }
    case "segment-updated":
      if let node = event["segment"] { addSegment(node) }
    case "segment-removed":
      if let id = event["segmentId"]?.scalarText { segments[id] = nil }
    default: problems.error("`type` is no event of the delta API", at: event["type"] ?? event)
    }
  }

  private mutating func addFeature(_ node: Node) {
    guard let feature = feature(node) else { return }
    if let index = positions[feature.name] {
      features[index] = feature
    } else {
      positions[feature.name] = features.count
      features.append(feature)
    }
  }

  private mutating func removeFeature(_ name: String) {
    features.removeAll { $0.name == name }
    positions = Dictionary(features.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
  }

  private mutating func addSegment(_ node: Node) {
    guard let id = node["id"]?.scalarText else {
      problems.error("a segment needs `id`", at: node)
      return
    }
    segments[id] = UnleashSegment(id: id, node: node, constraints: constraints(node["constraints"]))
  }
}

extension UnleashState {
  /// Nil, with a message, for what has no name.
  private mutating func feature(_ node: Node) -> UnleashFeature? {
    guard let name = node["name"]?.scalarText else {
      problems.error("a feature needs `name`", at: node)
      return nil
    }
    var feature = UnleashFeature(name: name, node: node)
    if case .boolean(let isEnabled)? = node["enabled"]?.content {
      feature.isEnabled = isEnabled
    } else {
      problems.error("`enabled` of a feature is true or false", at: node["enabled"] ?? node)
    }
    feature.strategies = list(node["strategies"], "strategies").compactMap { strategy($0) }
    feature.variants = variants(node["variants"])
    feature.dependencies = list(node["dependencies"], "dependencies").compactMap { dependency($0) }
    return feature
  }

  private mutating func strategy(_ node: Node) -> UnleashStrategy? {
    guard let name = node["name"]?.scalarText else {
      problems.error("a strategy needs `name`", at: node)
      return nil
    }
    if let parameters = node["parameters"], parameters.entries == nil, !parameters.isNull {
      problems.error("`parameters` is a mapping; found \(parameters.kind)", at: parameters)
    }
    return UnleashStrategy(
      name: name, node: node, constraints: constraints(node["constraints"]),
      segments: list(node["segments"], "segments"), variants: variants(node["variants"]))
  }

  private mutating func constraints(_ node: Node?) -> [UnleashConstraint] {
    list(node, "constraints").compactMap { constraint($0) }
  }

  private mutating func constraint(_ node: Node) -> UnleashConstraint? {
    guard let context = node["contextName"], let name = context.scalarText, let test = node["operator"]?.scalarText
    else {
      problems.error("a constraint needs `contextName` and `operator`", at: node)
      return nil
    }
    let values = list(node["values"], "values")
    return UnleashConstraint(
      node: node, contextName: name, contextNode: context, test: test,
      values: values.compactMap(\.scalarText).filter { !$0.isEmpty }, valueNodes: values,
      value: node["value"]?.scalarText, isInverted: node["inverted"]?.isTrue ?? false,
      ignoresCase: node["caseInsensitive"]?.isTrue ?? false)
  }

  private mutating func variants(_ node: Node?) -> [UnleashVariant] {
    list(node, "variants").compactMap { variant in
      guard let name = variant["name"]?.scalarText else {
        problems.error("a variant needs `name`", at: variant)
        return nil
      }
      return UnleashVariant(
        name: name, weight: min(max(0, variant["weight"]?.wholeNumber ?? 0), 1_000_000),
        stickiness: variant["stickiness"]?.scalarText,
        payload: variant["payload"].map(JSONValue.init), overrides: variant["overrides"]?.elements ?? [])
    }
  }

  private mutating func dependency(_ node: Node) -> UnleashDependency? {
    guard let feature = node["feature"], let name = feature.scalarText else {
      problems.error("a dependency needs `feature`", at: node)
      return nil
    }
    return UnleashDependency(
      feature: name, node: feature, isEnabled: node["enabled"].map { !$0.isFalse } ?? true,
      variants: list(node["variants"], "variants").compactMap(\.scalarText))
  }

  /// The elements of a list; absent and null are empty, anything else is a mistake.
  private mutating func list(_ node: Node?, _ what: String) -> [Node] {
    guard let node, !node.isNull else { return [] }
    if let elements = node.elements { return elements }
    problems.error("`\(what)` is a list; found \(node.kind)", at: node)
    return []
  }
}

struct UnleashFeature {
  let name: String
  let node: Node
  var isEnabled = false
  var strategies: [UnleashStrategy] = []
  var variants: [UnleashVariant] = []
  var dependencies: [UnleashDependency] = []
}

struct UnleashStrategy {
  let name: String
  let node: Node
  let constraints: [UnleashConstraint]
  /// Ids of segments; each must hold too.
  let segments: [Node]
  let variants: [UnleashVariant]

  func parameter(_ key: String) -> Node? { node["parameters"]?[key] }
  func text(_ key: String) -> String? { parameter(key)?.scalarText }

  /// The parts of a parameter between commas.
  func list(_ key: String) -> [String] {
    (text(key) ?? "").split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
  }
}

struct UnleashConstraint {
  let node: Node
  let contextName: String
  let contextNode: Node
  let test: String
  let values: [String]
  let valueNodes: [Node]
  let value: String?
  let isInverted: Bool
  let ignoresCase: Bool
}

struct UnleashSegment {
  let id: String
  let node: Node
  let constraints: [UnleashConstraint]
}

struct UnleashVariant {
  let name: String
  let weight: Int
  let stickiness: String?
  let payload: JSONValue?
  let overrides: [Node]
}

struct UnleashDependency {
  let feature: String
  let node: Node
  let isEnabled: Bool
  let variants: [String]
}

extension Node {
  var isTrue: Bool { if case .boolean(true) = content { true } else { false } }
  var isFalse: Bool { if case .boolean(false) = content { true } else { false } }
  var wholeNumber: Int? { if case .integer(let number) = content { Int(exactly: number) } else { nil } }
}

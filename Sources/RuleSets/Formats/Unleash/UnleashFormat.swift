internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// Unleash: features with activation strategies, constraints, segments and parents, as clients get them.
  package static let unleash = RuleSetFormat(
    name: "unleash",
    recognises: { content, _ in UnleashFormat.recognises(content.root) },
    lower: { document, _ throws(InputError) in try UnleashFormat.ruleSet(document.root, of: document.file) },
    evaluate: { document, request throws(EvaluationError) in
      try UnleashFormat.evaluate(document.root, of: document.file, request)
    })
}

enum UnleashFormat {
  /// True for `{"features": [{"name", "enabled", …}]}`, for events of the delta API, and for files of the client
  /// specification, which hold one of them as `state`.
  static func recognises(_ root: Node) -> Bool {
    let state = root["state"] ?? root
    if let events = state["events"]?.elements {
      return !events.isEmpty && events.allSatisfy { $0["type"]?.scalarText != nil && $0["eventId"] != nil }
    }
    guard let features = state["features"]?.elements else { return false }
    return state["version"] != nil || features.contains { $0["strategies"] != nil }
  }

  /// One rule a feature: its audience is whom the feature is on for. Throws ``InputError`` with everything that is malformed.
  static func ruleSet(_ root: Node, of file: SourceFile) throws(InputError) -> RuleSet {
    let state = UnleashState(root, file)
    try state.problems.throwIfAny()
    var lowering = UnleashLowering(state: state, file: file)
    let rules = state.features.map { lowering.rule($0) }
    return RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: RuleSetFormat.unleash.name, path: file.path,
      digest: SHA256Digest.hexadecimal(of: file.bytes), rules: rules, segments: [:])
  }

  /// Whether each feature is on for a context; with `"variant": true` beside a bare feature or state, which variant it gets.
  /// `"feature": name` or `"toggleName": name` there asks for one feature. Null where lots are drawn.
  static func evaluate(
    _ root: Node, of file: SourceFile, _ request: EvaluationRequest
  ) throws(EvaluationError) -> [RuleOutcome] {
    let state = UnleashState(enveloped(root), file)
    try EvaluationError.wrapping { () throws(InputError) in try state.problems.throwIfAny() }
    let asked = request.ruleID ?? root["feature"]?.scalarText ?? root["toggleName"]?.scalarText
    let evaluator = UnleashEvaluator(state: state)
    let context = UnleashContext(data: request.data, now: request.now)
    let asksVariant = root["variant"]?.isTrue ?? false
    // What a client does not know is off.
    if let asked, state.feature(asked) == nil, request.ruleID == nil {
      let answer = asksVariant ? evaluator.variant(asked, context) : .boolean(false)
      return [RuleOutcome(id: asked, result: .success(answer))]
    }
    let features = state.features.filter { asked == nil || $0.name == asked }
    if features.isEmpty, let asked { throw .noRule(asked, among: state.featureNames) }
    return features.map { feature in
      RuleOutcome(
        id: feature.name, place: state.span(feature.node["name"] ?? feature.node),
        result: .success(
          asksVariant
            ? evaluator.variant(feature.name, context) : JSONValue(evaluator.isEnabled(feature.name, context))),
        trace: request.isTraced ? evaluator.trace(feature, context) : [])
    }
  }

  /// A bare feature, or a bare strategy of one, as a state of its own.
  private static func enveloped(_ root: Node) -> Node {
    if root["state"] != nil || root["features"] != nil || root["events"] != nil { return root }
    func entry(_ key: String, _ value: Node) -> Node.Entry {
      Node.Entry(key: key, keyPosition: root.position, value: value)
    }
    func list(_ node: Node) -> Node { Node(.sequence([node]), at: root.position) }
    var feature = root
    if root["strategies"] == nil, root["enabled"] == nil {
      let constraints = root["contextName"] == nil ? nil : entry("constraints", list(root))
      let name = entry("name", Node(.text("default"), at: root.position))
      let strategy = constraints.map { Node(.mapping([name, $0]), at: root.position) } ?? root
      feature = Node(
        .mapping([
          entry("name", Node(.text("feature"), at: root.position)),
          entry("enabled", Node(.boolean(true), at: root.position)), entry("strategies", list(strategy)),
        ]), at: root.position)
    }
    let segments = root["segments"].map { [entry("segments", $0)] } ?? []
    let isList = root["segments"]?.elements?.allSatisfy { $0.entries != nil } ?? false
    return Node(.mapping([entry("features", list(feature))] + (isList ? segments : [])), at: root.position)
  }
}

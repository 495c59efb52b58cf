internal import GovernanceModel
internal import SourceDocuments

extension GrowthBookFormat {
  /// The value that each feature serves, or whether a bare condition holds.
  ///
  /// The data are the attributes of a person, or a context of an SDK with `attributes` in it. The document is a payload, in
  /// which `evaluate` may name one feature, a bare feature, a bare experiment with `variations`, or a bare condition.
  static func evaluate(
    _ root: Node, of file: SourceFile, _ request: EvaluationRequest
  ) throws(EvaluationError) -> [RuleOutcome] {
    let isContext = request.data["attributes"]?.members != nil
    var context = isContext ? request.data.members ?? [:] : ["attributes": request.data]
    if root["features"] != nil || root["encryptedFeatures"] != nil {
      let payload = GrowthBookPayload(root, file)
      try EvaluationError.wrapping { () throws(InputError) in try payload.problems.throwIfAny() }
      context.merge(JSONValue(root).members ?? [:]) { given, _ in given }
      return try features(payload, context, request, asked: request.ruleID ?? root["evaluate"]?.scalarText)
    }
    if root["defaultValue"] != nil || root["rules"] != nil {
      context["features"] = .object((context["features"]?.members ?? [:]).merging(["feature": JSONValue(root)]) { $1 })
      var evaluator = GrowthBookEvaluator(context: .object(context))
      return [outcome("feature", evaluator.evaluate("feature", parents: []), root, file, request)]
    }
    if root["variations"] != nil {
      var evaluator = GrowthBookEvaluator(context: .object(context))
      let (_, result) = evaluator.run(GrowthBookExperiment(JSONValue(root)), feature: nil)
      return [RuleOutcome(id: root["key"]?.scalarText ?? "experiment", result: .success(result.value))]
    }
    let condition = GrowthBookCondition(savedGroups: context["savedGroups"] ?? .object([:]))
    let attributes = context["attributes"] ?? .object([:])
    return [
      RuleOutcome(
        id: "condition", place: span(root, file),
        result: .success(.boolean(condition.holds(JSONValue(root), on: attributes))),
        trace: request.isTraced ? trace(condition: root, condition, attributes, file) : [])
    ]
  }

  private static func features(
    _ payload: GrowthBookPayload, _ context: [String: JSONValue], _ request: EvaluationRequest, asked: String?
  ) throws(EvaluationError) -> [RuleOutcome] {
    // A rule is asked for by its feature: which of its rules serves a person depends on those before it.
    let feature = asked.map { id in payload.features[id] == nil ? String(id.prefix { $0 != "/" }) : id }
    if let feature, payload.features[feature] == nil, request.ruleID != nil {
      throw .noRule(asked ?? "", among: payload.order)
    }
    return (feature.map { [$0] } ?? payload.order).map { key in
      var evaluator = GrowthBookEvaluator(context: .object(context))
      let node = payload.features[key] ?? Node(.null, at: .init(line: 1, column: 1))
      return outcome(key, evaluator.evaluate(key, parents: []), node, payload.problems.file, request)
    }
  }

  private static func outcome(
    _ key: String, _ answer: GrowthBookEvaluator.Answer, _ node: Node, _ file: SourceFile, _ request: EvaluationRequest
  ) -> RuleOutcome {
    let rule = answer.ruleID.isEmpty ? nil : node["rules"]?.elements?.first { $0["id"]?.scalarText == answer.ruleID }
    let step = TraceStep(
      clause: answer.ruleID.isEmpty ? answer.source : "\(answer.source) by rule `\(answer.ruleID)`",
      place: span(rule ?? node, file), outcome: answer.value.isScriptTruthy ? "on" : "off")
    return RuleOutcome(
      id: key, place: span(node, file), result: .success(answer.value), trace: request.isTraced ? [step] : [])
  }

  private static func trace(
    condition node: Node, _ condition: GrowthBookCondition, _ attributes: JSONValue, _ file: SourceFile
  ) -> [TraceStep] {
    (node.entries ?? []).map { entry in
      let holds = condition.holds(.object([entry.key: JSONValue(entry.value)]), on: attributes)
      let isGroup = ["$and", "$or", "$nor"].contains(entry.key)
      let inner = isGroup ? entry.value.elements ?? [] : entry.key == "$not" ? [entry.value] : []
      return TraceStep(
        clause: entry.key, place: span(entry.keyNode, file), outcome: holds ? "true" : "false",
        inner: inner.flatMap { trace(condition: $0, condition, attributes, file) })
    }
  }

  private static func span(_ node: Node, _ file: SourceFile) -> SourceSpan {
    file.span(node.position, length: Int(node.length))
  }
}

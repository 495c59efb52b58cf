internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension UnleashState {
  func span(_ node: Node) -> SourceSpan { problems.file.span(node.position, length: Int(node.length)) }
}

extension UnleashEvaluator {
  /// Why a feature is on or off: its parents, its strategies, their constraints.
  func trace(_ feature: UnleashFeature, _ context: UnleashContext) -> [TraceStep] {
    var steps = feature.dependencies.map { dependency in
      TraceStep(
        clause: "parent `\(dependency.feature)` \(dependency.isEnabled ? "on" : "off")",
        place: state.span(dependency.node), outcome: Self.word(dependencies(of: feature, [dependency], context)))
    }
    if !feature.isEnabled { steps.append(TraceStep(clause: "enabled", outcome: "false")) }
    for strategy in feature.strategies { steps.append(trace(strategy, of: feature, context)) }
    return steps
  }

  private func trace(_ strategy: UnleashStrategy, of feature: UnleashFeature, _ context: UnleashContext) -> TraceStep {
    var inner: [TraceStep] = []
    for node in strategy.segments {
      let segment = node.scalarText.flatMap { state.segments[$0] }
      let steps = (segment?.constraints ?? []).map { trace($0, context) }
      inner.append(
        TraceStep(
          clause: "segment `\(node.scalarText ?? "")`", place: state.span(node),
          outcome: Self.word(Truth(segment?.constraints.allSatisfy { $0.holds(context) } ?? false)), inner: steps))
    }
    inner += strategy.constraints.map { trace($0, context) }
    return TraceStep(
      clause: "strategy `\(strategy.name)`", place: state.span(strategy.node["name"] ?? strategy.node),
      outcome: Self.word(holds(strategy, of: feature, context)), inner: inner)
  }

  private func trace(_ constraint: UnleashConstraint, _ context: UnleashContext) -> TraceStep {
    let count = constraint.valueNodes.count
    let clause =
      (constraint.isInverted ? "not " : "") + "\(constraint.contextName) \(constraint.test)"
      + (count > 0 ? " (\(count) value\(count == 1 ? "" : "s"))" : "")
    return TraceStep(
      clause: clause, place: state.span(constraint.contextNode), outcome: Self.word(Truth(constraint.holds(context))))
  }

  private static func word(_ truth: Truth) -> String {
    switch truth {
    case .true: "true"
    case .false: "false"
    case .unknown: "unknown"
    }
  }
}

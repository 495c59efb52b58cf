internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension UnleashEvaluator {
  /// Another seed than that of rollouts, so that variants are spread independently of them.
  private static let variantSeed: UInt32 = 86_028_157

  /// `{"name", "enabled", "feature_enabled", "payload"}`; null where lots are drawn.
  func variant(_ name: String, _ context: UnleashContext) -> JSONValue {
    let found = decision(name, context)
    switch found.truth {
    case .unknown: return .null
    case .false: return disabled(isFeatureEnabled: false)
    case .true: break
    }
    guard let feature = state.feature(name) else { return disabled(isFeatureEnabled: false) }
    switch chosen(of: feature, found, context) {
    case .none: return disabled(isFeatureEnabled: true)
    case .chance: return .null
    case .variant(let variant):
      var answer: [String: JSONValue] = [
        "name": .text(variant.name), "enabled": .boolean(true), "feature_enabled": .boolean(true),
      ]
      answer["payload"] = variant.payload
      return .object(answer)
    }
  }

  /// The name that a dependency compares; nil where lots are drawn.
  func variantName(of feature: UnleashFeature, _ decision: Decision, _ context: UnleashContext) -> String? {
    switch chosen(of: feature, decision, context) {
    case .none: "disabled"
    case .chance: nil
    case .variant(let variant): variant.name
    }
  }

  private enum Choice {
    case none, chance
    case variant(UnleashVariant)
  }

  private func disabled(isFeatureEnabled: Bool) -> JSONValue {
    .object([
      "name": .text("disabled"), "enabled": .boolean(false), "feature_enabled": .boolean(isFeatureEnabled),
    ])
  }

  private func chosen(of feature: UnleashFeature, _ decision: Decision, _ context: UnleashContext) -> Choice {
    if let strategy = decision.strategy, !strategy.variants.isEmpty {
      return choose(
        strategy.variants, group: strategy.text("groupId") ?? feature.name,
        stickiness: strategy.variantStickiness(strategy.variants), context)
    }
    // Which strategy holds is left to chance, and one of them has variants.
    if decision.strategy == nil, feature.strategies.contains(where: { !$0.variants.isEmpty }) { return .chance }
    return choose(
      feature.variants, group: feature.name, stickiness: UnleashStickiness(feature.variants.first?.stickiness), context)
  }

  private func choose(
    _ variants: [UnleashVariant], group: String, stickiness: UnleashStickiness, _ context: UnleashContext
  ) -> Choice {
    if let overriding = variants.first(where: { $0.isOverridden(context) }) { return .variant(overriding) }
    let total = variants.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return .none }
    let weighted = variants.filter { $0.weight > 0 }
    guard let id = stickiness.value(context, ofVariants: true) else {
      return weighted.count == 1 ? .variant(weighted[0]) : .chance
    }
    let target = UnleashRollout.share(id, group, of: total, seed: Self.variantSeed)
    var sum = 0
    for variant in weighted {
      sum += variant.weight
      if sum >= target { return .variant(variant) }
    }
    return .none
  }
}

extension UnleashVariant {
  /// Somebody named this person for this variant.
  fileprivate func isOverridden(_ context: UnleashContext) -> Bool {
    overrides.contains { override in
      guard let name = override["contextName"]?.scalarText, let text = context.text(name) else { return false }
      return (override["values"]?.elements ?? []).contains { $0.scalarText == text }
    }
  }
}

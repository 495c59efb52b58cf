internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// What Unleash answers, as its client specification 5 has it. Where an engine would draw lots, the answer is unknown.
struct UnleashEvaluator {
  let state: UnleashState

  /// - Parameter context: `userId`, `properties` and the like.
  func isEnabled(_ name: String, _ context: UnleashContext) -> Truth { decision(name, context).truth }

  /// The first strategy that holds decides; its variants go before those of the feature.
  struct Decision {
    var truth: Truth
    var strategy: UnleashStrategy?
  }

  func decision(_ name: String, _ context: UnleashContext) -> Decision {
    guard let feature = state.feature(name) else { return Decision(truth: .false) }
    let parents = dependencies(of: feature, feature.dependencies, context)
    guard parents != .false else { return Decision(truth: .false) }
    var own = ownDecision(feature, context)
    if parents == .unknown, own.truth == .true { own.truth = .unknown }
    return own
  }

  private func ownDecision(_ feature: UnleashFeature, _ context: UnleashContext) -> Decision {
    guard feature.isEnabled else { return Decision(truth: .false) }
    guard !feature.strategies.isEmpty else { return Decision(truth: .true) }
    var isOpen = false
    for strategy in feature.strategies {
      switch holds(strategy, of: feature, context) {
      case .true: return isOpen ? Decision(truth: .true) : Decision(truth: .true, strategy: strategy)
      case .unknown: isOpen = true
      case .false: break
      }
    }
    return Decision(truth: isOpen ? .unknown : .false)
  }

  // MARK: - Parents

  /// A parent that is missing, or has parents itself, satisfies nothing.
  func dependencies(
    of feature: UnleashFeature, _ dependencies: [UnleashDependency], _ context: UnleashContext
  ) -> Truth {
    var result = Truth.true
    for dependency in dependencies {
      guard let parent = state.feature(dependency.feature), parent.dependencies.isEmpty else { return .false }
      let truth = satisfies(parent, dependency, context)
      if truth == .false { return .false }
      if truth == .unknown { result = .unknown }
    }
    return result
  }

  private func satisfies(_ parent: UnleashFeature, _ dependency: UnleashDependency, _ context: UnleashContext) -> Truth
  {
    let own = ownDecision(parent, context)
    guard dependency.isEnabled else { return own.truth.negated }
    guard !dependency.variants.isEmpty, own.truth == .true else { return own.truth }
    guard let name = variantName(of: parent, own, context) else { return .unknown }
    return Truth(dependency.variants.contains(name))
  }

  // MARK: - Strategies

  func holds(_ strategy: UnleashStrategy, of feature: UnleashFeature, _ context: UnleashContext) -> Truth {
    for node in strategy.segments {
      guard let id = node.scalarText, let segment = state.segments[id] else { return .false }
      for constraint in segment.constraints where !constraint.holds(context) { return .false }
    }
    for constraint in strategy.constraints where !constraint.holds(context) { return .false }
    switch UnleashActivation(strategy, of: feature.name) {
    case .everyone: return .true
    case .nobody, .unknown: return .false
    case .users(let ids): return Truth(context.text("userId").map { ids.contains($0) } ?? false)
    case .addresses(let texts): return Truth(address(texts, context))
    case .hosts(let names):
      return Truth(
        context.text("hostname").map { host in names.contains { $0.lowercased() == host.lowercased() } } ?? false)
    case .rollout(let rollout): return rollout.holds(context)
    }
  }

  private func address(_ texts: [String], _ context: UnleashContext) -> Bool {
    guard let text = context.text("remoteAddress") else { return false }
    if texts.contains(text) { return true }
    guard let address = IPNetwork(text) else { return false }
    return texts.contains { IPNetwork($0)?.contains(address) ?? false }
  }
}

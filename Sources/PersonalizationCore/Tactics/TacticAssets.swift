package import GovernanceModel
package import RuleSets

/// What tactics need besides the person: the same for everyone.
package struct TacticAssets: Sendable {
  package var catalogue: Catalogue
  /// Lists of fitted models by ``ModelKey/name``.
  package var models: [String: ItemLists]
  package var programme: LoyaltyProgramme?
  /// Rules of time zones by name; a zone that is missing is read as UTC.
  package var zones: [String: ZoneRules]

  package init(
    catalogue: Catalogue = Catalogue(), models: [String: ItemLists] = [:], programme: LoyaltyProgramme? = nil,
    zones: [String: ZoneRules] = [:]
  ) {
    (self.catalogue, self.models, self.programme, self.zones) = (catalogue, models, programme, zones)
  }
}

/// Which model a plan asks for.
package struct ModelKey: Hashable, Sendable {
  /// What items were chosen together in.
  package enum Unit: String, Hashable, Sendable {
    /// All that one person chose.
    case person
    /// One basket.
    case order
  }

  package var unit: Unit
  /// Types of events that are a choice.
  package var from: [String]
  package var measure: LikenessMeasure
  package var neighbours: Int

  /// Such as `person:purchase:cosine:20`.
  package var name: String { "\(unit.rawValue):\(from.joined(separator: "+")):\(measure.rawValue):\(neighbours)" }
}

extension TacticPlan {
  /// The model that the plan needs; nil for plans without.
  package var model: ModelKey? {
    switch self {
    case .recommendation(let plan):
      ModelKey(
        unit: plan.kind == .alsoBought ? .order : .person, from: plan.from, measure: plan.measure,
        neighbours: plan.neighbours)
    case .discovery(let plan):
      ModelKey(unit: .person, from: plan.from, measure: plan.measure, neighbours: plan.neighbours)
    case .journey, .onboarding, .service, .offer, .feedback: nil
    }
  }
}

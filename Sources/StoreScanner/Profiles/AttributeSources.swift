import DataStores
import GovernanceModel
import Predicates

/// Where the attributes that conditions read are held: which column of which profile table.
struct AttributeSources {
  /// A column that holds an attribute.
  struct Place {
    /// Index into the plan's sources.
    let source: Int
    let column: String
    /// When the value was last updated: the field's own column, else the table's.
    let updatedAt: InstantColumn?
    let zone: ZoneRules
  }

  private(set) var places: [String: Place] = [:]

  /// The first profile table that has a column for a path provides it.
  init(_ plan: AuditPlan, paths: Set<String>) {
    for (index, source) in plan.sources.enumerated() {
      guard let profile = source.collection.profile, source.collection.subject != nil else { continue }
      for field in source.collection.fields where source.columns.contains(field.name) {
        let names = [field.attribute, field.name, "\(source.collection.name).\(field.name)"].compactMap { $0 }
        for name in names where paths.contains(name) && places[name] == nil {
          let own = field.updatedAt.map { InstantColumn(column: $0) } ?? profile.updatedAt
          places[name] = Place(source: index, column: field.name, updatedAt: own, zone: source.dataset.zone)
        }
      }
    }
  }
}

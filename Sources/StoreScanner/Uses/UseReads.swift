import DataStores
import GovernanceModel
import PolicyEngine

/// Turns the names that a use log says it reads into fields with categories.
struct UseReads {
  private var byName: [String: ReadField] = [:]

  /// Fields of the log's own collection come first, then those of profile tables in the order of the scan.
  init(_ plan: AuditPlan, log: Int, updates: UpdateInstants) {
    let profiles = plan.sources.indices.filter { plan.sources[$0].collection.profile != nil }
    for index in [log] + profiles {
      let source = plan.sources[index]
      for field in source.collection.fields {
        let column = source.collection.profile.flatMap { source.updatedAt(field, $0) }
        let read = ReadField(
          path: field.attribute ?? field.name,
          categories: field.categories.isEmpty ? source.collection.categories : field.categories,
          isInferred: field.isInferred, update: updates.index(source: index, column: column))
        for name in [field.attribute, field.name].compactMap({ $0 }) where byName[name] == nil { byName[name] = read }
      }
    }
    for pattern in plan.policies.vocabulary.attributes where byName[pattern.glob] == nil {
      byName[pattern.glob] = ReadField(
        path: pattern.glob, categories: pattern.categories, isInferred: pattern.isInferred, update: nil)
    }
  }

  /// In byte order of the paths; a name that nobody declares is an attribute without categories.
  func fields(_ names: [String]) -> [ReadField] {
    let fields = names.map { byName[$0] ?? ReadField(path: $0, categories: [], isInferred: false, update: nil) }
    return Set(fields).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}

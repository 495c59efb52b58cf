import DataStores
import GovernanceModel
import PolicyEngine

/// Turns the names that a use log says it reads into fields with categories.
struct UseReads {
  private var byName: [String: ReadField] = [:]
  private let classifier: AttributeClassifier
  private let isDatedByLog: Bool

  /// Fields of the log's own collection come first, then those of profile tables in the order of the scan, then what the
  /// vocabulary says of attributes.
  init(_ plan: AuditPlan, log: Int, updates: UpdateInstants) {
    let profiles = plan.sources.indices.filter { plan.sources[$0].collection.profile != nil }
    for index in [log] + profiles {
      let source = plan.sources[index]
      for field in source.collection.fields {
        let column = source.collection.profile.flatMap { source.updatedAt(field, $0) }
        let read = ReadField(
          path: field.attribute ?? field.name,
          categories: source.collection.categories(of: field),
          isInferred: field.isInferred, update: updates.index(source: index, column: column))
        for name in [field.attribute, field.name].compactMap({ $0 }) where byName[name] == nil { byName[name] = read }
      }
    }
    classifier = AttributeClassifier(plan.policies.vocabulary.attributes)
    isDatedByLog = plan.sources[log].collection.uses?.updates != nil
  }

  /// In byte order of the paths; a name that nobody declares is an attribute without categories.
  func fields(_ names: [String]) -> [ReadField] {
    var fields = Set(names.map { byName[$0] ?? classified($0) }).sorted {
      $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
    }
    for index in fields.indices { fields[index].isDatedByLog = isDatedByLog }
    return fields
  }

  private func classified(_ path: String) -> ReadField {
    let pattern = classifier.pattern(for: path)
    return ReadField(
      path: path, categories: pattern?.categories ?? [], isInferred: pattern?.isInferred ?? false, update: nil)
  }
}

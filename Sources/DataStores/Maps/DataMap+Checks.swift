package import GovernanceModel
internal import SourceDocuments

extension Dataset {
  /// `reads` of a use log names fields of its own collection or of a profile of the dataset.
  func checkReads(_ problems: inout Problems) {
    let profiles = collections.filter { $0.profile != nil }
    for collection in collections {
      let known = (profiles + [collection]).flatMap { $0.fields.map(\.name) }
      guard let uses = collection.uses, !known.isEmpty else { continue }
      for name in uses.reads where !known.contains(name) {
        let near = nearestName(to: name, among: known)
        problems.add(
          near == nil ? .warning : .error,
          "`reads` of `\(collection.name)` names `\(name)`, which is no declared field",
          at: Node.Position(line: collection.span.line, column: collection.span.column), length: collection.span.length,
          help: near.map { "did you mean `\($0)`?" } ?? "declare it with its data categories")
      }
    }
  }
}

extension DataMap {
  /// A warning for each data category that the vocabulary lacks: manifests in the wild have taxonomies of their own, and a
  /// key that nobody knows is covered by no policy.
  package func unknownCategories(known: Set<DataCategory>) -> [Diagnostic] {
    var found: [(DataCategory, SourceSpan)] = []
    for dataset in datasets {
      found += dataset.categories.map { ($0, dataset.span) }
      for collection in dataset.collections {
        // What a collection has from its dataset is told there.
        let own = collection.categories == dataset.categories ? [] : collection.categories
        found += own.map { ($0, collection.span) }
        for field in collection.fields { found += field.categories.map { ($0, field.span) } }
      }
    }
    let names = known.map(\.key)
    return found.filter { !known.contains($0.0) }.map { category, span in
      Self.unknown(.warning, "data category", category.key, among: names, at: span)
    }
  }

  /// The map with everything unclassified that names a category which the vocabulary lacks: nobody knows what it is, so
  /// nothing that rests on it passes.
  package func unclassified(except known: Set<DataCategory>) -> DataMap {
    func kept(_ categories: [DataCategory]) -> [DataCategory] {
      categories.allSatisfy(known.contains) ? categories : []
    }
    var map = self
    for dataset in map.datasets.indices {
      map.datasets[dataset].categories = kept(datasets[dataset].categories)
      for collection in datasets[dataset].collections.indices {
        let old = datasets[dataset].collections[collection]
        map.datasets[dataset].collections[collection].categories = kept(old.categories)
        for field in old.fields.indices {
          map.datasets[dataset].collections[collection].fields[field].categories = kept(old.fields[field].categories)
        }
      }
    }
    return map
  }

  /// An error for each data use that the map names and the vocabulary lacks: no use under it could be judged.
  package func unknownUses(known: Set<DataUse>) -> [Diagnostic] {
    let names = known.map(\.key)
    return datasets.flatMap(\.collections).flatMap { collection in
      collection.namedUses.subtracting(names + [DataUse.every.key]).sorted().map { use in
        Self.unknown(.error, "data use", use, among: names, at: collection.span)
      }
    }
  }

  private static func unknown(
    _ level: Diagnostic.Level, _ what: String, _ key: String, among names: [String], at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      level, "the vocabulary has no \(what) `\(key)`", at: span,
      help: nearestName(to: key, among: names).map { "did you mean `\($0)`?" })
  }
}

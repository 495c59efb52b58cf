/// The keys that an evaluation knows, of every resource type in one space as Fides looks them up, each with its parent.
package struct FidesTaxonomy: Sendable {
  private var parents: [String: String?] = [:]
  private(set) var datasets: [String: FidesDataset] = [:]

  /// - Parameter defaults: keys of the shipped taxonomy; what a manifest declares comes before them.
  package init(_ manifests: Manifests, defaults: some Sequence<String>) {
    for term in manifests.terms where parents[term.key] == nil { parents[term.key] = .some(term.parent) }
    for key in defaults where parents[key] == nil {
      let dot = key.utf8.lastIndex(of: UInt8(ascii: "."))
      parents[key] = .some(dot.map { String(key[..<$0]) })
    }
    add("default_organization")
    for policy in manifests.policies { add(policy.key.text) }
    for system in manifests.systems { add(system.key.text) }
    for dataset in manifests.datasets {
      add(dataset.key)
      if datasets[dataset.key] == nil { datasets[dataset.key] = dataset }
    }
  }

  private mutating func add(_ key: String) { if parents[key] == nil { parents[key] = .some(nil) } }

  package var keys: some Sequence<String> { parents.keys }

  package func contains(_ key: String) -> Bool { parents[key] != nil }

  /// The key, its parent, and so on up to the root. Throws for a key that is not there, also on the way up.
  func lineage(of key: String) throws(Unresolved) -> [String] {
    var (lineage, next) = ([String](), String?.some(key))
    while let current = next, lineage.count < 1024 {
      guard let parent = parents[current] else { throw .key(current) }
      lineage.append(current)
      next = parent
    }
    return lineage
  }
}

/// What an evaluation runs into when it is too late to say so beforehand.
package enum Unresolved: Error, Hashable, Sendable {
  case key(String)
  case dataset(String, declaration: String)

  /// In the words of Fides.
  package var words: String {
    switch self {
    case .key(let key): "Found missing key (\(key)) referenced in taxonomy"
    case .dataset(let key, let declaration):
      "Dataset (\(key)) referenced in declaration (\(declaration)) could not be found in taxonomy"
    }
  }
}

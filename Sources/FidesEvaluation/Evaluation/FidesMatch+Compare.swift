extension FidesMatch {
  /// The declared keys that break the rule in this dimension; none when it does not fire.
  ///
  /// - Parameter lineages: of each declared key, from itself up to its root; never empty. As in Fides, `ALL` compares the
  ///   set of those that match with the list of those declared, so that a key that stands twice disarms it.
  package func violating(_ lineages: [[String]]) -> Set<String> {
    var (matched, others) = (Set<String>(), Set<String>())
    for lineage in lineages {
      guard let declared = lineage.first else { continue }
      if lineage.contains(where: values.contains) { matched.insert(declared) } else { others.insert(declared) }
    }
    return switch mode {
    case .any: matched
    case .all: matched.count == lineages.count ? matched : []
    case .none: matched.isEmpty ? others : []
    case .other: others
    }
  }
}

package import GovernanceModel

extension Vocabulary {
  /// The family in which the category's fineness is measured: its own, else that of its nearest ancestor.
  package func family(of category: DataCategory) -> Granularity.Family? {
    for key in sequence(first: category, next: \.parent) {
      if let family = families[key] { return family }
    }
    return nil
  }

  /// True for a special category and everything below one.
  package func isSpecial(_ category: DataCategory) -> Bool {
    sequence(first: category, next: \.parent).contains { specialCategories.contains($0) }
  }

  /// The families of a category and of everything below it.
  package func families(under category: DataCategory) -> Set<Granularity.Family> {
    var found = Set(categories.keys.map { DataCategory($0) }.filter { $0.isSameOrBelow(category) }.compactMap(family))
    if let own = family(of: category) { found.insert(own) }
    return found
  }
}

/// Names of items (or users) and their numbers: in the order of their bytes, so that ties fall alike on every machine.
package struct ItemCatalogue: Sendable, Equatable {
  package let names: [String]
  private let numbers: [String: Int]

  /// Names may stand several times.
  package init(_ names: some Sequence<String>) {
    self.names = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    numbers = Dictionary(uniqueKeysWithValues: zip(self.names, self.names.indices))
  }

  package var count: Int { names.count }

  /// The number of a name; nil for a name that is not in the catalogue.
  package func number(of name: String) -> Int? { numbers[name] }
}

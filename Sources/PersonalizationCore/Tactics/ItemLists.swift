/// A fitted model as it is served from: to each item those most like it, and what is chosen most.
package struct ItemLists: Sendable {
  package struct Neighbour: Hashable, Sendable {
    package var item: String
    package var likeness: Double
    package init(item: String, likeness: Double) { (self.item, self.likeness) = (item, likeness) }
  }

  package var neighbours: [String: [Neighbour]]
  /// From the most chosen; the same for everyone.
  package var popular: [String]

  package init(neighbours: [String: [Neighbour]] = [:], popular: [String] = []) {
    (self.neighbours, self.popular) = (neighbours, popular)
  }

  /// Items by the sum of their likeness to what was chosen, times its weight; of equal sums the first in byte order.
  ///
  /// Each with at most three of the items that led to it, the strongest first.
  func ranked(_ history: [String: Double], without excluded: Set<String>) -> [Offering.Item] {
    var parts: [String: [Neighbour]] = [:]
    for (own, weight) in history {
      for neighbour in neighbours[own] ?? [] where !excluded.contains(neighbour.item) {
        let part = neighbour.likeness * weight
        if part > 0 { parts[neighbour.item, default: []].append(Neighbour(item: own, likeness: part)) }
      }
    }
    let sums = parts.mapValues { parts in
      // Summed in one order, so that equal histories give equal sums.
      let sorted = parts.sorted { $0.likeness != $1.likeness ? $0.likeness > $1.likeness : $0.item < $1.item }
      return (total: sorted.reduce(0) { $0 + $1.likeness }, parts: sorted)
    }
    let ranked = sums.sorted { $0.value.total != $1.value.total ? $0.value.total > $1.value.total : $0.key < $1.key }
    return ranked.map { Offering.Item(id: $0.key, because: $0.value.parts.prefix(3).map(\.item)) }
  }
}

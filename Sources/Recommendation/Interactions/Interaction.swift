/// One observation: a user had to do with an item, so strongly.
///
/// Users and items are numbers from 0; `ItemCatalogue` gives names their numbers.
package struct Interaction: Sendable, Equatable {
  package var user: Int
  package var item: Int
  /// How often, how long or how well; more than 0. 1 where only the fact is known.
  package var weight: Double

  package init(user: Int, item: Int, weight: Double = 1) {
    (self.user, self.item, self.weight) = (user, item, weight)
  }
}

/// An item of somebody's history with its weight.
package struct WeightedItem: Sendable, Equatable {
  package var item: Int
  package var weight: Double

  package init(item: Int, weight: Double = 1) { (self.item, self.weight) = (item, weight) }
}

/// Why interactions cannot become a matrix; `index` is the position of the first that is wrong.
package enum InteractionError: Error, Equatable, CustomStringConvertible {
  /// A weight that is not a number above 0 and up to 10¹⁰⁰.
  case weight(index: Int)
  /// A user or item below 0, or not below the count that was given.
  case outOfRange(index: Int)
  /// More users, items or interactions than fit 31 bits.
  case tooMany

  package var description: String {
    switch self {
    case .weight(let index): "interaction \(index) has a weight that is not a finite number above 0"
    case .outOfRange(let index): "interaction \(index) names a user or an item out of range"
    case .tooMany: "more than 2,147,483,647 users, items or interactions"
    }
  }
}

/// A sparse matrix of users and items in compressed rows (CSR): one row a user, its items in ascending order, each once.
package struct Interactions: Sendable, Equatable {
  package let userCount: Int
  package let itemCount: Int
  /// Where each user's items begin, and behind the last the number of all: `userCount + 1` values.
  package let starts: [Int32]
  package let items: [Int32]
  package let weights: [Double]

  /// The number of pairs of a user and an item that have to do with each other.
  package var count: Int { items.count }

  init(userCount: Int, itemCount: Int, starts: [Int32], items: [Int32], weights: [Double]) {
    (self.userCount, self.itemCount) = (userCount, itemCount)
    (self.starts, self.items, self.weights) = (starts, items, weights)
  }

  /// Beyond it the squares of weights would overflow.
  private static let largestWeight = 1e100

  /// Sorts interactions in any order into rows; the weights of one pair are added up.
  ///
  /// Linear: a counting sort by item, then a stable one by user. Counts that are not given are one more than the largest
  /// number there is.
  package init(
    _ interactions: [Interaction], userCount: Int? = nil, itemCount: Int? = nil
  ) throws(InteractionError) {
    let users = userCount ?? (interactions.lazy.map(\.user).max() ?? -1) &+ 1
    let items = itemCount ?? (interactions.lazy.map(\.item).max() ?? -1) &+ 1
    guard max(users, items, interactions.count) < Int(Int32.max) else { throw .tooMany }
    for (index, entry) in interactions.enumerated() {
      guard (0..<max(users, 0)).contains(entry.user), (0..<max(items, 0)).contains(entry.item) else {
        throw .outOfRange(index: index)
      }
      guard entry.weight > 0, entry.weight <= Self.largestWeight else { throw .weight(index: index) }
    }
    self.init(sorted: Self.sorted(interactions, users, items), users, items)
  }

  /// Joins neighbours that are of one pair.
  private init(sorted: [Interaction], _ userCount: Int, _ itemCount: Int) {
    var starts = [Int32(0)]
    var items: [Int32] = []
    var weights: [Double] = []
    starts.reserveCapacity(userCount + 1)
    items.reserveCapacity(sorted.count)
    weights.reserveCapacity(sorted.count)
    for entry in sorted {
      while starts.count <= entry.user { starts.append(Int32(items.count)) }
      if Int(starts[entry.user]) < items.count, Int(items[items.count - 1]) == entry.item {
        weights[weights.count - 1] += entry.weight
      } else {
        items.append(Int32(entry.item))
        weights.append(entry.weight)
      }
    }
    while starts.count <= userCount { starts.append(Int32(items.count)) }
    self.init(userCount: userCount, itemCount: itemCount, starts: starts, items: items, weights: weights)
  }

  /// By user, then by item, then as they came.
  private static func sorted(_ interactions: [Interaction], _ users: Int, _ items: Int) -> [Interaction] {
    order(order(interactions, items) { $0.item }, users) { $0.user }
  }

  private static func order(
    _ entries: [Interaction], _ count: Int, by key: (Interaction) -> Int
  ) -> [Interaction] {
    var next = [Int](repeating: 0, count: count + 1)
    for entry in entries { next[key(entry) + 1] += 1 }
    for index in 0..<count { next[index + 1] += next[index] }
    guard var result = entries.first.map({ [Interaction](repeating: $0, count: entries.count) }) else { return [] }
    for entry in entries {
      result[next[key(entry)]] = entry
      next[key(entry)] += 1
    }
    return result
  }
}

extension Interactions {
  /// The positions in `items` and `weights` of one row.
  package func row(_ user: Int) -> Range<Int> { Int(starts[user])..<Int(starts[user + 1]) }

  /// What a user had to do with; nothing for a user that is none.
  package func history(of user: Int) -> [WeightedItem] {
    guard (0..<userCount).contains(user) else { return [] }
    return row(user).map { WeightedItem(item: Int(items[$0]), weight: weights[$0]) }
  }

  /// The same pairs with users and items exchanged.
  package func transposed() -> Interactions {
    var starts = [Int32](repeating: 0, count: itemCount + 1)
    for item in items { starts[Int(item) + 1] += 1 }
    for item in 0..<itemCount { starts[item + 1] += starts[item] }
    var next = starts
    var users = [Int32](repeating: 0, count: count)
    var turned = [Double](repeating: 0, count: count)
    for user in 0..<userCount {
      for position in row(user) {
        let place = Int(next[Int(items[position])])
        next[Int(items[position])] += 1
        (users[place], turned[place]) = (Int32(user), weights[position])
      }
    }
    return Interactions(userCount: itemCount, itemCount: userCount, starts: starts, items: users, weights: turned)
  }
}

/// An item that the users of another item had to do with too.
package struct AlsoBought: Sendable, Equatable {
  package var item: Int
  /// Users of both items.
  package var users: Int
  /// Users of both among the users of the first: "of those who bought X, this share bought Y".
  package var share: Double
  /// `share` against the item's share among all users; above 1, the one goes with the other (Brin and others, SIGMOD 1997).
  package var lift: Double
}

extension Interactions {
  /// What users of an item had to do with too: the largest share first, then the higher lift, then the lower number.
  ///
  /// `atLeast` is the smallest crowd that is shown: of fewer users, "others also bought" would tell about single people.
  package func alsoBought(with item: Int, count: Int, atLeast: Int = 2, excluding: [Int] = []) -> [AlsoBought] {
    guard (0..<itemCount).contains(item), userCount > 0 else { return [] }
    var (both, all) = ([Int](repeating: 0, count: itemCount), [Int](repeating: 0, count: itemCount))
    for user in 0..<userCount {
      let has = items[row(user)].contains(Int32(item))
      for position in row(user) {
        all[Int(items[position])] += 1
        if has { both[Int(items[position])] += 1 }
      }
    }
    let excluded = Set(excluding + [item])
    let found = both.indices.lazy.filter { both[$0] >= max(atLeast, 1) && !excluded.contains($0) }.map { other in
      let share = Double(both[other]) / Double(all[item])
      return AlsoBought(
        item: other, users: both[other], share: share, lift: share * Double(userCount) / Double(all[other]))
    }
    return found.sorted { ($1.users, $1.lift, $0.item) < ($0.users, $0.lift, $1.item) }.prefix(max(count, 0)).map(
      \.self)
  }
}

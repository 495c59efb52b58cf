/// How many users had to do with each item: what everyone may be shown who has not agreed to more.
package struct Popularity: Sendable, Equatable {
  /// Users of each item.
  package let users: [Int]
  /// Items that anyone had to do with, the most popular first, of equally popular ones the lower number first.
  package let ranking: [Int]
  package let userCount: Int

  package init(of interactions: Interactions) {
    var users = [Int](repeating: 0, count: interactions.itemCount)
    for item in interactions.items { users[Int(item)] += 1 }
    ranking = users.indices.filter { users[$0] > 0 }.sorted { (users[$1], $0) < (users[$0], $1) }
    userCount = interactions.userCount
    self.users = users
  }

  /// The most popular items that are not excluded; the score is the share of users.
  package func recommend(count: Int, excluding: [Int] = []) -> [Recommendation] {
    let excluded = Set(excluding)
    return ranking.lazy.filter { !excluded.contains($0) }.prefix(max(count, 0)).map { item in
      Recommendation(item: item, score: Double(users[item]) / Double(userCount), source: .popularity)
    }
  }

  /// Fills a list up to `count` with popular items that are neither in it nor excluded.
  package func filling(_ list: [Recommendation], to count: Int, excluding: [Int] = []) -> [Recommendation] {
    guard list.count < count else { return list }
    return list + recommend(count: count - list.count, excluding: excluding + list.map(\.item))
  }
}

internal import Glibc

/// A list to discover things with: relevant to a history, unlike each other, and not what everyone knows.
///
/// Items are chosen one by one by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the next is the one
/// with the largest λ · relevance − (1 − λ) · likeness to what was chosen, of equal ones the lower number. An item that
/// would break a rule is passed over, so a list may be shorter than asked for, but it never breaks one.
package struct DiscoveryList: Sendable {
  package let neighbours: ItemNeighbours
  package let popularity: Popularity
  /// The group of each item; an item beyond its end, or of group nil, has a group of its own.
  package let groups: [Int?]

  package init(neighbours: ItemNeighbours, popularity: Popularity, groups: [Int?] = []) {
    (self.neighbours, self.popularity, self.groups) = (neighbours, popularity, groups)
  }

  /// A list for one history; nil when the rules are not valid.
  ///
  /// - Parameter recent: what earlier lists held, which is not suggested again.
  package func make(for history: [WeightedItem], rules: DiscoveryRules, recent: [Int] = []) -> [Discovery]? {
    guard rules.isValid else { return nil }
    let candidates = neighbours.recommend(for: history, count: rules.candidates, excluding: recent)
    guard let best = candidates.first?.score else { return [] }
    let known = Set(history.compactMap { group(of: $0.item) })
    let open = candidates.map { candidate in
      Discovery(
        recommendation: candidate, relevance: candidate.score / best, likeness: 0, novelty: novelty(of: candidate.item),
        isNewGroup: group(of: candidate.item).map { !known.contains($0) } ?? true)
    }
    return choose(from: open, rules)
  }

  /// How little known an item is, in bits; of an item that nobody had to do with, as if one more user than there are had.
  package func novelty(of item: Int) -> Double {
    let users = popularity.users.indices.contains(item) ? popularity.users[item] : 0
    let all = Double(popularity.userCount)
    return users > 0 ? log2(all / Double(users)) : log2(all + 1)
  }

  func group(of item: Int) -> Int? { groups.indices.contains(item) ? groups[item] : nil }

  private func choose(from candidates: [Discovery], _ rules: DiscoveryRules) -> [Discovery] {
    var quota = DiscoveryQuota(rules, head: head(rules))
    var (open, chosen) = (candidates, [Discovery]())
    while chosen.count < rules.count {
      let fits = open.indices.filter { quota.admits(open[$0], group(of: open[$0].recommendation.item)) }
      let worth = { (entry: Discovery) in rules.relevance * entry.relevance - (1 - rules.relevance) * entry.likeness }
      guard let next = fits.max(by: { Self.precedes(open[$1], open[$0], worth) }) else { break }
      let taken = open.remove(at: next)
      quota.take(taken, group(of: taken.recommendation.item))
      chosen.append(taken)
      for index in open.indices {
        let likeness = neighbours.similarity(taken.recommendation.item, open[index].recommendation.item)
        open[index].likeness = max(open[index].likeness, likeness)
      }
    }
    return chosen
  }

  private static func precedes(_ left: Discovery, _ right: Discovery, _ worth: (Discovery) -> Double) -> Bool {
    let (first, second) = (worth(left), worth(right))
    return first == second ? left.recommendation.item < right.recommendation.item : first > second
  }

  private func head(_ rules: DiscoveryRules) -> Set<Int> {
    Set(popularity.ranking.prefix(Int((Double(popularity.ranking.count) * rules.headShare).rounded())))
  }
}

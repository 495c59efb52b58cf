internal import GovernanceModel
internal import Recommendation
internal import RuleSets

/// Fits models from what people chose. What fewer than `crowd` people chose is left out, so that nobody is told of another's
/// taste.
package struct ModelFitting {
  private let key: ModelKey
  private let crowd: Int
  private var numbers: [String: Int] = [:]
  private var names: [String] = []
  private var rows = 0
  private var interactions: [Interaction] = []
  private var people: [Int] = []

  package init(_ key: ModelKey, crowd: Int = 5) { (self.key, self.crowd) = (key, crowd) }

  /// Takes in the choices of one person, who must have let it: see ``DecisionPoint/mayUse(_:for:at:)``.
  package mutating func add(_ choices: [PersonEvent]) {
    var (known, orders): (Set<Int>, [String: Int]) = ([], [:])
    let own = rows
    rows += key.unit == .person ? 1 : 0
    for choice in choices where (choice.amount ?? 1) > 0 {
      guard let item = choice.item else { continue }
      let number = numbers[item] ?? names.count
      if number == names.count {
        numbers[item] = number
        names.append(item)
        people.append(0)
      }
      if known.insert(number).inserted { people[number] += 1 }
      switch key.unit {
      case .person: interactions.append(Interaction(user: own, item: number))
      case .order:
        let order = choice.order ?? choice.at.description
        let row = orders[order] ?? rows
        if row == rows {
          orders[order] = row
          rows += 1
        }
        interactions.append(Interaction(user: row, item: number))
      }
    }
  }

  /// The lists to serve from; without any where nothing was chosen by enough people.
  package func lists(popular count: Int = 1000) -> ItemLists {
    let kept = Set(people.indices.filter { people[$0] >= crowd })
    // A choice counts once however often it was made.
    var counted = Set<Pair>()
    let choices = interactions.filter {
      kept.contains($0.item) && counted.insert(Pair(row: $0.user, item: $0.item)).inserted
    }
    guard let matrix = try? Interactions(choices, userCount: rows, itemCount: names.count) else { return ItemLists() }
    let model = ItemNeighbours(of: matrix, weighting: key.measure.weighting, limit: key.neighbours)
    var lists = ItemLists()
    for item in kept {
      let similar = model.similar(to: item).filter { $0.score > 0 }
      guard !similar.isEmpty else { continue }
      lists.neighbours[names[item]] = similar.map { .init(item: names[$0.item], likeness: $0.score) }
    }
    let ranked = kept.sorted { (people[$1], names[$0]) < (people[$0], names[$1]) }
    lists.popular = ranked.prefix(count).map { names[$0] }
    return lists
  }

  private struct Pair: Hashable {
    let row: Int
    let item: Int
  }
}

extension LikenessMeasure {
  fileprivate var weighting: Weighting {
    switch self {
    case .cosine: .cosine
    case .tfidf: .tfIDF
    case .bm25: .bm25()
    }
  }
}

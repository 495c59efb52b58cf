import ProvisoTesting
import Testing

@testable import Recommendation

@Suite struct DiscoveryListTests {
  private func list(_ seed: UInt64) throws -> (DiscoveryList, Interactions) {
    let matrix = try RandomInteractions.matrix(users: 40, items: 30, count: 300, seed: seed)
    let groups = (0..<30).map { $0 % 7 == 6 ? nil : $0 % 7 }
    let list = DiscoveryList(
      neighbours: ItemNeighbours(of: matrix, limit: 20), popularity: Popularity(of: matrix), groups: groups)
    return (list, matrix)
  }

  @Test(arguments: 0..<20)
  func `a list keeps to its rules at every length`(seed: UInt64) throws {
    let (maker, matrix) = try list(seed)
    var rules = DiscoveryRules()
    (rules.count, rules.perGroup, rules.fromHeadAtMost, rules.newGroupShare) = (12, 2, 0.4, 0.25)
    let head = Set(maker.popularity.ranking.prefix(6))
    for user in 0..<matrix.userCount {
      let history = matrix.history(of: user)
      let made = try #require(maker.make(for: history, rules: rules, recent: [1, 2]))
      let items = made.map(\.recommendation.item)
      #expect(items.count == Set(items).count)
      #expect(Set(items).isDisjoint(with: history.map(\.item) + [1, 2]))
      let groups = items.compactMap { maker.group(of: $0) }
      #expect(Dictionary(grouping: groups) { $0 }.values.allSatisfy { $0.count <= 2 })
      for length in 1..<(made.count + 1) {
        let start = made.prefix(length)
        let fromHead = start.count { head.contains($0.recommendation.item) }
        #expect(Double(fromHead) <= (Double(length) * 0.4).rounded(.up))
        #expect(start.count { $0.isNewGroup } >= Int(Double(length) * 0.25))
      }
    }
  }

  @Test(arguments: 0..<10)
  func `with nothing but relevance and no other rule it is the list of recommendations`(seed: UInt64) throws {
    let (maker, matrix) = try list(seed)
    var rules = DiscoveryRules()
    (rules.count, rules.perGroup, rules.fromHeadAtMost, rules.newGroupShare, rules.relevance) = (8, 30, 1, 0, 1)
    for user in 0..<matrix.userCount {
      let history = matrix.history(of: user)
      let plain = maker.neighbours.recommend(for: history, count: 8)
      #expect(maker.make(for: history, rules: rules)?.map(\.recommendation) == plain)
    }
  }

  @Test(arguments: 0..<10)
  func `the less relevance weighs, the less alike are the items`(seed: UInt64) throws {
    let (maker, matrix) = try list(seed)
    var rules = DiscoveryRules()
    (rules.count, rules.perGroup, rules.fromHeadAtMost, rules.newGroupShare) = (8, 30, 1, 0)
    var likeness: [Double] = []
    for relevance in [1, 0.0] {
      rules.relevance = relevance
      let made = try (0..<matrix.userCount).map { try #require(maker.make(for: matrix.history(of: $0), rules: rules)) }
      likeness.append(made.joined().reduce(0) { $0 + $1.likeness })
    }
    #expect(likeness[1] < likeness[0])
  }

  @Test func `novelty is the surprise in bits`() throws {
    let entries = (0..<8).map { Interaction(user: $0, item: 0) } + [Interaction(user: 0, item: 1)]
    let matrix = try Interactions(entries, userCount: 8, itemCount: 3)
    let maker = DiscoveryList(neighbours: ItemNeighbours(of: matrix, limit: 3), popularity: Popularity(of: matrix))
    #expect(maker.novelty(of: 0) == 0)
    #expect(maker.novelty(of: 1) == 3)
    #expect(maker.novelty(of: 2) > 3)
    #expect(maker.novelty(of: 99) == maker.novelty(of: 2))
  }

  @Test func `no history has no list`() throws {
    let (maker, _) = try list(0)
    #expect(maker.make(for: [], rules: DiscoveryRules()) == [])
  }

  @Test func `rules that are no shares or counts are refused`() throws {
    let (maker, matrix) = try list(0)
    let changes: [(inout DiscoveryRules) -> Void] = [
      { $0.relevance = 1.1 }, { $0.relevance = .nan }, { $0.newGroupShare = -0.1 }, { $0.headShare = .infinity },
      { $0.fromHeadAtMost = 2 }, { $0.count = 0 }, { $0.perGroup = 0 }, { $0.candidates = -1 },
    ]
    for change in changes {
      var rules = DiscoveryRules()
      change(&rules)
      #expect(maker.make(for: matrix.history(of: 0), rules: rules) == nil)
    }
  }
}

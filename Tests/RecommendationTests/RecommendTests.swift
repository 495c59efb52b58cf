import ProvisoTesting
import Testing

@testable import Recommendation

@Suite struct RecommendTests {
  @Test(arguments: 0..<20)
  func `a score is the sum of similarities to the history, and its reasons are the parts`(seed: UInt64) throws {
    let matrix = try RandomInteractions.matrix(seed: seed)
    let neighbours = ItemNeighbours(of: matrix, limit: 4)
    for user in 0..<matrix.userCount {
      let history = matrix.history(of: user)
      let list = neighbours.recommend(for: history, count: 20, reasons: 20)
      for entry in list {
        let parts = history.map { $0.weight * neighbours.kept($0.item, entry.item) }
        #expect(abs(entry.score - parts.reduce(0, +)) < 1e-12)
        #expect(abs(entry.because.reduce(0) { $0 + $1.score } - 1) < 1e-12)
        #expect(entry.because == entry.because.sorted(by: >))
        #expect(Set(entry.because.map(\.item)).isSubset(of: history.map(\.item)))
        #expect(entry.source == .neighbours)
      }
      #expect(Set(list.map(\.item)).isDisjoint(with: history.map(\.item)))
    }
  }

  @Test(arguments: 0..<20)
  func `for everyone at once is as for one by one`(seed: UInt64) throws {
    let matrix = try RandomInteractions.matrix(seed: seed)
    let neighbours = ItemNeighbours(of: matrix, weighting: .tfIDF, limit: 3)
    let lists = neighbours.lists(for: matrix, count: 4)
    for user in 0..<matrix.userCount {
      let own = neighbours.recommend(for: matrix.history(of: user), count: 4)
      #expect(lists[user] == own.map { ScoredItem(item: $0.item, score: $0.score) })
    }
  }

  @Test func `what is excluded is not suggested, and leaves no trace for the next`() throws {
    let matrix = try RandomInteractions.matrix(seed: 1)
    let neighbours = ItemNeighbours(of: matrix, limit: 9)
    let history = [WeightedItem(item: 0)]
    let open = neighbours.recommend(for: history, count: 9)
    let first = try #require(open.first?.item)
    var scratch = RecommendationScratch()
    let without = neighbours.recommend(for: history, count: 9, excluding: [first, 99, -1], scratch: &scratch)
    #expect(without.map(\.item) == open.dropFirst().map(\.item))
    #expect(neighbours.recommend(for: history, count: 9, scratch: &scratch) == open)
  }

  @Test(arguments: [0, -2, .nan, .infinity])
  func `a weight that is no number above 0 adds nothing, and its item is still seen`(weight: Double) throws {
    let neighbours = ItemNeighbours(of: try RandomInteractions.matrix(seed: 2), limit: 9)
    let known = neighbours.recommend(for: [WeightedItem(item: 0)], count: 9, excluding: [3])
    let list = neighbours.recommend(for: [WeightedItem(item: 0), WeightedItem(item: 3, weight: weight)], count: 9)
    #expect(list == known)
  }

  @Test(arguments: [0, -1])
  func `none are suggested where none are asked for`(count: Int) throws {
    let neighbours = ItemNeighbours(of: try RandomInteractions.matrix(seed: 2), limit: 9)
    #expect(neighbours.recommend(for: [WeightedItem(item: 0)], count: count).isEmpty)
    #expect(
      neighbours.recommend(for: [WeightedItem(item: 0)], count: 3, reasons: count).allSatisfy { $0.because.isEmpty })
  }

  @Test func `a scratch serves models of different catalogues`() throws {
    let small = ItemNeighbours(of: try RandomInteractions.matrix(items: 5, seed: 3), limit: 9)
    let large = ItemNeighbours(of: try RandomInteractions.matrix(items: 30, count: 200, seed: 3), limit: 9)
    var scratch = RecommendationScratch()
    let history = [WeightedItem(item: 2), WeightedItem(item: 4)]
    _ = large.recommend(for: history, count: 9, scratch: &scratch)
    #expect(small.recommend(for: history, count: 9, scratch: &scratch) == small.recommend(for: history, count: 9))
    #expect(large.recommend(for: history, count: 9, scratch: &scratch) == large.recommend(for: history, count: 9))
  }
}

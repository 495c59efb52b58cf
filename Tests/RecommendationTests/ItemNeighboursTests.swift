import ProvisoTesting
import Testing

@testable import Recommendation

@Suite struct ItemNeighboursTests {
  /// Users of items: 0 has {0, 1}, 1 has {0, 1}, 2 has {0, 2}; counted by hand.
  private func shop() throws -> Interactions {
    try Interactions([(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 2)].map { Interaction(user: $0.0, item: $0.1) })
  }

  @Test func `cosine of sets is the common part by the root of the product`() throws {
    let neighbours = ItemNeighbours(of: try shop(), limit: 5)
    let similar = neighbours.similar(to: 0)
    #expect(similar.map(\.item) == [1, 2])
    #expect(abs(similar[0].score - 2 / 6.0.squareRoot()) < 1e-15)
    #expect(abs(similar[1].score - 1 / 3.0.squareRoot()) < 1e-15)
    #expect(neighbours.similarity(1, 2) == 0)
    #expect(neighbours.similarity(2, 2) == 1)
  }

  @Test func `of equal similarities the lower number comes first`() throws {
    let all = try Interactions((0..<6).map { Interaction(user: 0, item: $0) })
    #expect(ItemNeighbours(of: all, limit: 3).similar(to: 4).map(\.item) == [0, 1, 2])
    #expect(ItemNeighbours(of: all, limit: 3).similar(to: 0).map(\.item) == [1, 2, 3])
  }

  @Test(arguments: [-1, 0])
  func `no neighbours are kept where none are asked for`(limit: Int) throws {
    #expect(ItemNeighbours(of: try shop(), limit: limit).similar(to: 0).isEmpty)
  }

  @Test func `an item that is none has no neighbours`() throws {
    let neighbours = ItemNeighbours(of: try shop(), limit: 5)
    #expect(neighbours.similar(to: 9).isEmpty)
    #expect(neighbours.similar(to: -1).isEmpty)
    #expect(neighbours.similar(to: 0, count: -1).isEmpty)
    #expect(neighbours.recommend(for: [WeightedItem(item: 9), WeightedItem(item: -4)], count: 3).isEmpty)
  }

  @Test(arguments: 0..<20, [Weighting.cosine, .tfIDF, .bm25()])
  func `similarity is symmetric, and what every pair by itself gives`(seed: UInt64, weighting: Weighting) throws {
    let matrix = try RandomInteractions.matrix(seed: seed)
    let neighbours = ItemNeighbours(of: matrix, weighting: weighting, limit: .max)
    let turned = matrix.transposed()
    let weights = weighting.weights(turned)
    for left in 0..<matrix.itemCount {
      for right in 0..<matrix.itemCount where left != right {
        let pairs = turned.row(left).flatMap { own in
          turned.row(right).filter { turned.items[$0] == turned.items[own] }.map { weights[own] * weights[$0] }
        }
        let expected = pairs.reduce(0, +)
        #expect(abs(neighbours.similarity(left, right) - expected) < 1e-12)
        #expect(neighbours.similarity(left, right) == neighbours.similarity(right, left))
        if weighting != .bm25() { #expect(neighbours.similarity(left, right) <= 1 + 1e-12) }
      }
    }
  }

  @Test(arguments: 0..<20, [1, 2, 4])
  func `a limit keeps the best of all`(seed: UInt64, limit: Int) throws {
    let matrix = try RandomInteractions.matrix(seed: seed)
    let (few, all) = (ItemNeighbours(of: matrix, limit: limit), ItemNeighbours(of: matrix, limit: .max))
    for item in 0..<matrix.itemCount {
      #expect(few.similar(to: item) == all.similar(to: item, count: limit))
      #expect(all.similar(to: item) == all.similar(to: item).sorted(by: >))
    }
  }

  @Test func `BM25 saturates: twice as often counts less than twice`() throws {
    let once = try Interactions([
      Interaction(user: 0, item: 0), Interaction(user: 1, item: 1), Interaction(user: 1, item: 2),
    ])
    let often = try Interactions([
      Interaction(user: 0, item: 0, weight: 2), Interaction(user: 1, item: 1), Interaction(user: 1, item: 2),
    ])
    let (few, many) = (
      Weighting.bm25(b: 0).weights(once.transposed()), Weighting.bm25(b: 0).weights(often.transposed())
    )
    #expect(few[0] < many[0])
    #expect(many[0] < 2 * few[0])
    #expect(few[1] == many[1])
  }
}

import Testing

@testable import Recommendation

@Suite struct PopularityTests {
  private func matrix() throws -> Interactions {
    let pairs = [(0, 2), (1, 2), (2, 2), (0, 0), (1, 0), (2, 1), (3, 1)]
    return try Interactions(pairs.map { Interaction(user: $0.0, item: $0.1) }, userCount: 4, itemCount: 5)
  }

  @Test func `the most popular first, then the lower number; what nobody had is left out`() throws {
    let popularity = Popularity(of: try matrix())
    #expect(popularity.ranking == [2, 0, 1])
    #expect(popularity.users == [2, 2, 3, 0, 0])
    let list = popularity.recommend(count: 9)
    #expect(list.map(\.score) == [0.75, 0.5, 0.5])
    #expect(list.allSatisfy { $0.source == .popularity && $0.because.isEmpty })
    #expect(popularity.recommend(count: 1, excluding: [2]).map(\.item) == [0])
    #expect(popularity.recommend(count: -1).isEmpty)
  }

  @Test func `weights do not make an item popular, people do`() throws {
    let matrix = try Interactions([
      Interaction(user: 0, item: 0, weight: 100), Interaction(user: 0, item: 1), Interaction(user: 1, item: 1),
    ])
    #expect(Popularity(of: matrix).ranking == [1, 0])
  }

  @Test func `a short list is filled with what it does not hold`() throws {
    let popularity = Popularity(of: try matrix())
    let short = [Recommendation(item: 0, score: 1, source: .neighbours)]
    let list = popularity.filling(short, to: 3, excluding: [1])
    #expect(list.map(\.item) == [0, 2])
    #expect(list.map(\.source) == [.neighbours, .popularity])
    #expect(popularity.filling(short, to: 1) == short)
  }

  @Test func `of those who bought, this share bought too`() throws {
    let matrix = try matrix()
    let also = matrix.alsoBought(with: 2, count: 5, atLeast: 1)
    #expect(also.map(\.item) == [0, 1])
    #expect(also.map(\.users) == [2, 1])
    #expect(also.map(\.share) == [2.0 / 3, 1.0 / 3])
    #expect(also.map(\.lift) == [2.0 / 3 / 0.5, 1.0 / 3 / 0.5])
  }

  @Test func `fewer people than asked for are not shown`() throws {
    #expect(try matrix().alsoBought(with: 2, count: 5).map(\.item) == [0])
    #expect(try matrix().alsoBought(with: 2, count: 5, excluding: [0]).isEmpty)
    #expect(try matrix().alsoBought(with: 3, count: 5, atLeast: 0).isEmpty)
    #expect(try matrix().alsoBought(with: 7, count: 5).isEmpty)
    #expect(try matrix().alsoBought(with: 2, count: -1).isEmpty)
    #expect(try Interactions([]).alsoBought(with: 0, count: 1).isEmpty)
  }
}

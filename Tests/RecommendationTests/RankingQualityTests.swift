import Foundation
import Testing

@testable import Recommendation

@Suite struct RankingQualityTests {
  @Test func `figures counted by hand`() throws {
    let quality = try #require(
      RankingQuality(lists: [[1, 2, 3], [4, 5], [6]], outcomes: [[1, 3, 9], [7], []], depth: 3, itemCount: 10))
    #expect(quality.people == 2)
    #expect(quality.precision == (2.0 / 3) / 2)
    #expect(quality.recall == (2.0 / 3) / 2)
    #expect(quality.hitRate == 0.5)
    #expect(quality.coverage == 0.5)
    let ideal = 1 + 1 / log2(3.0) + 1 / log2(4.0)
    #expect(abs(quality.ndcg - (1 + 1 / log2(4.0)) / ideal / 2) < 1e-15)
  }

  @Test func `a list that foresees all has 1 of everything`() throws {
    let quality = try #require(RankingQuality(lists: [[1, 2]], outcomes: [[1, 2]], depth: 2, itemCount: 2))
    #expect([quality.precision, quality.recall, quality.ndcg, quality.hitRate] == [1, 1, 1, 1])
  }

  @Test func `nothing to measure is no figure`() {
    #expect(RankingQuality(lists: [[1]], outcomes: [[]], depth: 10, itemCount: 5) == nil)
    #expect(RankingQuality(lists: [], outcomes: [], depth: 10, itemCount: 5) == nil)
    #expect(RankingQuality(lists: [[1]], outcomes: [[1]], depth: 0, itemCount: 5) == nil)
    #expect(RankingQuality(lists: [[1]], outcomes: [[1]], depth: 1, itemCount: 0) == nil)
  }
}

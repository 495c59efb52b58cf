import Foundation
import ProvisoTesting
import Testing

@testable import Recommendation

/// Against figures of the Python packages `implicit` and `scipy`, on the same splits.
@Suite(.enabled(if: MovieLens.isPresent, MovieLens.reason))
struct MovieLensTests {
  /// The K of `implicit` counts the item itself, `limit` does not. Where similarities of many pairs are equal
  /// but for rounding (cosine), which of them are kept is chance there, hence the tolerance.
  @Test(arguments: [
    ("implicit.Cosine K=20", Weighting.cosine, 20, 1e-3, 0.30), ("implicit.TFIDF K=50", .tfIDF, 50, 1e-9, 0.30),
    ("implicit.BM25 K=50", .bm25(), 50, 1e-9, 0.31), ("dense cosine, all neighbours", .cosine, 1_682, 1e-9, 0.29),
  ])
  func `lists foresee as much as those of the reference`(
    method: String, weighting: Weighting, k: Int, tolerance: Double, least: Double
  ) throws {
    let data = try MovieLens.split()
    let reference = try MovieLens.reference("cf_ml100k_80_20.json", method)
    let quality = try #require(data.quality(of: ItemNeighbours(of: data.train, weighting: weighting, limit: k - 1)))
    #expect(data.train.count == 80_294)
    #expect(Double(quality.people) == reference["n"])
    #expect(quality.precision >= least)
    #expect(abs(quality.precision - (reference["P10"] ?? 0)) < tolerance)
    #expect(abs(quality.recall - (reference["R10"] ?? 0)) < tolerance)
    #expect(abs(quality.ndcg - (reference["NDCG10"] ?? 0)) < tolerance)
    #expect(abs(quality.coverage - (reference["coverage10"] ?? 0)) < 2 * tolerance)
  }

  @Test func `popularity is the fallback of the reference`() throws {
    let data = try MovieLens.split()
    let reference = try MovieLens.reference("cf_ml100k_80_20.json", "popularity")
    let popularity = Popularity(of: data.train)
    let lists = (0..<data.train.userCount).map { user in
      popularity.recommend(count: 10, excluding: data.train.history(of: user).map(\.item)).map(\.item)
    }
    let quality = try #require(data.quality(lists))
    #expect(abs(quality.precision - (reference["P10"] ?? 0)) < 1e-3)
    #expect(abs(quality.recall - (reference["R10"] ?? 0)) < 1e-3)
    #expect(abs(quality.ndcg - (reference["NDCG10"] ?? 0)) < 1e-3)
  }

  /// Films 1, 50 and 181 of the reference have numbers one less here.
  @Test func `similarities of films are those of the reference`() throws {
    let data = try MovieLens.lastOut()
    #expect(data.train.count == 99_057)
    let neighbours = ItemNeighbours(of: data.train, limit: 50)
    for film in [1, 50, 181] {
      let expected = try MovieLens.pairs("dense_cosine_similar", film)
      #expect(expected.count == 5)
      for (own, theirs) in zip(neighbours.similar(to: film - 1, count: 5), expected) {
        #expect(own.item + 1 == theirs.item)
        #expect(abs(own.score - theirs.score) < 1e-6)
      }
    }
    #expect(abs(neighbours.similarity(49, 180) - 0.879855) < 1e-6)
  }

  @Test(arguments: [1, 2, 3, 10, 100, 501])
  func `lists of people are those of the reference`(person: Int) throws {
    let data = try MovieLens.lastOut()
    let neighbours = ItemNeighbours(of: data.train, limit: 49)
    let expected = try MovieLens.pairs("cosine50_sample", person)
    let list = neighbours.recommend(for: data.train.history(of: person - 1), count: 10)
    #expect(list.map { $0.item + 1 } == expected.map(\.item))
    for (own, theirs) in zip(list, expected) { #expect(abs(own.score - theirs.score) < 1e-4) }
  }
}

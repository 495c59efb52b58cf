import Foundation
import ProvisoTesting
import Testing

@testable import Recommendation

/// MovieLens 100K as the reference figures were computed on it; users and items from 0.
struct MovieLens {
  static let isPresent = PublicData.has("ml-100k.inter") && Corpus.isPresent
  static let reason: Comment = "no MovieLens or no corpus: run scripts/test-data, set PROVISO_CORPUS"
  static let itemCount = 1_682

  var train: Interactions
  var outcomes: [Set<Int>]

  /// One in five by a mixing hash of user and item; every rating counts 1.
  static func split() throws -> MovieLens {
    try make { user, item, _ in SplitMix64.hash(UInt64(user) << 32 | UInt64(item)) % 5 == 0 }
  }

  private static func make(_ isTest: (Int, Int, Double) -> Bool) throws -> MovieLens {
    var train: [Interaction] = []
    var outcomes = [Set<Int>](repeating: [], count: 943)
    for row in try PublicData.numbers(of: "ml-100k.inter") {
      let (user, item) = (Int(row[0]), Int(row[1]))
      if isTest(user, item, row[2]) {
        outcomes[user - 1].insert(item - 1)
      } else {
        train.append(Interaction(user: user - 1, item: item - 1))
      }
    }
    return MovieLens(train: try Interactions(train, userCount: 943, itemCount: itemCount), outcomes: outcomes)
  }

  /// Each user's last rating is foretold from the earlier ones, all of which count 1.
  static func lastOut() throws -> MovieLens {
    let rows = try PublicData.numbers(of: "ml-100k.inter")
    var last: [Int: [Double]] = [:]
    for row in rows {
      let known = last[Int(row[0])] ?? row
      last[Int(row[0])] = (known[3], known[1]) < (row[3], row[1]) ? row : known
    }
    var outcomes = [Set<Int>](repeating: [], count: 943)
    for (user, row) in last { outcomes[user - 1] = [Int(row[1]) - 1] }
    let train = rows.filter { last[Int($0[0])]?[1] != $0[1] }.map {
      Interaction(user: Int($0[0]) - 1, item: Int($0[1]) - 1)
    }
    return MovieLens(train: try Interactions(train, userCount: 943, itemCount: itemCount), outcomes: outcomes)
  }

  func quality(_ lists: [[Int]]) -> RankingQuality? {
    RankingQuality(lists: lists, outcomes: outcomes, depth: 10, itemCount: Self.itemCount)
  }

  func quality(of neighbours: ItemNeighbours) -> RankingQuality? {
    quality(neighbours.lists(for: train, count: 10).map { $0.map(\.item) })
  }

  /// The reference figures of one method.
  static func reference(_ file: String, _ method: String) throws -> [String: Double] {
    (try document(file)[method] as? [String: NSNumber])?.mapValues(\.doubleValue) ?? [:]
  }

  /// Pairs of a film and a score under one key.
  static func pairs(_ name: String, _ key: Int) throws -> [ScoredItem] {
    let lists = try document("cf_ml100k.json")[name] as? [String: [[NSNumber]]]
    return lists?["\(key)"]?.map { ScoredItem(item: $0[0].intValue, score: $0[1].doubleValue) } ?? []
  }

  private static func document(_ file: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(Corpus.bytes(of: "metrics/\(file)"))) as? [String: Any] ?? [:]
  }
}

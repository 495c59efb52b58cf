import ProvisoTesting
import Recommendation

/// Interactions of few users with few items, with whole weights so that sums are exact in any order.
enum RandomInteractions {
  static func make(users: Int, items: Int, count: Int, _ random: inout SplitMix64) -> [Interaction] {
    (0..<count).map { _ in
      Interaction(
        user: Int.random(in: 0..<users, using: &random), item: Int.random(in: 0..<items, using: &random),
        weight: Double(Int.random(in: 1...5, using: &random)))
    }
  }

  static func matrix(users: Int = 12, items: Int = 9, count: Int = 60, seed: UInt64) throws -> Interactions {
    var random = SplitMix64(seed: seed)
    return try Interactions(
      make(users: users, items: items, count: count, &random), userCount: users, itemCount: items)
  }
}

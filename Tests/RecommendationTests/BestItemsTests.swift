import ProvisoTesting
import Testing

@testable import Recommendation

@Suite struct BestItemsTests {
  @Test(arguments: 0..<30)
  func `keeps what sorting keeps, in any order of offers`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let offers = (0..<40).map { ScoredItem(item: $0, score: Double(Int.random(in: 0..<9, using: &random))) }
    for capacity in [0, 1, 2, 7, 40, 60] {
      var best = BestItems(capacity: capacity)
      for offer in offers.shuffled(using: &random) { best.offer(offer) }
      #expect(best.drain() == offers.sorted(by: >).prefix(capacity).map(\.self))
      #expect(best.drain().isEmpty)
    }
  }
}

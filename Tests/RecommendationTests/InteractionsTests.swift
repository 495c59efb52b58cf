import ProvisoTesting
import Testing

@testable import Recommendation

@Suite struct InteractionsTests {
  @Test func `rows are sorted, and weights of one pair added up`() throws {
    let matrix = try Interactions([
      Interaction(user: 2, item: 3), Interaction(user: 0, item: 4, weight: 2), Interaction(user: 0, item: 1),
      Interaction(user: 0, item: 4, weight: 0.5),
    ])
    #expect(matrix.userCount == 3)
    #expect(matrix.itemCount == 5)
    #expect(matrix.count == 3)
    #expect(matrix.history(of: 0) == [WeightedItem(item: 1), WeightedItem(item: 4, weight: 2.5)])
    #expect(matrix.history(of: 1).isEmpty)
    #expect(matrix.history(of: 2) == [WeightedItem(item: 3)])
    #expect(matrix.history(of: 3).isEmpty)
    #expect(matrix.history(of: -1).isEmpty)
  }

  @Test func `the last item of one user and the same of the next stay apart`() throws {
    let matrix = try Interactions([Interaction(user: 0, item: 1), Interaction(user: 1, item: 1)])
    #expect(matrix.starts == [0, 1, 2])
    #expect(matrix.weights == [1, 1])
  }

  @Test func `nothing is a matrix without users`() throws {
    let matrix = try Interactions([])
    #expect(matrix.userCount == 0)
    #expect(matrix.itemCount == 0)
    #expect(matrix.transposed() == matrix)
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e101])
  func `a weight that is no number above 0 is refused`(weight: Double) {
    let bad = [Interaction(user: 0, item: 0), Interaction(user: 0, item: 1, weight: weight)]
    #expect(throws: InteractionError.weight(index: 1)) { try Interactions(bad) }
  }

  @Test(arguments: [(-1, 0), (0, -1), (2, 0), (0, 2), (.max, 0)])
  func `numbers out of range are refused`(user: Int, item: Int) {
    let bad = [Interaction(user: user, item: item)]
    #expect(throws: InteractionError.outOfRange(index: 0)) { try Interactions(bad, userCount: 2, itemCount: 2) }
  }

  @Test(arguments: [(Int(Int32.max), 0), (0, Int.max - 1), (Int.max, 0)])
  func `more than 31 bits are refused`(user: Int, item: Int) {
    #expect(throws: InteractionError.self) { try Interactions([Interaction(user: user, item: item)]) }
  }

  @Test func `errors say which interaction is wrong`() {
    #expect("\(InteractionError.weight(index: 7))".contains("interaction 7"))
    #expect("\(InteractionError.outOfRange(index: 8))".contains("interaction 8"))
    #expect("\(InteractionError.tooMany)".contains("2,147,483,647"))
  }

  @Test(arguments: 0..<20)
  func `turned twice a matrix is itself, in any order of its interactions`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let entries = RandomInteractions.make(users: 12, items: 9, count: 60, &random)
    let matrix = try Interactions(entries, userCount: 12, itemCount: 9)
    #expect(matrix.transposed().transposed() == matrix)
    #expect(try Interactions(entries.shuffled(using: &random), userCount: 12, itemCount: 9) == matrix)
    #expect(matrix.weights.reduce(0, +) == entries.reduce(0) { $0 + $1.weight })
    for user in 0..<12 {
      let items = matrix.history(of: user).map(\.item)
      #expect(items == Set(items).sorted())
    }
  }

  @Test func `names have numbers in the order of their bytes`() {
    let catalogue = ItemCatalogue(["tea", "Zoo", "é", "tea", "coffee"])
    #expect(catalogue.names == ["Zoo", "coffee", "tea", "é"])
    #expect(catalogue.count == 4)
    #expect(catalogue.number(of: "tea") == 2)
    #expect(catalogue.number(of: "cocoa") == nil)
  }
}

import Glibc
import Recommendation

/// Times fitting and recommending for every user on MovieLens 100K (the file of scripts/test-data), from within, since a
/// process takes longer to start. One line a method: name, CPU microseconds of fitting and of recommending, the median of the runs, and a
/// sum over what was recommended, so that both sides can be seen to do the same work.
@main
struct RecommendBenchmark {
  static let methods: [(name: String, weighting: Weighting, k: Int)] = [
    ("cosine", .cosine, 20), ("tfidf", .tfIDF, 50), ("bm25", .bm25(), 50),
  ]

  static func main() throws {
    guard CommandLine.arguments.count == 2, let runs = Int(CommandLine.arguments[1]), runs > 0 else {
      return print("usage: RecommendBenchmark RUNS < ml-100k.inter")
    }
    let matrix = try Interactions(interactions())
    for method in methods {
      var (fits, lists) = ([Int](), [Int]())
      var checksum = 0
      for _ in 0..<runs {
        let start = clock()
        let neighbours = ItemNeighbours(of: matrix, weighting: method.weighting, limit: method.k - 1)
        let middle = clock()
        let made = neighbours.lists(for: matrix, count: 10)
        let end = clock()
        fits.append(middle - start)
        lists.append(end - middle)
        checksum = made.joined().reduce(0) { $0 &+ $1.item }
      }
      print(method.name, median(fits), median(lists), checksum)
    }
  }

  /// Pairs of a user and an item, each counting 1.
  static func interactions() -> [Interaction] {
    var result: [Interaction] = []
    while let line = readLine() {
      let fields = line.split(separator: "\t")
      guard let user = Int(fields[0]), let item = Int(fields[1]) else { continue }
      result.append(Interaction(user: user - 1, item: item - 1))
    }
    return result
  }

  /// `clock()` counts microseconds of CPU time on Linux.
  static func median(_ times: [Int]) -> Int { times.sorted()[times.count / 2] }
}

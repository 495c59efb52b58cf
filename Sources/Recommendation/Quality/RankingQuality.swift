internal import Glibc

/// How well lists of suggestions foresaw what people went on to do, averaged over the people who did anything.
package struct RankingQuality: Sendable, Equatable {
  /// Of the first `depth` suggestions, the share that came true; a short list is not divided by less.
  package var precision: Double
  /// Of what came true, the share that was suggested.
  package var recall: Double
  /// Normalised discounted cumulative gain: a hit at rank r counts 1 / log2(r + 1), against the best possible list
  /// (Järvelin and Kekäläinen, ACM TOIS 20:4, 2002).
  package var ndcg: Double
  /// The share of people with a hit.
  package var hitRate: Double
  /// The share of the catalogue that stands in any list.
  package var coverage: Double
  package var people: Int

  /// nil when nobody did anything, a depth below 1 is asked for, or the catalogue is empty.
  ///
  /// - Parameters:
  ///   - lists: suggested items, the best first, one list a person.
  ///   - outcomes: what the same people did; people with none are left out.
  package init?(lists: [[Int]], outcomes: [Set<Int>], depth: Int, itemCount: Int) {
    guard depth >= 1, itemCount >= 1 else { return nil }
    var sums = (precision: 0.0, recall: 0.0, ndcg: 0.0, hits: 0.0, people: 0)
    var shown = Set<Int>()
    for (list, outcome) in zip(lists, outcomes) where !outcome.isEmpty {
      let hits = list.prefix(depth).enumerated().filter { outcome.contains($0.element) }.map(\.offset)
      let ideal = (0..<min(depth, outcome.count)).reduce(0) { $0 + Self.gain($1) }
      sums.precision += Double(hits.count) / Double(depth)
      sums.recall += Double(hits.count) / Double(outcome.count)
      sums.ndcg += hits.reduce(0) { $0 + Self.gain($1) } / ideal
      sums.hits += hits.isEmpty ? 0 : 1
      sums.people += 1
      shown.formUnion(list.prefix(depth))
    }
    guard sums.people > 0 else { return nil }
    people = sums.people
    (precision, recall) = (sums.precision / Double(people), sums.recall / Double(people))
    (ndcg, hitRate) = (sums.ndcg / Double(people), sums.hits / Double(people))
    coverage = Double(shown.count) / Double(itemCount)
  }

  private static func gain(_ offset: Int) -> Double { 1 / log2(Double(offset + 2)) }
}

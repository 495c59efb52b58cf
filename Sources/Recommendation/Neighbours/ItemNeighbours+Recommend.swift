extension ItemNeighbours {
  /// What a history suggests: the sum of similarities to its items, each times its weight.
  ///
  /// - Parameters:
  ///   - history: items with weights; an item that the model does not know, or a weight that is not a finite number above
  ///     0, adds nothing.
  ///   - excluding: items that must not be suggested, in any order; what is in the history is never suggested.
  ///   - reasons: how many items of the history each suggestion names.
  ///   - scratch: keep one for many calls.
  package func recommend(
    for history: [WeightedItem], count: Int, excluding: [Int] = [], reasons: Int = 3,
    scratch: inout RecommendationScratch
  ) -> [Recommendation] {
    scratch.reset(itemCount)
    for liked in history where liked.weight > 0 && liked.weight.isFinite {
      for position in row(liked.item) { scratch.add(Int(items[position]), liked.weight * similarities[position]) }
    }
    for liked in history { scratch.exclude(liked.item) }
    for item in excluding { scratch.exclude(item) }
    return scratch.best(count).map { scored in
      Recommendation(
        item: scored.item, score: scored.score, source: .neighbours,
        because: self.reasons(for: scored.item, in: history, count: reasons))
    }
  }

  /// As above, for one call.
  package func recommend(
    for history: [WeightedItem], count: Int, excluding: [Int] = [], reasons: Int = 3
  ) -> [Recommendation] {
    var scratch = RecommendationScratch()
    return recommend(for: history, count: count, excluding: excluding, reasons: reasons, scratch: &scratch)
  }

  /// The items of a history that speak for an item, with their share of its score: what "because you bought ..." names.
  package func reasons(for item: Int, in history: [WeightedItem], count: Int) -> [ScoredItem] {
    guard count > 0 else { return [] }
    var parts: [Int: Double] = [:]
    for liked in history where liked.weight > 0 && liked.weight.isFinite {
      let similarity = kept(liked.item, item)
      if similarity > 0 { parts[liked.item, default: 0] += liked.weight * similarity }
    }
    // In a fixed order: the order of a dictionary is chance, and with it the last digit of a sum.
    let ordered = parts.map { ScoredItem(item: $0.key, score: $0.value) }.sorted(by: >)
    let whole = ordered.reduce(0) { $0 + $1.score }
    return ordered.prefix(count).map { ScoredItem(item: $0.item, score: $0.score / whole) }
  }
}

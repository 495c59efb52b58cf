/// What a discovery list must keep to, besides being relevant.
package struct DiscoveryRules: Sendable, Equatable {
  /// How many items the list has at most.
  package var count = 30
  /// Relevance against diversity, from 0 (only unlike what is already in the list) to 1 (only relevant).
  package var relevance = 0.7
  /// How many items of one group (an artist, a brand, a category) the list holds at most.
  package var perGroup = 2
  /// The share of the list at least that comes from groups that the history does not know.
  package var newGroupShare = 0.3
  /// The head of the catalogue: this share of the items that anyone had to do with, the most popular first.
  package var headShare = 0.2
  /// The share of the list at most that comes from the head.
  package var fromHeadAtMost = 0.5
  /// How many of the most relevant items are looked at.
  package var candidates = 200

  package init() {}

  /// Whether every share is a number from 0 to 1 and every count is at least 1.
  package var isValid: Bool {
    [relevance, newGroupShare, headShare, fromHeadAtMost].allSatisfy { (0...1).contains($0) }
      && min(count, perGroup, candidates) >= 1
  }
}

/// An item of a discovery list.
package struct Discovery: Sendable, Equatable {
  package var recommendation: Recommendation
  /// Relevance from 0 to 1: the score against the best score of the candidates.
  package var relevance: Double
  /// The highest similarity to an item before it in the list; 0 for the first.
  package var likeness: Double
  /// Self-information in bits: −log2 of the share of users that had to do with the item (Zhou and others, PNAS 107:10,
  /// 2010; Vargas and Castells, RecSys 2011). What everyone knows has 0.
  package var novelty: Double
  /// Whether the history knows nothing of its group.
  package var isNewGroup: Bool
}

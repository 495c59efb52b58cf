import DataStores

/// How many bytes an audit would hold in one pass, from the estimated rows of its collections.
struct MemoryEstimate {
  private(set) var bytes = 0

  init(_ survey: StoreSurvey) {
    let entries = survey.entries.filter { $0.source.collection.subject != nil }
    // One row a subject in profiles; without a profile, no more than the largest collection has rows.
    let profiles = entries.filter { $0.source.collection.profile != nil }
    let people = (profiles.isEmpty ? entries : profiles).map(\.rows).max() ?? 0
    bytes += people * Self.bytesPerSubject
    for entry in entries {
      let collection = entry.source.collection
      if collection.consents != nil { bytes += entry.rows * Self.bytesPerEvent }
      if collection.uses != nil || collection.audience != nil { bytes += entry.rows * Self.bytesPerUse }
    }
  }

  /// Passes that keep each one's share within the budget.
  func passes(within memory: Int) -> Int {
    let usable = max(memory - Self.fixed, Self.fixed)
    return max(1, (bytes + usable - 1) / usable)
  }

  /// Key, slots, offset, cached truths, update instants.
  private static let bytesPerSubject = 64
  /// The packed event, its subject, and the copy while it is sorted.
  private static let bytesPerEvent = 92
  /// A subject index in the tallies, if every use breaks a control.
  private static let bytesPerUse = 8
  /// The process itself, column buffers, page cache of the store.
  private static let fixed = 40 << 20
}

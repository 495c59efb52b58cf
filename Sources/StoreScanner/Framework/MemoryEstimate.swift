import DataStores

/// How many bytes an audit may hold at the most, by the estimated rows of its collections and the needs of its operators.
struct MemoryEstimate {
  /// What the passes share out among them: subject keys and what is held of people and their rows.
  private(set) var divisible = 0
  /// What sees all rows at once, and cannot be divided; 0 where nothing does.
  private(set) var whole = 0

  init(_ survey: StoreSurvey, _ checks: [PlannedCheck]) {
    let entries = survey.entries.filter { $0.source.collection.subject != nil }
    // One row a subject in profiles; without a profile, no more than the largest collection has rows.
    let profiles = entries.filter { $0.source.collection.profile != nil }
    let people = (profiles.isEmpty ? entries : profiles).map(\.rows).max() ?? 0
    divisible = people * Self.bytesPerSubject
    if checks.contains(where: { $0.reach == .collection }) { whole = people * Self.bytesPerSubject }
    for check in checks {
      let bytes = check.check.need.bytes(rows: survey.entries[check.source].rows, people: people)
      if check.reach != .collection { divisible += bytes }
      if check.reach != .subject { whole += bytes }
    }
  }

  /// Passes that keep each one's share within the budget. What cannot be divided has a run of its own as soon as there is
  /// more than one pass.
  func passes(within memory: Int) -> Int {
    let usable = max(memory - Self.fixed, Self.fixed)
    // In a single pass both hold the same subject keys, so that the sum is no less than what is held.
    if divisible + whole <= usable { return 1 }
    return max(2, (divisible + usable - 1) / usable)
  }

  /// A key of eight bytes in an array that grows by doubling, and its slots of four, old and new while the table grows.
  private static let bytesPerSubject = 48
  /// The process itself, column buffers, page cache of the store.
  private static let fixed = 40 << 20
}

import DataStores
import GovernanceModel

/// One reading of a collection for all checks that need it.
struct CollectionScan {
  /// What came of it.
  struct Outcome {
    /// Rows that were read; 0 when no check touches the collection.
    var rows = 0
    var isRead = false
    /// Ids of the controls whose operators ran to the end.
    var controls: Set<String> = []
    var examined = 0
    var observations: [Observation] = []
    var gaps: [Gap] = []
    var countedGaps: [CountedGap] = []
    var counted: [Counted] = []
    var dates: RowDates?
  }

  private let store: any DataStore
  private let source: AuditPlan.Source
  private var checks: [PlannedCheck] = []
  private var gaps: [Gap] = []
  private var columns: [String] = []
  /// For each check, where its columns are among `columns`.
  private var positions: [[Int]] = []

  init(store: any DataStore, source: AuditPlan.Source, checks: [PlannedCheck]) {
    (self.store, self.source) = (store, source)
    guard !checks.isEmpty else { return }
    if let subject = source.collection.subject {
      guard source.columns.contains(subject) else {
        missing([subject], controls: checks.flatMap(\.controls))
        for var check in checks { check.check.abandon() }
        return
      }
      columns.append(subject)
    }
    for var check in checks {
      let absent = check.check.columns.filter { !source.columns.contains($0) }
      guard absent.isEmpty else {
        missing(absent, controls: check.controls)
        check.check.abandon()
        continue
      }
      positions.append(check.check.columns.map { WordColumn.position(of: $0, in: &columns) })
      self.checks.append(check)
    }
  }

  /// Reads the collection, and ends in what its checks say.
  consuming func run(_ subjects: inout SubjectTable, progress: (Int) -> Void) -> Outcome {
    var outcome = Outcome()
    outcome.gaps = gaps
    guard !checks.isEmpty else { return outcome }
    do {
      if checks.contains(where: \.check.readsRows) {
        outcome.rows = try read(&subjects, progress: progress)
        outcome.isRead = true
      }
    } catch {
      for index in checks.indices { checks[index].check.abandon() }
      outcome.gaps.append(
        Gap(subject: source.name, reason: .unreadable, detail: "the collection could not be read to its end: \(error)"))
      return outcome
    }
    for index in checks.indices {
      let result = checks[index].check.finish(subjects)
      outcome.observations += result.observations
      outcome.gaps += result.gaps
      outcome.countedGaps += result.countedGaps
      outcome.counted += result.counted
      outcome.dates = result.dates ?? outcome.dates
      outcome.examined = max(outcome.examined, result.examined)
      outcome.controls.formUnion(checks[index].controls)
    }
    return outcome
  }

  private mutating func read(_ subjects: inout SubjectTable, progress: (Int) -> Void) throws(StoreError) -> Int {
    var rows = 0
    let hasSubject = source.collection.subject != nil
    let absent = subjects.pass == 0 ? SubjectTable.none : SubjectTable.elsewhere
    var indices = [UInt32](repeating: absent, count: ColumnBatch.capacity)
    try store.scan(table: source.collection.name, columns: columns) { (batch) throws(StoreError) -> Bool in
      if hasSubject { subjects.intern(batch.columns[0], rows: batch.rowCount, into: &indices) }
      for index in checks.indices {
        checks[index].check.consume(batch, positions: positions[index], subjects: indices.span)
      }
      rows += batch.rowCount
      progress(batch.rowCount)
      return true
    }
    return rows
  }

  private mutating func missing(_ absent: [String], controls: [String]) {
    let checks = Set(controls).sorted().joined(separator: ", ")
    let loss = checks.isEmpty ? "" : "; not checked: \(checks)"
    gaps.append(
      Gap(
        subject: source.name, reason: .missingColumn,
        detail: "the store has no column \(source.named(absent))\(loss)"))
  }
}

import DataStores

/// Whom an obligation is for, such as the people of a country.
package protocol SubjectScope: AnyObject {
  /// True unless the obligation surely is not for this subject of the pass; asked also for `SubjectTable.none`.
  func includes(_ subject: UInt32) -> Bool
  /// The last source of the plan that tells who is meant; nil where none does. Before its scan nobody knows.
  var lastSource: Int? { get }
}

/// A check that does not see the rows of people whom its obligation is not for.
struct ScopedCheck: CheckOperator {
  private(set) var check: any CheckOperator
  let scope: any SubjectScope
  private var seen: [UInt32] = []

  init(_ check: any CheckOperator, _ scope: any SubjectScope) { (self.check, self.scope) = (check, scope) }

  var columns: [String] { check.columns }

  var need: MemoryNeed { check.need }
  var readsRows: Bool { check.readsRows }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    seen.removeAll(keepingCapacity: true)
    for row in 0..<batch.rowCount {
      let subject = subjects[row]
      let isOutside = subject != SubjectTable.elsewhere && !scope.includes(subject)
      seen.append(isOutside ? SubjectTable.elsewhere : subject)
    }
    let rows = seen
    check.consume(batch, positions: positions, subjects: rows.span)
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult { check.finish(subjects) }

  mutating func abandon() { check.abandon() }
}

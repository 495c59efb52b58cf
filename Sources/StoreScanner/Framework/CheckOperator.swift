package import DataStores
package import GovernanceModel

/// A check over one collection: it names the columns that it needs, consumes batches, and ends in observations.
///
/// All operators of a collection share one scan. One call handles a whole batch, so the existential costs nothing.
package protocol CheckOperator {
  /// Columns of the collection, by the names of the store; asked once, before the scan.
  var columns: [String] { get }

  /// `batch.columns[positions[i]]` holds `columns[i]`. `subjects[row]` is the subject's index in ``SubjectTable``, or
  /// `SubjectTable.none` for rows without a subject key, or `SubjectTable.elsewhere` for rows of another pass: skip these.
  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>)

  /// Called once after the last row of a pass; tells what it saw.
  mutating func finish(_ subjects: SubjectTable) -> CheckResult

  /// Called instead of ``finish(_:)`` when the collection could not be read, or lacks a column that the operator needs. The
  /// gap is told by the scan; an operator that leaves something to others tells them here that it is incomplete.
  mutating func abandon()

  /// False where the columns of the collection tell all: nothing is read for its sake.
  var readsRows: Bool { get }

  /// What it may hold at the most; asked once, before the scan. One tally of people, unless the operator says more.
  var need: MemoryNeed { get }
}

extension CheckOperator {
  package var readsRows: Bool { true }
  package var need: MemoryNeed { .tallies(1) }
  package mutating func abandon() {}
}

/// What an operator ends in.
package struct CheckResult: Sendable {
  package var observations: [Observation] = []
  package var gaps: [Gap] = []
  /// What adds up over passes before it is told.
  package var countedGaps: [CountedGap] = []
  /// Rows that it could judge.
  package var examined = 0
  /// When the rows of the log are dated, where it counts them.
  var dates: RowDates?
  /// What is told with an observation, of this operator or another, and adds up over passes.
  package var counted: [Counted] = []
  package init(
    observations: [Observation] = [], gaps: [Gap] = [], countedGaps: [CountedGap] = [], examined: Int = 0,
    counted: [Counted] = []
  ) {
    (self.observations, self.gaps, self.countedGaps) = (observations, gaps, countedGaps)
    (self.examined, self.counted) = (examined, counted)
  }
}

/// A number that becomes a parameter of the observations of one control, asset and verdict, once all passes are added up.
///
/// A parameter that a check gives itself must be the same in every pass, since it tells observations apart.
package struct Counted: Sendable {
  package var pack: String
  package var control: String
  package var asset: Asset
  package var verdict: Verdict
  /// The parameter's name, such as `of`.
  package var name: String
  package var count: Int
  package init(pack: String, control: String, asset: Asset, verdict: Verdict, name: String, count: Int) {
    (self.pack, self.control, self.asset) = (pack, control, asset)
    (self.verdict, self.name, self.count) = (verdict, name, count)
  }
}

/// A gap of so many rows. A pass sees a part of them: the text is made once the numbers of all passes are added up. What two
/// operators of a pass tell in the same words is one gap, with the greater number.
package struct CountedGap: Sendable {
  /// `store.collection`.
  package var subject: String
  package var reason: Reason
  /// What stands behind the number, such as `uses without a subject key`.
  package var detail: String
  package var count: Int
  package init(subject: String, reason: Reason, detail: String, count: Int) {
    (self.subject, self.reason, self.detail, self.count) = (subject, reason, detail, count)
  }
}

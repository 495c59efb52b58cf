import DataStores
import GovernanceModel

/// Counts the rows of a use log or consent log by when they are dated, beside a check that reads it anyway. Applies no control.
struct DatedRowsCheck: CheckOperator {
  let columns: [String]
  private var at: MomentColumn
  private let asOf: Int64
  private let since: Int64?
  private var dates = RowDates()

  init(_ at: InstantColumn, _ source: AuditPlan.Source, _ plan: AuditPlan) {
    var columns: [String] = []
    self.at = MomentColumn(at, zone: source.dataset.zone, columns: &columns)
    self.columns = columns
    (asOf, since) = (plan.asOf.microseconds, plan.since?.microseconds)
    if since != nil { dates.since = DatedRows() }
  }

  var need: MemoryNeed { MemoryNeed() }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    at.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] < SubjectTable.elsewhere {
      guard let moment = at.moment(row) else { continue }
      dates.asOf.add(moment, to: asOf)
      if let since { dates.since?.add(moment, to: since) }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    var result = CheckResult()
    result.dates = dates
    return result
  }

  /// One for each log that another check reads anyway. A collection that is both, or an audience, is judged whole.
  static func checks(in plan: AuditPlan, beside others: [PlannedCheck]) -> [PlannedCheck] {
    plan.sources.indices.compactMap { index in
      let source = plan.sources[index]
      let own = others.filter { $0.source == index }
      if let log = source.usesAlone, own.contains(where: { $0.check is UseLogCheck }) {
        return PlannedCheck(source: index, controls: [], isLate: true, check: DatedRowsCheck(log.at, source, plan))
      }
      if let log = source.consentsAlone, own.contains(where: { $0.check is ConsentLogReader }) {
        return PlannedCheck(source: index, controls: [], check: DatedRowsCheck(log.at, source, plan))
      }
      return nil
    }
  }
}

extension AuditPlan.Source {
  /// The use log that the collection is, and no audience or consent log beside it.
  var usesAlone: UseLog? {
    guard collection.subject != nil, collection.audience == nil, collection.consents == nil else { return nil }
    return collection.uses
  }

  var consentsAlone: ConsentLog? {
    guard collection.subject != nil, collection.uses == nil, collection.audience == nil else { return nil }
    return collection.consents
  }
}

extension LogRows {
  /// Nil for a collection that is no log, or several at once.
  init?(_ source: AuditPlan.Source, _ dates: RowDates) {
    guard source.usesAlone != nil || source.consentsAlone != nil else { return nil }
    collection = source.name
    kind = source.usesAlone != nil ? .uses : .consents
    (asOf, since) = (dates.asOf, dates.since)
  }
}

extension DatedRowsCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let (subject, at) = (try site.subject(), try site.instant(at.source))
    let questions = RowDatesSQL(at, site, isCounted: "\(subject.key) IS NOT NULL")
    var result = CheckResult()
    result.dates = questions.dates(try site.counts(questions.conditions))
    return result
  }
}

/// The conditions by which an engine counts what ``RowDates`` holds.
struct RowDatesSQL {
  let conditions: [String]

  init(_ at: InstantSQL, _ site: PushSite, isCounted: String) {
    conditions = [site.plan.asOf, site.plan.since].compactMap { $0?.microseconds }.flatMap { instant in
      [
        "\(at.end) <= \(instant)", "\(at.start) <= \(instant) AND \(at.end) > \(instant)", "\(at.start) > \(instant)",
        "\(at.start) > \(instant + Instant.microsecondsPerDay)",
      ].map { "\(isCounted) AND \($0)" }
    }
  }

  /// - Parameter counts: an answer to each condition.
  func dates(_ counts: [Int]) -> RowDates {
    func rows(_ first: Int) -> DatedRows {
      DatedRows(
        upTo: counts[first], within: counts[first + 1], after: counts[first + 2], longAfter: counts[first + 3])
    }
    return RowDates(asOf: rows(0), since: counts.count > 4 ? rows(4) : nil)
  }
}

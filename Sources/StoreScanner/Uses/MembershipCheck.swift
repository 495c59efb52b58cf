import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// Standing memberships of audiences, each one use over the time of the stay (semantics section 4).
struct MembershipCheck: CheckOperator {
  private(set) var columns: [String] = []
  private let plan: AuditPlan
  private let source: AuditPlan.Source
  private let rules: UseRules
  private let use: ColumnOrConstant
  private var keys: UseKeyReader
  private var entered: MomentColumn
  private var left: MomentColumn?
  /// Nil where the map names one audience for all rows.
  private var audience: WordColumn?
  private var book = DutyBook()
  private var faults = UseFaults()
  private var examined = 0
  private static let step = 64
  private var slices = [Range<Int>](repeating: 0..<0, count: step)
  private var touched: Int64 = 0
  private var scratch = MembershipScratch()

  init(_ table: AudienceTable, _ index: Int, _ plan: AuditPlan, rules: UseRules) {
    (self.plan, source, self.rules) = (plan, plan.sources[index], rules)
    use = table.use
    let zone = source.dataset.zone
    var columns: [String] = []
    let reads = UseReads(plan, log: index, updates: rules.updates)
    keys = UseKeyReader(table, reads: reads, rules: rules, columns: &columns)
    entered = MomentColumn(table.entered, zone: zone, columns: &columns)
    left = table.left.map { MomentColumn($0, zone: zone, columns: &columns) }
    audience = table.audience.column == nil ? nil : WordColumn(table.audience, columns: &columns)
    self.columns = columns
  }

  /// If each stay breaks each control: every audience has tallies of its own.
  var need: MemoryNeed {
    let controls = rules.controls(for: use).count
    return audience == nil ? .tallies(4 * controls) : MemoryNeed(perRow: 5 * controls)
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    keys.read(batch, positions: positions)
    entered.read(batch, positions: positions)
    left?.read(batch, positions: positions)
    audience?.read(batch, positions: positions)
    for row in 0..<batch.rowCount {
      while book.ranges.count <= Int(keys.codes[row]) {
        let key = keys.key(Int32(book.ranges.count))
        book.append(key, rules, subjectType: source.collection.subjectType)
      }
    }
    let judge = UseJudge(rules)
    var start = 0
    while start < batch.rowCount {
      let rows = start..<min(start + Self.step, batch.rowCount)
      touched &+= rules.consents.index.prepare(subjects, rows: rows, into: &slices)
      self.judge(judge, rows, subjects)
      start = rows.upperBound
    }
  }

  /// Judges rows whose slices are at hand.
  private mutating func judge(_ judge: UseJudge, _ rows: Range<Int>, _ subjects: borrowing Span<UInt32>) {
    for row in rows {
      let subject = subjects[row]
      guard subject < SubjectTable.elsewhere else {
        if subject == SubjectTable.none { faults.noSubject += 1 }
        continue
      }
      guard let entered = entered.moment(row), left.map({ $0.starts[row] != MomentColumn.unreadable }) ?? true,
        let range = book.ranges[Int(keys.codes[row])]
      else {
        faults.unreadable += 1
        continue
      }
      examined += 1
      let (slice, left) = (slices[row - rows.lowerBound], left.flatMap { $0.moment(row) })
      for index in range {
        let found = judge.membership(
          book.duties[index], subject: subject, slice: slice, entered: entered, left: left, asOf: plan.asOf, &scratch)
        guard let found, found.verdict != .compliant else { continue }
        book.tallies.add(
          found.verdict, duty: index, rule: audience?.codes[row] ?? ValueCodes.null, subject: subject,
          from: found.first.microseconds, to: found.last.microseconds)
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let audience = audience
    let observations = book.observations(rules, plan, source, subjects) { code in audience?.word(code) }
    return CheckResult(
      observations: observations, countedGaps: faults.gaps(source.name, "memberships"), examined: examined)
  }
}

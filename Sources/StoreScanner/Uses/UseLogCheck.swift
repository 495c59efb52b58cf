import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// The timeline join: each use of a log against the controls over uses, at its instant.
struct UseLogCheck: CheckOperator {
  private(set) var columns: [String] = []
  private let plan: AuditPlan
  private let source: AuditPlan.Source
  private let rules: UseRules
  private let log: ColumnOrConstant
  private var keys: UseKeyReader
  private var at: MomentColumn
  private var rule: WordColumn?
  private var logged: LoggedValues?
  private var book = DutyBook()
  private var faults = UseFaults()
  private var examined = 0
  /// Rows whose events are fetched together: their events fit into the nearest caches.
  private static let step = 64
  private var slices = [Range<Int>](repeating: 0..<0, count: step)
  private var touched: Int64 = 0

  init(_ log: UseLog, _ index: Int, _ plan: AuditPlan, rules: UseRules) {
    (self.plan, source, self.rules) = (plan, plan.sources[index], rules)
    self.log = log.use
    var columns: [String] = []
    let reads = UseReads(plan, log: index, updates: rules.updates)
    keys = UseKeyReader(log, reads: reads, rules: rules, columns: &columns)
    at = MomentColumn(log.at, zone: source.dataset.zone, columns: &columns)
    rule = log.rule.map { WordColumn(ColumnOrConstant(column: $0), columns: &columns) }
    logged = LoggedValues(log, source, rules, columns: &columns)
    self.columns = columns
  }

  /// If each use breaks each control: every rule has tallies of its own.
  var need: MemoryNeed {
    let controls = rules.controls(for: log).count
    return rule == nil ? .tallies(4 * controls) : MemoryNeed(perRow: 5 * controls)
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    keys.read(batch, positions: positions)
    at.read(batch, positions: positions)
    rule?.read(batch, positions: positions)
    logged?.read(batch, positions: positions)
    compileNewKeys(batch.rowCount)
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
    let plain = book.plain
    for row in rows {
      let subject = subjects[row]
      guard subject < SubjectTable.elsewhere else {
        if subject == SubjectTable.none { faults.noSubject += 1 }
        continue
      }
      guard let moment = at.moment(row), let range = book.ranges[Int(keys.codes[row])] else {
        faults.unreadable += 1
        continue
      }
      examined += 1
      let slice = slices[row - rows.lowerBound]
      for index in range {
        let duty = plain.span[index]
        if duty.probe >= 0, judge.isPlain {
          let now = moment.start.microseconds
          guard duty.from <= now, now < duty.until else { continue }
          let state = judge.state(duty.probe, of: slice, at: moment)
          if state != .valid { count(state.verdict, index, row, subject, moment) }
          continue
        }
        let verdict = judge.verdict(
          book.duties[index], subject: subject, slice: slice, at: moment, logged: logged?.values(row) ?? [:])
        if let verdict, verdict != .compliant { count(verdict, index, row, subject, moment) }
      }
    }
  }

  private mutating func count(_ verdict: Verdict, _ duty: Int, _ row: Int, _ subject: UInt32, _ moment: Moment) {
    let instant = moment.start.microseconds
    book.tallies.add(
      verdict, duty: duty, rule: rule?.codes[row] ?? ValueCodes.null, subject: subject, from: instant, to: instant)
  }

  private mutating func compileNewKeys(_ rows: Int) {
    for row in 0..<rows {
      while book.ranges.count <= Int(keys.codes[row]) {
        let key = keys.key(Int32(book.ranges.count))
        book.append(key, rules, subjectType: source.collection.subjectType)
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let rule = rule
    let observations = book.observations(rules, plan, source, subjects) { code in rule?.word(code) }
    return CheckResult(observations: observations, countedGaps: faults.gaps(source.name, "uses"), examined: examined)
  }
}

/// Rows that could not be judged, by fault.
struct UseFaults {
  var noSubject = 0
  var unreadable = 0

  func gaps(_ collection: String, _ rows: String) -> [CountedGap] {
    [
      (noSubject, "without a subject key"),
      (
        unreadable,
        "with an instant that cannot be read, a data use or basis that the vocabulary does not know, or "
          + "attributes that are no JSON"
      ),
    ]
    .filter { $0.0 > 0 }
    .map { CountedGap(subject: collection, reason: .unreadableValue, detail: "\(rows) \($0.1)", count: $0.0) }
  }
}

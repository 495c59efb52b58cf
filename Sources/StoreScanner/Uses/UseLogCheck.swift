import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// The timeline join: each use of a log against the controls over uses, at its instant.
struct UseLogCheck: CheckOperator {
  private(set) var columns: [String] = []
  let plan: AuditPlan
  let source: AuditPlan.Source
  let rules: UseRules
  let log: ColumnOrConstant
  private(set) var keys: UseKeyReader
  private(set) var at: MomentColumn
  private(set) var rule: WordColumn?
  private(set) var logged: LoggedValues?
  private var updates: LoggedUpdates?
  private var book = DutyBook()
  private var faults = UseFaults()
  /// By code of a key.
  private var unheard: [Bool] = []
  private var examined = 0
  private var waiting = SubjectOrder<WaitingUse>()
  /// Uses that end by then were judged by an earlier audit.
  let since: Int64

  init(_ log: UseLog, _ index: Int, _ plan: AuditPlan, rules: UseRules) {
    (self.plan, source, self.rules) = (plan, plan.sources[index], rules)
    let isContinued = plan.continued.contains(source.name) && source.usesAlone != nil
    since = isContinued ? plan.since?.microseconds ?? .min : .min
    self.log = log.use
    var columns: [String] = []
    let reads = UseReads(plan, log: index, updates: rules.updates)
    keys = UseKeyReader(log, reads: reads, rules: rules, columns: &columns)
    at = MomentColumn(log.at, zone: source.dataset.zone, columns: &columns)
    rule = log.rule.map { WordColumn(ColumnOrConstant(column: $0), columns: &columns) }
    logged = LoggedValues(log, source, rules, columns: &columns)
    updates = rules.updates.areAsked ? log.updates.map { LoggedUpdates($0, columns: &columns) } : nil
    self.columns = columns
  }

  /// If each use breaks each control: every rule has tallies of its own.
  var need: MemoryNeed {
    let controls = rules.controls(for: log).count
    let tallies = rule == nil ? MemoryNeed.tallies(4 * controls) : MemoryNeed(perRow: 5 * controls)
    return tallies + SubjectOrder<WaitingUse>.need
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    keys.read(batch, positions: positions)
    at.read(batch, positions: positions)
    rule?.read(batch, positions: positions)
    logged?.read(batch, positions: positions)
    updates?.read(batch, positions: positions)
    compileNewKeys(batch.rowCount)
    for row in 0..<batch.rowCount {
      let subject = subjects[row]
      guard subject < SubjectTable.elsewhere else {
        if subject == SubjectTable.none { faults.noSubject += 1 }
        continue
      }
      let key = keys.codes[row]
      guard let moment = at.moment(row), book.ranges[Int(key)] != nil else {
        faults.unreadable += 1
        continue
      }
      if moment.end.microseconds <= since { continue }
      examined += 1
      if unheard[Int(key)] { faults.unknownChannel += 1 }
      waiting.append(
        WaitingUse(
          subject: subject, key: key, rule: rule?.codes[row] ?? ValueCodes.null, row: Int32(truncatingIfNeeded: row),
          start: moment.start.microseconds, end: moment.end.microseconds))
    }
    // What is logged is at hand for the rows of the batch only.
    if logged != nil || updates != nil || waiting.isFull(people: rules.consents.index.people) { judgeWaiting() }
  }

  private mutating func judgeWaiting() {
    var judge = UseJudge(rules)
    let count = waiting.settle()
    for start in stride(from: 0, to: count, by: UseJudge.step) {
      let rows = start..<min(start + UseJudge.step, count)
      judge.prepare(rows, of: waiting)
      for row in rows { self.judge(waiting[row], judge.slices[row - start], judge) }
    }
  }

  private mutating func judge(_ use: WaitingUse, _ slice: Range<Int>, _ judge: borrowing UseJudge) {
    let now = use.start
    for duty in book.ranges[Int(use.key)] ?? 0..<0 {
      let plain = book.plain[duty]
      if plain.probe >= 0, judge.isPlain {
        guard plain.from <= now, now < plain.until else { continue }
        let state = judge.state(plain.probe, of: slice, at: use.moment)
        if case .valid = state { continue }
        count(state.verdict, duty, use)
        continue
      }
      let verdict = judge.verdict(
        book.duties[duty], subject: use.subject, slice: slice, at: use.moment,
        logged: logged?.values(Int(use.row)) ?? [:],
        updated: book.duties[duty].loggedUpdate.flatMap { updates?.moment(of: $0, row: Int(use.row)) })
      switch verdict {
      case .compliant?, nil: break
      case let verdict?: count(verdict, duty, use)
      }
    }
  }

  private mutating func count(_ verdict: Verdict, _ duty: Int, _ use: WaitingUse) {
    book.tallies.add(verdict, duty: duty, rule: use.rule, subject: use.subject, from: use.start, to: use.start)
  }

  private mutating func compileNewKeys(_ rows: Int) {
    for row in 0..<rows {
      while book.ranges.count <= Int(keys.codes[row]) {
        let key = keys.key(Int32(book.ranges.count))
        unheard.append(keys.isUnheard(key))
        book.append(key, rules, subjectType: source.collection.subjectType)
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    judgeWaiting()
    let rule = rule
    let observations = book.observations(rules, plan, source, subjects) { code in
      rule?.word(code).map(PersonalLiteral.told)
    }
    return CheckResult(observations: observations, countedGaps: faults.gaps(source.name, "uses"), examined: examined)
  }
}

/// A use as it waits to be judged.
private struct WaitingUse: SubjectRow {
  let subject: UInt32
  /// Codes of the log.
  let key: Int32
  let rule: Int32
  /// Of the batch in which it came.
  let row: Int32
  /// In microseconds.
  let start: Int64
  let end: Int64

  var moment: Moment { Moment(from: Instant(microseconds: start), until: Instant(microseconds: end)) }
}

/// Rows that could not be judged, by fault.
struct UseFaults {
  var noSubject = 0
  var unreadable = 0
  var unknownChannel = 0

  func gaps(_ collection: String, _ rows: String) -> [CountedGap] {
    [
      (noSubject, "without a subject key"),
      (
        unreadable,
        "with an instant that cannot be read, a data use or basis that the vocabulary does not know, or "
          + "attributes that are no JSON"
      ),
      (
        unknownChannel,
        "of a channel that the vocabulary does not know: what people said of the channel that is meant is not heard; "
          + "`channel: {column: ..., values: ...}` maps it"
      ),
    ]
    .filter { $0.0 > 0 }
    .map { CountedGap(subject: collection, reason: .unreadableValue, detail: "\(rows) \($0.1)", count: $0.0) }
  }
}

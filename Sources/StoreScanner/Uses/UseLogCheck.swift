import DataStores
import GovernanceModel
import PolicyEngine

/// The timeline join: each use of a log against the controls over uses, at its instant.
struct UseLogCheck: CheckOperator {
  private(set) var columns: [String] = []
  private let plan: AuditPlan
  private let source: AuditPlan.Source
  private let rules: UseRules
  private var keys: UseKeyReader
  private var at: MomentColumn
  private var rule: WordColumn?
  private var book = DutyBook()
  private var faults = UseFaults()
  private var examined = 0

  init(_ log: UseLog, _ index: Int, _ plan: AuditPlan, rules: UseRules) {
    (self.plan, source, self.rules) = (plan, plan.sources[index], rules)
    var columns: [String] = []
    let reads = UseReads(plan, log: index, updates: rules.updates)
    keys = UseKeyReader(log, reads: reads, rules: rules, columns: &columns)
    at = MomentColumn(log.at, zone: source.dataset.zone, columns: &columns)
    rule = log.rule.map { WordColumn(ColumnOrConstant(column: $0), columns: &columns) }
    self.columns = columns
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    keys.read(batch, positions: positions)
    at.read(batch, positions: positions)
    rule?.read(batch, positions: positions)
    compileNewKeys(batch.rowCount)
    let judge = UseJudge(rules)
    for row in 0..<batch.rowCount {
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
      let slice = judge.slice(of: subject)
      for index in range {
        guard let verdict = judge.verdict(book.duties[index], subject: subject, slice: slice, at: moment) else {
          continue
        }
        if verdict == .compliant { continue }
        let instant = moment.start.microseconds
        book.tallies.add(
          verdict, duty: index, rule: rule?.codes[row] ?? ValueCodes.null, subject: subject, from: instant, to: instant)
      }
    }
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
    return CheckResult(observations: observations, gaps: faults.gaps(source.name, "uses"), examined: examined)
  }
}

/// Rows that could not be judged, by fault.
struct UseFaults {
  var noSubject = 0
  var unreadable = 0

  func gaps(_ collection: String, _ rows: String) -> [Gap] {
    [
      (noSubject, "without a subject key"),
      (unreadable, "with an instant that cannot be read, or a data use or basis that the vocabulary does not know"),
    ]
    .filter { $0.0 > 0 }
    .map { Gap(subject: collection, reason: .unreadableValue, detail: "\($0.0) \(rows) \($0.1)") }
  }
}

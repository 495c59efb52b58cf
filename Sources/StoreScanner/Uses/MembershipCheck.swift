import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// Standing memberships of audiences, each one use over the time of the stay (semantics section 4).
struct MembershipCheck: CheckOperator {
  private(set) var columns: [String] = []
  let plan: AuditPlan
  let source: AuditPlan.Source
  let rules: UseRules
  let use: ColumnOrConstant
  private(set) var keys: UseKeyReader
  private(set) var entered: MomentColumn
  private(set) var left: MomentColumn?
  /// Nil where the map names one audience for all rows.
  private(set) var audience: WordColumn?
  private var book = DutyBook()
  private var faults = UseFaults()
  /// By code of a key.
  private var unheard: [Bool] = []
  private var examined = 0
  private var waiting = SubjectOrder<WaitingMember>()
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
    let tallies = audience == nil ? MemoryNeed.tallies(4 * controls) : MemoryNeed(perRow: 5 * controls)
    return tallies + SubjectOrder<WaitingMember>.need
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    keys.read(batch, positions: positions)
    entered.read(batch, positions: positions)
    left?.read(batch, positions: positions)
    audience?.read(batch, positions: positions)
    for row in 0..<batch.rowCount {
      while book.ranges.count <= Int(keys.codes[row]) {
        let key = keys.key(Int32(book.ranges.count))
        unheard.append(keys.isUnheard(key))
        book.append(key, rules, subjectType: source.collection.subjectType)
      }
    }
    for row in 0..<batch.rowCount {
      let subject = subjects[row]
      guard subject < SubjectTable.elsewhere else {
        if subject == SubjectTable.none { faults.noSubject += 1 }
        continue
      }
      let key = keys.codes[row]
      guard let entered = entered.moment(row), left.map({ $0.starts[row] != MomentColumn.unreadable }) ?? true,
        book.ranges[Int(key)] != nil
      else {
        faults.unreadable += 1
        continue
      }
      examined += 1
      if unheard[Int(key)] { faults.unknownChannel += 1 }
      waiting.append(
        WaitingMember(
          subject: subject, key: key, audience: audience?.codes[row] ?? ValueCodes.null, entered: entered,
          left: left.flatMap { $0.moment(row) }))
    }
    if waiting.isFull(people: rules.consents.index.people) { judgeWaiting() }
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

  private mutating func judge(_ member: WaitingMember, _ slice: Range<Int>, _ judge: borrowing UseJudge) {
    for duty in book.ranges[Int(member.key)] ?? 0..<0 {
      let plain = book.plain[duty]
      let found =
        plain.probe >= 0 && judge.isPlain
        ? judge.membership(
          plain, slice: slice, entered: member.entered, left: member.left, asOf: plan.asOf, &scratch)
        : judge.membership(
          book.duties[duty], subject: member.subject, slice: slice, entered: member.entered, left: member.left,
          asOf: plan.asOf, &scratch)
      guard let found else { continue }
      if case .compliant = found.verdict { continue }
      book.tallies.add(
        found.verdict, duty: duty, rule: member.audience, subject: member.subject, from: found.first.microseconds,
        to: found.last.microseconds)
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    judgeWaiting()
    let audience = audience
    let observations = book.observations(rules, plan, source, subjects) { code in
      audience?.word(code).map(PersonalLiteral.told)
    }
    return CheckResult(
      observations: observations, countedGaps: faults.gaps(source.name, "memberships"), examined: examined)
  }
}

/// A membership as it waits to be judged.
private struct WaitingMember: SubjectRow {
  let subject: UInt32
  /// Codes of the table.
  let key: Int32
  let audience: Int32
  let entered: Moment
  let left: Moment?
}

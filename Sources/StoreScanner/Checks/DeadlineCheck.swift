import DataStores
import GovernanceModel
import PolicyEngine

/// `deadline`: each rights request is closed within a period of its receipt, or within the extended one.
struct DeadlineCheck: CheckOperator {
  private(set) var columns: [String]
  let site: CheckSite
  let requirement: DeadlineRequirement
  private(set) var type: WordColumn
  private(set) var received: MomentColumn
  private(set) var closed: MomentColumn
  private(set) var extended: MomentColumn?
  private var covered = WordMap<Bool>()
  private var overdue = Tally()
  private var undated = Tally()
  private var unreadable = Tally()
  private var examined = 0

  init(_ requirement: DeadlineRequirement, register: RequestRegister, site: CheckSite) {
    (self.requirement, self.site) = (requirement, site)
    var columns: [String] = []
    type = WordColumn(register.type, columns: &columns)
    received = MomentColumn(register.received, zone: site.zone, columns: &columns)
    closed = MomentColumn(register.closed, zone: site.zone, columns: &columns)
    extended = register.extended.map { MomentColumn($0, zone: site.zone, columns: &columns) }
    self.columns = columns
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    type.read(batch, positions: positions)
    received.read(batch, positions: positions)
    closed.read(batch, positions: positions)
    extended?.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      guard covered.meaning(row, of: type, resolve: { requirement.covers(requestType: $0) }) else { continue }
      judge(row, of: subjects[row])
    }
  }

  private mutating func judge(_ row: Int, of subject: UInt32) {
    examined += 1
    let isExtended = extended.map { $0.starts[row] != MomentColumn.absent } ?? false
    // An extension that cannot be read may be none.
    let instants = [received.starts[row], closed.starts[row], extended?.starts[row]]
    if instants.contains(MomentColumn.unreadable) {
      unreadable.add(subject: subject)
      return
    }
    let verdict = requirement.verdict(
      received: received.moment(row), closed: closed.moment(row), isExtended: isExtended, asOf: site.asOf)
    switch verdict {
    case .compliant: return
    case .violation: overdue.add(subject: subject, at: received.moment(row)?.start)
    case .unverifiable: undated.add(subject: subject)
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    var parameters = [Parameter("within", requirement.within.description)]
    if let extended = requirement.extended { parameters.append(Parameter("extended", extended.description)) }
    let observations = [
      site.observation(.violation(.overdue), &overdue, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.noTimestamp), &undated, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.unreadableValue), &unreadable, in: subjects, parameters: parameters),
    ]
    return CheckResult(observations: observations.compactMap { $0 }, examined: examined)
  }
}

extension DeadlineCheck {
  /// Request registers.
  static func checks(
    _ requirement: DeadlineRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    guard let register = source.collection.requests else { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    let check = DeadlineCheck(requirement, register: register, site: site)
    return [PlannedCheck(source: index, controls: [site.control], check: check)]
  }
}

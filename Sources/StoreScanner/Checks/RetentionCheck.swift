import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// `retention`: no record is kept longer than a period since its anchor. One comparison of integers a row.
struct RetentionCheck: CheckOperator {
  private(set) var columns: [String]
  let site: CheckSite
  let requirement: RetentionRequirement
  let maxAge: BoundedPeriod
  let overdue: OverdueSubjects?
  private(set) var anchors: MomentColumn
  private var kept = Tally()
  private var undated = Tally()
  private var unreadable = Tally()
  private var examined = 0

  /// - Parameter overdue: where to leave whom the check found; nil where nobody asks.
  init(
    _ requirement: RetentionRequirement, anchor: InstantColumn, site: CheckSite, overdue: OverdueSubjects? = nil
  ) {
    (self.requirement, self.site, self.overdue) = (requirement, site, overdue)
    var columns: [String] = []
    anchors = MomentColumn(anchor, zone: site.zone, columns: &columns)
    self.columns = columns
    maxAge = BoundedPeriod(requirement.maxAge)
  }

  /// A record is in one tally, and an overdue person in a list.
  var need: MemoryNeed { .tallies(2) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    anchors.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      switch anchors.starts[row] {
      case MomentColumn.absent: undated.add(subject: subjects[row])
      case MomentColumn.unreadable: unreadable.add(subject: subjects[row])
      case let start:
        examined += 1
        guard maxAge.hasPassed(since: anchors.ends[row], at: site.asOf.microseconds) else { continue }
        kept.add(subject: subjects[row], at: Instant(microseconds: start))
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let parameters = Self.parameters(of: requirement)
    overdue?.add(kept.subjectIndices(), site: site)
    let observations = [
      site.observation(.violation(.keptTooLong), &kept, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.noTimestamp), &undated, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.unreadableValue), &unreadable, in: subjects, parameters: parameters),
    ]
    return CheckResult(
      observations: observations.compactMap { $0 }, examined: examined,
      counted: [site.counted(.violation(.keptTooLong), "of", examined)])
  }

  static func parameters(of requirement: RetentionRequirement) -> [Parameter] {
    [Parameter("maxAge", requirement.maxAge.description), Parameter("since", requirement.since.rawValue)]
  }
}

extension RetentionCheck {
  /// A collection takes part when its map anchors the period. Where it anchors other periods, or holds profiles, or what the
  /// control names by category, the age of its records cannot be told.
  static func checks(
    _ requirement: RetentionRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan,
    overdue: OverdueSubjects?
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    guard obligation.coversContent(of: source.collection) else { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    if let anchor = source.collection.anchor(of: requirement.since) {
      // Profiles are scanned before the use logs that may hold the same people.
      let isProfile = source.collection.profile != nil && source.collection.subject != nil
      let check = RetentionCheck(requirement, anchor: anchor, site: site, overdue: isProfile ? overdue : nil)
      return [PlannedCheck(source: index, controls: [site.control], check: check)]
    }
    let collection = source.collection
    guard !collection.anchors.isEmpty || collection.profile != nil || !obligation.control.appliesTo.categories.isEmpty
    else { return [] }
    let untold = RowCountCheck(
      site: site, verdict: .unverifiable(.noTimestamp), parameters: parameters(of: requirement))
    return [PlannedCheck(source: index, controls: [site.control], check: untold)]
  }
}

extension Collection {
  /// The column of a retention anchor; the profile's `updatedAt` is its last update.
  func anchor(of anchor: RetentionAnchor) -> InstantColumn? {
    if let column = anchors[anchor.rawValue] { return InstantColumn(column: column) }
    return anchor == .lastUpdated ? profile?.updatedAt : nil
  }
}

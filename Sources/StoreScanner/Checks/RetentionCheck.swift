import DataStores
import GovernanceModel
import PolicyEngine

/// `retention`: no record is kept longer than a period since its anchor. One comparison of integers a row.
struct RetentionCheck: CheckOperator {
  private(set) var columns: [String]
  private let site: CheckSite
  private let requirement: RetentionRequirement
  private let bound: PeriodBound
  private var anchors: MomentColumn
  private var kept = Tally()
  private var undated = Tally()
  private var unreadable = Tally()
  private var examined = 0

  init(_ requirement: RetentionRequirement, anchor: InstantColumn, site: CheckSite) {
    (self.requirement, self.site) = (requirement, site)
    var columns: [String] = []
    anchors = MomentColumn(anchor, zone: site.zone, columns: &columns)
    self.columns = columns
    bound = PeriodBound(requirement.maxAge, asOf: site.asOf)
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    anchors.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      switch anchors.starts[row] {
      case MomentColumn.absent: undated.add(subject: subjects[row])
      case MomentColumn.unreadable: unreadable.add(subject: subjects[row])
      case let start:
        examined += 1
        if bound.isOver(anchors.ends[row]) { kept.add(subject: subjects[row], at: Instant(microseconds: start)) }
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let parameters = Self.parameters(of: requirement)
    let observations = [
      site.observation(.violation(.keptTooLong), &kept, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.noTimestamp), &undated, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.unreadableValue), &unreadable, in: subjects, parameters: parameters),
    ]
    return CheckResult(observations: observations.compactMap { $0 }, examined: examined)
  }

  private static func parameters(of requirement: RetentionRequirement) -> [Parameter] {
    [Parameter("maxAge", requirement.maxAge.description), Parameter("since", requirement.since.rawValue)]
  }
}

extension RetentionCheck {
  /// A collection takes part when its map anchors the period. Where it anchors other periods, or holds profiles, or what the
  /// control names by category, the age of its records cannot be told.
  static func checks(
    _ requirement: RetentionRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    guard obligation.coversContent(of: source.collection) else { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    if let anchor = source.collection.anchor(of: requirement.since) {
      let check = RetentionCheck(requirement, anchor: anchor, site: site)
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

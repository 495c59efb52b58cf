import DataStores
import GovernanceModel
import PolicyEngine

/// `crowd` of quasi-identifiers (k-anonymity): at least k people share each combination that a profile table holds.
///
/// Must see all rows of the collection. The reference counts: of 2,469 households of a real retailer 801 have demographics;
/// by seven columns 587 of them are in classes of less than 5, and 289 are alone.
struct CrowdCheck: CheckOperator {
  let columns: [String]
  let site: CheckSite
  let requirement: CrowdRequirement
  let classes: Shared<EquivalenceClasses>
  /// False where another operator of the same scan feeds the classes.
  private let feeds: Bool

  init(_ requirement: CrowdRequirement, classes: Shared<EquivalenceClasses>, feeds: Bool, site: CheckSite) {
    (self.requirement, self.classes, self.feeds, self.site) = (requirement, classes, feeds, site)
    columns = classes.value.columns
  }

  var need: MemoryNeed {
    let classes = feeds ? EquivalenceClasses.bytesPerRow(columns: columns.count) : 0
    return MemoryNeed(perRow: classes, perSubject: 10)
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    if feeds { classes.value.consume(batch, positions: positions, subjects: subjects) }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    var small = classes.value.small { requirement.verdict(size: $0) != .compliant }
    let parameters = [
      Parameter("atLeast", String(requirement.atLeast)), Parameter("people", String(small.people)),
      Parameter("classes", String(small.allClasses)), Parameter("smallClasses", String(small.classes)),
      Parameter("smallest", String(small.smallest)), Parameter("alone", String(small.alone)),
    ]
    let told = site.observation(
      .violation(.groupTooSmall), &small.tally, in: subjects, parameters: parameters)
    return CheckResult(observations: told.map { [$0] } ?? [], examined: small.people)
  }
}

/// The equivalence classes of a pass, by collection, shared by all controls that ask about them.
struct ClassShelf {
  private var known: [Int: Shared<EquivalenceClasses>] = [:]

  /// The classes, and true for the operator that has to feed them.
  mutating func classes(at source: Int, of columns: [String]) -> (Shared<EquivalenceClasses>, feeds: Bool) {
    if let classes = known[source] { return (classes, false) }
    let classes = Shared(EquivalenceClasses(columns))
    known[source] = classes
    return (classes, true)
  }
}

extension CrowdCheck {
  /// Collections whose profile declares quasi-identifiers, one of them of what the control is about.
  static func checks(
    _ requirement: CrowdRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan,
    classes: inout ClassShelf
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    if requirement.of == .audience {
      return AudienceSizeCheck.checks(requirement, for: obligation, at: index, in: plan)
    }
    guard let columns = source.collection.profile?.quasiIdentifiers, !columns.isEmpty,
      obligation.coversContent(of: source.collection)
    else { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    let (shared, feeds) = classes.classes(at: index, of: columns)
    let check = CrowdCheck(requirement, classes: shared, feeds: feeds, site: site)
    return [PlannedCheck(source: index, controls: [site.control], reach: .collection, check: check)]
  }
}

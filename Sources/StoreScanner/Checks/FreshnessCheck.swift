import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// `freshness`, standing: attributes that profiles hold at the audit's instant are no older than a period. One scan judges
/// all attributes of a collection. How old a value was when it was used is the use check's business.
struct FreshnessCheck: CheckOperator {
  struct Attribute {
    let field: Field
    let category: DataCategory?
    /// The position of the value among the columns; a value that is null has no age.
    let slot: Int
    var updated: MomentColumn
    var stale = Tally()
    var undated = Tally()
    var future = Tally()
    var unreadable = Tally()
  }

  private(set) var columns: [String] = []
  let site: CheckSite
  let requirement: FreshnessRequirement
  let maxAge: BoundedPeriod
  private(set) var attributes: [Attribute] = []
  private var examined = 0

  init(_ requirement: FreshnessRequirement, site: CheckSite) {
    (self.requirement, self.site) = (requirement, site)
    maxAge = BoundedPeriod(requirement.maxAge)
  }

  /// Adds a field whose value was last known to be true at `updatedAt`.
  mutating func add(_ field: Field, category: DataCategory?, updatedAt: InstantColumn) {
    let updated = MomentColumn(updatedAt, zone: site.zone, columns: &columns)
    let slot = WordColumn.position(of: field.name, in: &columns)
    attributes.append(Attribute(field: field, category: category, slot: slot, updated: updated))
  }

  /// A value has one age.
  var need: MemoryNeed { .tallies(attributes.count) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    for index in attributes.indices {
      attributes[index].updated.read(batch, positions: positions)
      judge(&attributes[index], batch, position: positions[attributes[index].slot], subjects: subjects)
    }
    examined += batch.rowCount
  }

  private func judge(
    _ attribute: inout Attribute, _ batch: borrowing ColumnBatch, position: Int, subjects: borrowing Span<UInt32>
  ) {
    let values = batch.columns[position].tags
    let (starts, ends) = (attribute.updated.starts, attribute.updated.ends)
    for row in 0..<batch.rowCount {
      if values[row] == ColumnBatch.Tag.null.rawValue || subjects[row] == SubjectTable.elsewhere { continue }
      switch starts[row] {
      case MomentColumn.absent: attribute.undated.add(subject: subjects[row])
      case MomentColumn.unreadable: attribute.unreadable.add(subject: subjects[row])
      case let start where start > site.asOf.microseconds:
        attribute.future.add(subject: subjects[row], at: Instant(microseconds: start))
      case let start:
        guard maxAge.hasPassed(since: ends[row], at: site.asOf.microseconds) else { continue }
        attribute.stale.add(subject: subjects[row], at: Instant(microseconds: start))
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let parameters = [Parameter("maxAge", requirement.maxAge.description)]
    var observations: [Observation] = []
    for index in attributes.indices {
      var attribute = attributes[index]
      let field = attribute.field
      let locus = Locus(attribute: field.path, category: attribute.category, use: site.use)
      func tell(_ verdict: Verdict, _ tally: inout Tally) {
        let told = site.observation(
          verdict, &tally, in: subjects, field: field.name, locus: locus, parameters: parameters)
        if let told { observations.append(told) }
      }
      tell(.violation(.stale), &attribute.stale)
      tell(.unverifiable(.noTimestamp), &attribute.undated)
      tell(.unverifiable(.profileChangedSince), &attribute.future)
      tell(.unverifiable(.unreadableValue), &attribute.unreadable)
    }
    return CheckResult(observations: observations, examined: examined)
  }
}

extension FreshnessCheck {
  /// Fields of profiles that the control is about and that may be fed to its use. A field that the control names by
  /// category and whose age nobody records cannot be told.
  static func checks(
    _ requirement: FreshnessRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    guard let profile = source.collection.profile else { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    let reads = plan.reads(of: obligation)
    var (check, apart) = (FreshnessCheck(requirement, site: site), [PlannedCheck]())
    for field in obligation.fields(of: source.collection)
    where field.isAmong(reads) && field.name != source.collection.subject {
      let category = obligation.category(of: field)
      let updatedAt = field.updatedAt.map { InstantColumn(column: $0) } ?? profile.updatedAt
      if let updatedAt {
        guard updatedAt.column != field.name else { continue }
        if source.columns.isSuperset(of: [field.name, updatedAt.column]) {
          check.add(field, category: category, updatedAt: updatedAt)
        } else {
          // The scan tells of the missing column; it must not take the other attributes with it.
          var alone = FreshnessCheck(requirement, site: site)
          alone.add(field, category: category, updatedAt: updatedAt)
          apart.append(PlannedCheck(source: index, controls: [site.control], check: alone))
        }
      } else if !obligation.control.appliesTo.categories.isEmpty {
        let count = ValueCountCheck(
          field.name, site: site, verdict: .unverifiable(.noTimestamp),
          locus: Locus(attribute: field.path, category: category, use: site.use),
          parameters: [Parameter("maxAge", requirement.maxAge.description)])
        apart.append(PlannedCheck(source: index, controls: [site.control], check: count))
      }
    }
    return check.attributes.isEmpty
      ? apart : apart + [PlannedCheck(source: index, controls: [site.control], check: check)]
  }
}

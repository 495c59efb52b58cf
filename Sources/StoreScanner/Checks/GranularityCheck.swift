import DataStores
import GovernanceModel
import PolicyEngine

/// `granularity`: an attribute is held no finer than a level, by what the map declares and by what the values show.
///
/// Must see all rows of the collection: midnight is coarse only if all values are. A value of no known form, such as a
/// city's name, is taken to be as fine as the map declares; where it declares nothing, nobody can tell.
struct GranularityCheck: CheckOperator {
  let columns: [String]
  private let site: CheckSite
  private let requirement: GranularityRequirement
  private let field: MeasuredField
  /// False where another operator of the same scan feeds the meter.
  private let feeds: Bool
  private let category: DataCategory?

  init(
    _ requirement: GranularityRequirement, field: MeasuredField, feeds: Bool, category: DataCategory?, site: CheckSite
  ) {
    (self.requirement, self.field, self.feeds) = (requirement, field, feeds)
    (self.category, self.site) = (category, site)
    columns = [field.column]
  }

  /// What is written and what of it is too fine; others feed the meter of a field that is shared.
  var need: MemoryNeed { .tallies(feeds ? 4 : 0) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    if feeds { field.meter.value.consume(batch, position: positions[0], subjects: subjects) }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let measured = field.meter.value.measured
    var values = field.meter.value.values
    let result = CheckResult(examined: values.rows)
    guard values.rows > 0 else { return result }
    let verdict = requirement.verdict(declared: field.declared, measured: measured, family: field.family)
    if verdict == .compliant { return unmeasured(result, measured, subjects) }
    if case .violation = verdict, measured.map({ requirement.isTooFine($0, in: field.family) }) ?? false {
      values = field.meter.value.values { requirement.isTooFine($0, in: field.family) }
    }
    let locus = Locus(attribute: field.path, category: category, use: site.use)
    let told = site.observation(
      verdict, &values, in: subjects, field: field.column, locus: locus, parameters: parameters(measured))
    return unmeasured(
      CheckResult(observations: told.map { [$0] } ?? [], examined: result.examined), measured, subjects)
  }

  /// Adds the values that were not measured beside others that were.
  private func unmeasured(_ result: CheckResult, _ measured: Granularity?, _ subjects: SubjectTable) -> CheckResult {
    guard field.declared == nil, measured != nil else { return result }
    var (result, values) = (result, field.meter.value.unmeasured)
    let locus = Locus(attribute: field.path, category: category, use: site.use)
    let told = site.observation(
      .unverifiable(.notMeasured), &values, in: subjects, field: field.column, locus: locus,
      parameters: parameters(measured))
    if let told { result.observations.append(told) }
    return result
  }

  private func parameters(_ measured: Granularity?) -> [Parameter] {
    var parameters: [Parameter] = []
    if let maximum = requirement.maximum(for: field.family) {
      parameters.append(Parameter("maximum", maximum.description))
    }
    if field.family == .place, let radius = requirement.placeRadius {
      let text = radius == radius.rounded() && radius < 1e15 ? String(Int64(radius)) : String(radius)
      parameters.append(Parameter("radius", "\(text)m"))
    }
    if let declared = field.declared { parameters.append(Parameter("declared", declared.description)) }
    if let measured { parameters.append(Parameter("measured", measured.description)) }
    return parameters
  }
}

extension GranularityCheck {
  /// The fields that the control is about, of a family that it limits, and that may be fed to its use.
  static func checks(
    _ requirement: GranularityRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan,
    meters: inout MeterShelf
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    let site = CheckSite(obligation, at: source, in: plan)
    let reads = plan.reads(of: obligation)
    var planned: [PlannedCheck] = []
    for field in obligation.fields(of: source.collection)
    where field.isAmong(reads) {
      guard let measured = meters.field(field, at: index, in: plan), requirement.limits(measured.family) else {
        continue
      }
      let check = GranularityCheck(
        requirement, field: measured, feeds: meters.takeFeeding(of: measured),
        category: obligation.category(of: field), site: site)
      planned.append(PlannedCheck(source: index, controls: [site.control], reach: .collection, check: check))
    }
    return planned
  }
}

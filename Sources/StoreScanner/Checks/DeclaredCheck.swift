import DataStores
import GovernanceModel
import PolicyEngine

/// `declared`: a field is held no finer than the data map declares. Must see all rows of the collection.
///
/// Values that are coarser than declared are no finding, in any family: whole seconds, midnights or round coordinates in
/// the rows of today prove nothing of the rows of tomorrow, and a map that declares too much hides nothing, since every
/// control judges by the finer of both levels. A level that cannot be compared counts as finer.
struct DeclaredLevelCheck: CheckOperator {
  let columns: [String]
  private let site: CheckSite
  private let field: MeasuredField
  private let declared: Granularity
  private let feeds: Bool
  private let category: DataCategory?

  init(field: MeasuredField, declared: Granularity, feeds: Bool, category: DataCategory?, site: CheckSite) {
    (self.field, self.declared, self.feeds) = (field, declared, feeds)
    (self.category, self.site) = (category, site)
    columns = [field.column]
  }

  /// What is written and what of it is too fine; others feed the meter of a field that is shared.
  var need: MemoryNeed { .tallies(feeds ? 4 : 0) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    if feeds { field.meter.value.consume(batch, position: positions[0], subjects: subjects) }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    var values = field.meter.value.values
    let examined = values.rows
    guard let measured = field.meter.value.measured, measured.isFiner(than: declared) else {
      return CheckResult(examined: examined)
    }
    values = field.meter.value.values { $0.isFiner(than: declared) }
    let locus = Locus(attribute: field.path, category: category, use: site.use)
    let parameters = [Parameter("declared", declared.description), Parameter("measured", measured.description)]
    let told = site.observation(
      .violation(.undeclared), &values, in: subjects, field: field.column, locus: locus, parameters: parameters)
    return CheckResult(observations: told.map { [$0] } ?? [], examined: examined)
  }
}

/// `declared`: the data map declares every column that the store has. Reads no row.
struct DeclaredColumnsCheck: CheckOperator {
  let columns: [String] = []
  let readsRows = false
  private let site: CheckSite
  private let undeclared: [String]

  init(undeclared: [String], site: CheckSite) { (self.undeclared, self.site) = (undeclared, site) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {}

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    CheckResult(
      observations: undeclared.map { column in
        site.observation(
          .violation(.undeclared), field: column, locus: Locus(attribute: column, use: site.use))
      })
  }
}

/// The `declared` control on a collection.
enum DeclaredCheck {
  static func checks(
    for obligation: Obligation, at index: Int, in plan: AuditPlan, meters: inout MeterShelf
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    let site = CheckSite(obligation, at: source, in: plan)
    var planned: [PlannedCheck] = []
    let known = source.collection.declaredColumns
    let undeclared = source.columns.filter { !known.contains($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let columns = DeclaredColumnsCheck(undeclared: undeclared, site: site)
    planned.append(PlannedCheck(source: index, controls: [site.control], reach: .collection, check: columns))
    for field in obligation.fields(of: source.collection) {
      guard let declared = field.granularity, let measured = meters.field(field, at: index, in: plan) else { continue }
      let check = DeclaredLevelCheck(
        field: measured, declared: declared, feeds: meters.takeFeeding(of: measured),
        category: obligation.category(of: field), site: site)
      planned.append(PlannedCheck(source: index, controls: [site.control], reach: .collection, check: check))
    }
    return planned
  }
}

extension Collection {
  /// The columns that the map names, as fields or in a part that the collection plays.
  var declaredColumns: Set<String> {
    let words: [ColumnOrConstant?] = [
      uses?.use, uses?.channel, uses?.controller, uses?.basis, consents?.purpose, consents?.action, consents?.channel,
      consents?.controller, consents?.kind, consents?.actor, consents?.method, consents?.noticeID,
      consents?.noticeVersion, consents?.noticeLanguage, audience?.audience, audience?.use, audience?.channel,
      requests?.type, disclosures?.recipient, disclosures?.sale, disclosures?.country, disclosures?.safeguard,
      disclosures?.use,
    ]
    let texts: [String?] = [subject, uses?.rule, uses?.attributes, uses?.updates, consents?.evidence]
    var columns = Set(fields.flatMap { [$0.name, $0.updatedAt].compactMap { $0 } })
    columns.formUnion(words.compactMap { $0?.column })
    columns.formUnion(texts.compactMap { $0 })
    columns.formUnion(instantColumns.map(\.column))
    columns.formUnion(anchors.values)
    columns.formUnion(profile?.quasiIdentifiers ?? [])
    return columns
  }
}

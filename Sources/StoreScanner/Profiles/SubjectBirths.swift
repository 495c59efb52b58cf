import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// The birth dates of people, as far as a profile table tells them; only where a control asks for an age.
final class SubjectBirths {
  /// Index into the plan's sources.
  let source: Int
  let column: String
  /// When an age was last true; nil where no column tells: then it is true as of the audit.
  let updatedAt: InstantColumn?
  let zone: ZoneRules
  let asOf: Instant
  /// Earliest and latest day since 1970-01-01; empty ranges where nothing is known.
  private var days: [(Int32, Int32)] = []
  private static let unknown: (Int32, Int32) = (1, 0)

  /// Nil when no control asks for an age, or no profile table has a field of the birth family.
  init?(_ plan: AuditPlan) {
    guard Self.areAsked(plan.policies) else { return nil }
    var best: (rank: Int, source: Int, field: Field)?
    for (index, source) in plan.sources.enumerated() where source.collection.profile != nil {
      for field in source.collection.fields where source.columns.contains(field.name) {
        guard let rank = Self.rank(field, plan.policies.vocabulary), rank < best?.rank ?? .max else { continue }
        best = (rank, index, field)
      }
    }
    guard let best, let profile = plan.sources[best.source].collection.profile else { return nil }
    (source, column, asOf) = (best.source, best.field.name, plan.asOf)
    zone = plan.sources[best.source].dataset.zone
    updatedAt = plan.sources[best.source].updatedAt(best.field, profile)
  }

  /// Some control asks for the age at a grant.
  static func areAsked(_ policies: PolicySet) -> Bool {
    policies.packs.flatMap(\.controls).contains { control in
      guard case .consent(let requirement) = control.requirement else { return false }
      return requirement.terms.guardianBelowAge != nil
    }
  }

  /// The attributes that tell a birth, as the guard asks for them.
  static let paths = ["subject.birthDate", "subject.birthYear", "subject.age"]

  /// What tells a birth best: the attributes that the guard asks, in its order, then any field of the family.
  private static func rank(_ field: Field, _ vocabulary: Vocabulary) -> Int? {
    if let attribute = field.attribute, let rank = paths.firstIndex(of: attribute) { return rank }
    let isBirth =
      field.granularity?.family == .birth || field.categories.contains { vocabulary.family(of: $0) == .birth }
    return isBirth ? paths.count : nil
  }

  func note(_ subject: UInt32, _ birth: BirthDate) {
    while days.count <= Int(subject) { days.append(Self.unknown) }
    days[Int(subject)] = (
      Int32(clamping: birth.earliest.daysSinceEpoch), Int32(clamping: birth.latest.daysSinceEpoch)
    )
  }

  func birth(of subject: UInt32) -> BirthDate? {
    guard Int(subject) < days.count, days[Int(subject)].0 <= days[Int(subject)].1 else { return nil }
    let (first, last) = days[Int(subject)]
    return BirthDate(
      earliest: CivilDate(daysSinceEpoch: Int(first)), latest: CivilDate(daysSinceEpoch: Int(last)))
  }
}

/// Reads birth dates: ISO 8601 texts (a year or month names all its days), whole numbers from 1850 to 2200 as years, and those
/// to 150 as ages.
struct BirthReader: CheckOperator {
  let columns: [String]
  private let births: SubjectBirths
  private var updated: MomentColumn?

  init(_ births: SubjectBirths) {
    var columns = [births.column]
    updated = births.updatedAt.map { MomentColumn($0, zone: births.zone, columns: &columns) }
    (self.births, self.columns) = (births, columns)
  }

  var need: MemoryNeed { MemoryNeed(perSubject: 16) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    updated?.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] < SubjectTable.elsewhere {
      if let birth = birth(batch.columns[positions[0]], row) { births.note(subjects[row], birth) }
    }
  }

  private func birth(_ column: borrowing ColumnBatch.Column, _ row: Int) -> BirthDate? {
    switch column.tag(row) {
    case .integer: return birth(number: column.payloads[row], row)
    case .real: return Int64(exactly: column.real(row).rounded(.down)).flatMap { birth(number: $0, row) }
    case .text:
      let text = column.bytes.span.extracting(column.range(row))
      if let moment = Moment.parse(text, zone: .utc) { return BirthDate(within: moment) }
      return SubjectKey.integer(text).flatMap { birth(number: $0, row) }
    case .null, .blob: return nil
    }
  }

  private func birth(number: Int64, _ row: Int) -> BirthDate? {
    guard let number = Int(exactly: number) else { return nil }
    if let birth = BirthDate(year: number) { return birth }
    guard let updated else { return BirthDate(age: number, at: Moment(births.asOf)) }
    if let moment = updated.moment(row) { return BirthDate(age: number, at: moment) }
    // True at some time or other: the person is at least as old as that.
    let youngest = BirthDate(age: number, at: Moment(births.asOf))
    let oldest = BirthDate(age: 150, at: Moment(births.asOf))
    return youngest.flatMap { youngest in
      oldest.map { BirthDate(earliest: $0.earliest, latest: youngest.latest) }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult { CheckResult() }
}

import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// The birth dates of people, as far as a profile table tells them; only where a control asks for an age.
final class SubjectBirths {
  /// Index into the plan's sources.
  let source: Int
  let column: String
  /// Earliest and latest day since 1970-01-01; empty ranges where nothing is known.
  private var days: [(Int32, Int32)] = []
  private static let unknown: (Int32, Int32) = (1, 0)

  /// Nil when no control asks for an age, or no profile table has a field of the birth family.
  init?(_ plan: AuditPlan) {
    let asks = plan.policies.packs.flatMap(\.controls).contains { control in
      if case .consent(let requirement) = control.requirement { return requirement.terms.guardianBelowAge != nil }
      return false
    }
    guard asks else { return nil }
    for (index, source) in plan.sources.enumerated() where source.collection.profile != nil {
      let field = source.collection.fields.first { field in
        source.columns.contains(field.name)
          && (field.attribute == "subject.birthDate" || field.granularity?.family == .birth
            || field.categories.contains { plan.policies.vocabulary.family(of: $0) == .birth })
      }
      guard let field else { continue }
      (self.source, column) = (index, field.name)
      return
    }
    return nil
  }

  func note(_ subject: UInt32, from first: CivilDate, through last: CivilDate) {
    while days.count <= Int(subject) { days.append(Self.unknown) }
    days[Int(subject)] = (Int32(clamping: first.daysSinceEpoch), Int32(clamping: last.daysSinceEpoch))
  }

  func birth(of subject: UInt32) -> BirthDate? {
    guard Int(subject) < days.count, days[Int(subject)].0 <= days[Int(subject)].1 else { return nil }
    let (first, last) = days[Int(subject)]
    return BirthDate(
      earliest: CivilDate(daysSinceEpoch: Int(first)), latest: CivilDate(daysSinceEpoch: Int(last)))
  }
}

/// Reads birth dates: ISO 8601 texts (a year or month names all its days), or integers from 1850 to 2200 as years.
struct BirthReader: CheckOperator {
  let columns: [String]
  private let births: SubjectBirths

  init(_ births: SubjectBirths) { (self.births, columns) = (births, [births.column]) }

  var need: MemoryNeed { MemoryNeed(perSubject: 16) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    for row in 0..<batch.rowCount where subjects[row] < SubjectTable.elsewhere {
      let column = batch.columns[positions[0]]
      guard let (first, last) = Self.days(column, row) else { continue }
      births.note(subjects[row], from: first, through: last)
    }
  }

  private static func days(_ column: borrowing ColumnBatch.Column, _ row: Int) -> (CivilDate, CivilDate)? {
    switch column.tag(row) {
    case .integer:
      guard (1850...2200).contains(column.payloads[row]),
        let first = CivilDate(year: Int(column.payloads[row]), month: 1, day: 1),
        let last = CivilDate(year: Int(column.payloads[row]), month: 12, day: 31)
      else { return nil }
      return (first, last)
    case .text:
      guard let moment = Moment.parse(column.bytes.span.extracting(column.range(row)), zone: .utc) else { return nil }
      let last = moment.isExact ? moment.start : moment.end.advanced(byMicroseconds: -1)
      return (moment.start.date, last.date)
    default: return nil
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult { CheckResult() }
}

import DataStores
import GovernanceModel
import PolicyEngine

/// When the profile values that uses read were last updated, by subject.
final class UpdateInstants {
  /// A column of update instants in a profile table.
  struct Place {
    /// Index into the plan's sources.
    let source: Int
    let column: InstantColumn
    let zone: ZoneRules
  }

  private(set) var places: [Place] = []
  /// Some control asks how old a value was.
  let areAsked: Bool
  /// By place and subject: start and end; `MomentColumn.absent` where nothing is known.
  private var instants: [[(start: Int64, end: Int64)]] = []

  init(_ plan: AuditPlan) {
    let needed = plan.policies.packs.contains { pack in
      pack.controls.contains { $0.requirement.kind == .freshness }
    }
    let isRead = plan.sources.contains { source in
      source.collection.uses.map { !$0.reads.isEmpty || $0.attributes != nil } ?? false
    }
    areAsked = needed
    guard needed, isRead else { return }
    for (index, source) in plan.sources.enumerated() {
      guard let profile = source.collection.profile, source.collection.subject != nil else { continue }
      let columns = source.collection.fields.compactMap { field in
        source.updatedAt(field, profile)
      }
      for column in Set(columns).sorted(by: { $0.column < $1.column }) {
        places.append(Place(source: index, column: column, zone: source.dataset.zone))
      }
    }
    instants = Array(repeating: [], count: places.count)
  }

  func index(source: Int, column: InstantColumn?) -> Int? {
    places.firstIndex { $0.source == source && $0.column == column }
  }

  func note(_ place: Int, subject: UInt32, from start: Int64, to end: Int64) {
    let nothing = (start: MomentColumn.absent, end: MomentColumn.absent)
    while instants[place].count <= Int(subject) { instants[place].append(nothing) }
    instants[place][Int(subject)] = (start, end)
  }

  /// Nil where no update is recorded, or none that can be read.
  func moment(_ place: Int, subject: UInt32) -> (start: Int64, end: Int64)? {
    guard Int(subject) < instants[place].count else { return nil }
    let known = instants[place][Int(subject)]
    return known.start == MomentColumn.absent || known.start == MomentColumn.unreadable ? nil : known
  }
}

extension AuditPlan.Source {
  /// The column that tells when a field's value was last updated: its own, else that of the table.
  func updatedAt(_ field: Field, _ profile: ProfileTable) -> InstantColumn? {
    let column = field.updatedAt.map { InstantColumn(column: $0) } ?? profile.updatedAt
    return column.flatMap { columns.contains($0.column) ? $0 : nil }
  }
}

/// Reads the update instants of a profile table.
struct UpdateReader: CheckOperator {
  private(set) var columns: [String] = []
  private let updates: UpdateInstants
  private var moments: [(place: Int, column: MomentColumn)] = []

  /// Nil when nobody asks for this table.
  init?(_ source: Int, updates: UpdateInstants) {
    self.updates = updates
    var columns: [String] = []
    for (index, place) in updates.places.enumerated() where place.source == source {
      moments.append((index, MomentColumn(place.column, zone: place.zone, columns: &columns)))
    }
    if moments.isEmpty { return nil }
    self.columns = columns
  }

  var need: MemoryNeed { MemoryNeed(perSubject: 32 * moments.count) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    for index in moments.indices {
      moments[index].column.read(batch, positions: positions)
      for row in 0..<batch.rowCount where subjects[row] < SubjectTable.elsewhere {
        updates.note(
          moments[index].place, subject: subjects[row], from: moments[index].column.starts[row],
          to: moments[index].column.ends[row])
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult { CheckResult() }
}

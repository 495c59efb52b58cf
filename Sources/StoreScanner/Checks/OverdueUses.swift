import DataStores
import GovernanceModel

/// The people of a pass whose profile is kept too long, by control and collection: filled by ``RetentionCheck``, read by
/// ``OverdueUseCheck``.
package final class OverdueSubjects {
  struct List {
    let site: CheckSite
    let subjects: [UInt32]
  }

  private(set) var lists: [List] = []
  private var isOverdue: [Bool] = []

  /// - Parameter subjects: each once.
  func add(_ subjects: [UInt32], site: CheckSite) {
    lists.append(List(site: site, subjects: subjects))
    for subject in subjects {
      if isOverdue.count <= Int(subject) {
        isOverdue += repeatElement(false, count: Int(subject) + 1 - isOverdue.count)
      }
      isOverdue[Int(subject)] = true
    }
  }

  func contains(_ subject: UInt32) -> Bool { Int(subject) < isOverdue.count && isOverdue[Int(subject)] }
}

/// Tells of a use log how many people it holds whose profile is kept too long: these were not only kept, but used.
///
/// No control of its own: the number is told with the finding on the profile. Reads no column but the subject.
struct OverdueUseCheck: CheckOperator {
  let columns: [String] = []
  let overdue: OverdueSubjects
  let log: String
  private var isUsed: [Bool] = []

  /// - Parameter log: `store.collection`.
  init(_ overdue: OverdueSubjects, log: String) { (self.overdue, self.log) = (overdue, log) }

  var need: MemoryNeed { MemoryNeed(perSubject: 2) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    guard !overdue.lists.isEmpty else { return }
    for row in 0..<batch.rowCount where overdue.contains(subjects[row]) {
      let subject = Int(subjects[row])
      if isUsed.count <= subject { isUsed += repeatElement(false, count: subject + 1 - isUsed.count) }
      isUsed[subject] = true
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let used = isUsed
    return CheckResult(
      counted: overdue.lists.map { list in
        let count = list.subjects.count { Int($0) < used.count && used[Int($0)] }
        return list.site.counted(.violation(.keptTooLong), "alsoUsedIn \(log)", count)
      })
  }

  /// One for each use log that another check of the pass reads anyway.
  static func checks(_ overdue: OverdueSubjects, in plan: AuditPlan, beside others: [PlannedCheck]) -> [PlannedCheck] {
    plan.sources.indices.compactMap { index in
      let source = plan.sources[index]
      // Others may be read before the profiles.
      guard source.collection.uses != nil, source.collection.subject != nil, ScanPhase(source.collection) == .rest,
        others.contains(where: { $0.source == index && $0.reach == .subject })
      else { return nil }
      return PlannedCheck(source: index, controls: [], check: OverdueUseCheck(overdue, log: source.name))
    }
  }
}

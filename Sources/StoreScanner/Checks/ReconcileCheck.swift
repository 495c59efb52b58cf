import ConsentHistory
import ConsentSignals
import DataStores
import GovernanceModel
import PolicyEngine

/// `reconcile`: all consent logs agree on each person's state at the audit's instant, for each use.
///
/// Each log becomes a history of its own; the log that is read last compares every one with the first. Two logs agree when
/// both call the consent valid, or both do not, whatever the reason.
struct ReconcileCheck: CheckOperator {
  let columns: [String]
  private var reader: ConsentLogReader
  /// Nil for a log of strings.
  private var purpose: WordColumn?
  private let comparison: ConsentComparison
  private let log: Int
  private let readerPositions: [Int]
  private var rows = 0

  init(_ log: ConsentLog, number: Int, of comparison: ConsentComparison, source: AuditPlan.Source, plan: AuditPlan) {
    (self.log, self.comparison) = (number, comparison)
    reader = ConsentLogReader(
      log, source, vocabulary: plan.policies.vocabulary, record: comparison.records[number])
    var columns = reader.columns
    readerPositions = Array(columns.indices)
    purpose = log.purpose.map { WordColumn($0, columns: &columns) }
    self.columns = columns
  }

  var need: MemoryNeed { MemoryNeed(perRow: reader.need.perRow, perSubject: reader.need.perSubject + 16) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    reader.consume(batch, positions: readerPositions.map { positions[$0] }, subjects: subjects)
    purpose?.read(batch, positions: positions)
    rows += batch.rowCount
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    // The reader of the audit's own history tells the same gaps, where uses ask for one; equal gaps are told once.
    let gaps = reader.finish(subjects).countedGaps
    let purposes = purpose.map { words in
      (0..<words.count).compactMap { words.word(Int32($0)) }.map { DataUse($0) }
    }
    return CheckResult(
      observations: comparison.finish(log, purposes: purposes ?? SignalEvents.purposes, subjects), countedGaps: gaps,
      examined: rows)
  }

  mutating func abandon() { comparison.abandon() }
}

/// The histories of all consent logs of a pass, and how they differ.
final class ConsentComparison {
  let records: [ConsentRecord]
  /// In the order of the plan's consent logs.
  private let sites: [CheckSite]
  private let obligation: Obligation
  private let requirement: ReconcileRequirement
  private var purposes: Set<DataUse> = []
  private var left: Set<Int>

  init(_ requirement: ReconcileRequirement, for obligation: Obligation, sites: [CheckSite], plan: AuditPlan) {
    (self.requirement, self.obligation, self.sites) = (requirement, obligation, sites)
    records = sites.map { _ in ConsentRecord(plan.policies, isComplete: true) }
    left = Set(sites.indices)
  }

  /// Nothing is compared with a log that could not be read: its gap is told by the scan.
  func abandon() { left.insert(-1) }

  /// A log was read; compares them when it was the last.
  func finish(_ log: Int, purposes: [DataUse], _ subjects: SubjectTable) -> [Observation] {
    self.purposes.formUnion(purposes)
    left.remove(log)
    guard left.isEmpty else { return [] }
    for record in records { record.seal() }
    return uses.flatMap { use in (1..<sites.count).flatMap { compare($0, use, subjects) } }
  }

  /// The obligation's use, else every purpose that a log knows.
  private var uses: [DataUse] {
    if let use = obligation.use { return [use] }
    return purposes.filter { $0 != .every }.sorted()
  }

  private func compare(_ log: Int, _ use: DataUse, _ subjects: SubjectTable) -> [Observation] {
    let probes = [0, log].map { index in
      ConsentProbe(
        use: use, terms: CompiledConsentTerms(requirement.terms, regime: .consent, in: records[index].scopes),
        in: records[index].scopes)
    }
    let now = Moment(sites[log].asOf)
    var (differing, untold) = (Tally(), Tally())
    for subject in 0..<UInt32(subjects.count) {
      let slices = [0, log].map { records[$0].index.slice(of: subject) }
      let isTainted = records[0].isTainted(subject) || records[log].isTainted(subject)
      if slices.allSatisfy(\.isEmpty), !isTainted { continue }
      let states = zip([0, log], zip(probes, slices)).map { index, question in
        let events = records[index].index.events
        return question.0.state(of: events.span.extracting(question.1), at: now)
      }
      if isTainted || states.contains(where: Self.isUntold) {
        untold.add(subject: subject)
      } else if !states[0].isSameVerdict(as: states[1]) {
        differing.add(subject: subject)
      }
    }
    let parameters = [Parameter("with", "\(sites[0].store).\(sites[0].collection)")]
    return [
      sites[log].observation(
        .violation(.disagrees), &differing, in: subjects, locus: Locus(use: use), parameters: parameters),
      sites[log].observation(
        .unverifiable(.unreadableValue), &untold, in: subjects, locus: Locus(use: use), parameters: parameters),
    ].compactMap { $0 }
  }

  private static func isUntold(_ state: ConsentState) -> Bool {
    if case .unverifiable = state { true } else { false }
  }
}

extension ReconcileCheck {
  /// All consent logs of the plan, when there are two or more.
  static func checks(
    _ requirement: ReconcileRequirement, for obligation: Obligation, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let logs = plan.sources.indices.filter { index in
      plan.sources[index].collection.consents != nil
        && obligation.applies(to: plan.sources[index].collection, asOf: plan.asOf)
    }
    guard logs.count > 1 else { return [] }
    let sites = logs.map { CheckSite(obligation, at: plan.sources[$0], in: plan) }
    let comparison = ConsentComparison(requirement, for: obligation, sites: sites, plan: plan)
    return logs.enumerated().compactMap { number, index in
      guard let log = plan.sources[index].collection.consents else { return nil }
      let check = ReconcileCheck(log, number: number, of: comparison, source: plan.sources[index], plan: plan)
      return PlannedCheck(source: index, controls: [obligation.control.id], check: check)
    }
  }
}

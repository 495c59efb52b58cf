import DataStores
import GovernanceModel

/// Asks engines what they can tell, and leaves the rest to be read.
struct PushdownRun {
  /// What became of each check, in the order of the registry.
  private(set) var steps: [ScanStep] = []
  /// Checks that need no reading.
  private(set) var settled: Set<Int> = []
  private(set) var outcomes: [(entry: Int, outcome: CollectionScan.Outcome)] = []

  /// - Parameter isDryRun: writes the queries that count and does not ask them.
  init(
    _ checks: [PlannedCheck], _ plan: AuditPlan, _ survey: StoreSurvey, _ stores: [AuditedStore],
    strategy: ScanStrategy, isDryRun: Bool = false
  ) {
    var sessions: [Int: PushdownSession] = [:]
    for (index, audited) in stores.enumerated() {
      let rows = survey.entries.filter { $0.store == index }.map(\.rows).max() ?? 0
      guard strategy.settled(for: audited.store.dialect, rows: rows) == .pushdown else { continue }
      sessions[index] = PushdownSession(audited.store, isDryRun: isDryRun)
    }
    let overdueLogs = checks.filter { $0.check is OverdueUseCheck }.map(\.source)
    for (index, planned) in checks.enumerated() where !planned.controls.isEmpty {
      let entry = survey.entries[planned.source]
      var step = ScanStep(planned, at: entry)
      if let session = sessions[entry.store] {
        do throws(NotPushable) {
          try push(planned, index, PushSite(session, plan, planned, overdueLogs), isDryRun: isDryRun)
          step.strategy = .pushdown
        } catch {
          step.reason = error.reason
        }
        step.statements = step.strategy == .pushdown ? session.takeStatements() : []
        _ = session.takeStatements()
      }
      steps.append(step)
    }
    guard !isDryRun else { return }
    countDates(checks, plan, survey, sessions)
    countRows(survey, sessions, checks)
  }

  /// When the rows of logs are dated: counted here where no other check reads the log.
  private mutating func countDates(
    _ checks: [PlannedCheck], _ plan: AuditPlan, _ survey: StoreSurvey, _ sessions: [Int: PushdownSession]
  ) {
    for (index, planned) in checks.enumerated() {
      guard let check = planned.check as? DatedRowsCheck, let session = sessions[survey.entries[planned.source].store]
      else { continue }
      let judges = checks.indices.filter { checks[$0].check is UseLogCheck }
      guard judges.allSatisfy(settled.contains) else { continue }
      settled.insert(index)
      // The check of a use log has counted them.
      guard plan.countsDates, plan.sources[planned.source].consentsAlone != nil,
        let result = try? check.pushed(PushSite(session, plan, planned, []))
      else { continue }
      var outcome = CollectionScan.Outcome()
      outcome.dates = result.dates
      outcomes.append((planned.source, outcome))
    }
  }

  private mutating func push(
    _ planned: PlannedCheck, _ index: Int, _ site: PushSite, isDryRun: Bool
  ) throws(NotPushable) {
    let source = site.source
    guard planned.check.readsRows else { throw NotPushable("it reads no rows") }
    guard let check = planned.check.innermost as? any PushableCheck else {
      throw NotPushable("no query says it yet")
    }
    let needed = check.columns + [source.collection.subject].compactMap { $0 }
    guard source.columns.isSuperset(of: needed) else { throw NotPushable("the store lacks a column of it") }
    let result = try check.pushed(site)
    guard !isDryRun else { return }
    settled.insert(index)
    var outcome = CollectionScan.Outcome()
    (outcome.observations, outcome.gaps) = (result.observations, result.gaps)
    (outcome.countedGaps, outcome.counted) = (result.countedGaps, result.counted)
    (outcome.examined, outcome.controls) = (result.examined, Set(planned.controls))
    outcome.dates = result.dates
    outcomes.append((planned.source, outcome))
  }

  /// The rows of each collection that was asked about, for its own sake or for others: an empty one is a gap.
  private mutating func countRows(
    _ survey: StoreSurvey, _ sessions: [Int: PushdownSession], _ checks: [PlannedCheck]
  ) {
    for entry in Set(checks.filter(\.check.readsRows).map(\.source)).sorted() where !settled.isEmpty {
      let place = survey.entries[entry]
      guard let session = sessions[place.store] else { continue }
      let table = session.store.reference(to: place.source.collection.name)
      guard let count = try? session.count("SELECT count(*) FROM \(table)").first?.first else { continue }
      var outcome = CollectionScan.Outcome()
      (outcome.isRead, outcome.rows) = (true, count.integer)
      outcomes.append((entry, outcome))
    }
  }
}

/// One check of a collection: how it is done, and what is asked for it.
package struct ScanStep: Sendable {
  /// `store.collection`.
  package let collection: String
  /// Ids of the controls.
  package let controls: [String]
  /// Such as `retention`.
  package let check: String
  /// Never ``ScanStrategy/auto``.
  package var strategy = ScanStrategy.local
  /// Why it is read though the engine was to be asked; nil else.
  package var reason: String?
  /// Columns that it needs, the subject first.
  package let columns: [String]
  /// An estimate.
  package let rows: Int
  /// The queries that count, in the engine's SQL.
  package var statements: [String] = []

  init(_ planned: PlannedCheck, at entry: StoreSurvey.Entry) {
    let check = planned.check.innermost
    (collection, controls, rows) = (entry.source.name, planned.controls, entry.rows)
    columns = [entry.source.collection.subject].compactMap { $0 } + check.columns
    self.check = Self.name(of: check)
  }

  /// From the name of the operator: `RetentionCheck` is `retention`.
  private static func name(of check: any CheckOperator) -> String {
    var name = String(describing: type(of: check))
    for suffix in ["Check", "Reader"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
    return name.prefix(1).lowercased() + name.dropFirst()
  }
}

extension CheckOperator {
  /// The check itself, without its scope.
  var innermost: any CheckOperator { (self as? ScopedCheck)?.check ?? self }
}

extension PushSite {
  fileprivate init(_ session: PushdownSession, _ plan: AuditPlan, _ planned: PlannedCheck, _ overdueLogs: [Int]) {
    self.init(
      session: session, plan: plan, index: planned.source,
      scope: (planned.check as? ScopedCheck)?.scope as? PeopleInScope,
      overdueLogs: overdueLogs)
  }
}

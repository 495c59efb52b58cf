package import DataStores
package import GovernanceModel
package import PolicyEngine

/// A store with the map that says what its collections are.
package struct AuditedStore: Sendable {
  package var store: any DataStore
  package var map: DataMap
  package init(store: any DataStore, map: DataMap) { (self.store, self.map) = (store, map) }
}

/// The audit of stores against policies: all stores share one subject table and one consent history, each collection is
/// read once (a pass), and only the columns that some check needs.
///
/// For example: `try StoreScan(policies: policies, stores: [audited], asOf: asOf).run()`.
package struct StoreScan {
  /// How much memory, how large samples, and who wants to know how far it is.
  package struct Options: Sendable {
    /// Bytes that the scan may hold, by estimate; more data are read in more passes. 1 GiB.
    package var memory = 1 << 30
    /// Subject keys in an observation.
    package var sampleSize = 5
    /// Forces a number of passes; nil: as many as `memory` asks.
    package var passes: Int?
    /// Where checks run.
    package var strategy = ScanStrategy.auto
    /// Where an audit as of an earlier instant is gone on from: that instant, and the logs (`store.collection`) whose uses up
    /// to it are not judged again.
    package var since: (instant: Instant, logs: Set<String>)?
    /// A later audit may go on from this one: engines are asked when rows are dated. Where rows are read it is counted anyway.
    package var countsDates = false
    /// What an interrupted audit of the same stores, policies and instant has kept.
    package var kept: [ScanPart] = []
    /// Is handed what another audit needs to continue this one; called from the thread that runs the scan.
    package var keep: (@Sendable ([ScanPart]) -> Void)?
    /// Rows that are read from one call of ``keep`` to the next, so that small audits never call it.
    package var rowsApart = 2_000_000
    /// Called about once a batch.
    package var progress: (@Sendable (ScanProgress) -> Void)?
    package init() {}
  }

  private let policies: PolicySet
  private let stores: [AuditedStore]
  private let asOf: Instant
  private let options: Options

  package init(policies: PolicySet, stores: [AuditedStore], asOf: Instant, options: Options = Options()) {
    (self.policies, self.stores, self.asOf, self.options) = (policies, stores, asOf, options)
  }

  /// Never throws for what the data hold: whatever could not be read is a gap.
  package func run() -> StoreScanResult {
    // Each store as it is now, whatever others write meanwhile; one that cannot be opened tells so in the survey.
    let still = stores.map { AuditedStore(store: (try? $0.store.snapshot()) ?? $0.store, map: $0.map) }
    return StoreScan(policies: policies, stores: still, asOf: asOf, options: options).runOnSnapshots()
  }

  /// How the audit would go about it: each check with its collection, and what the engine would be asked. Asks what must be
  /// known to write the queries, such as the different words of a column, and counts nothing.
  package func explained() -> [ScanStep] {
    let survey = StoreSurvey(stores)
    let plan = plan(survey)
    return PushdownRun(
      CheckRegistry.checks(for: plan, lostConsentLogs: survey.lostConsentLogs), plan, survey, stores,
      strategy: options.strategy, isDryRun: true
    ).steps
  }

  private func plan(_ survey: StoreSurvey) -> AuditPlan {
    var plan = AuditPlan(
      policies: policies.localised(in: survey.consentZones.first ?? .utc), asOf: asOf, sampleSize: options.sampleSize,
      sources: survey.entries.map(\.source))
    (plan.since, plan.continued) = (options.since?.instant, options.since?.logs ?? [])
    plan.countsDates = options.countsDates
    return plan
  }

  private func runOnSnapshots() -> StoreScanResult {
    let survey = StoreSurvey(stores)
    let plan = plan(survey)
    let checks = CheckRegistry.checks(for: plan, lostConsentLogs: survey.lostConsentLogs)
    let pushed = PushdownRun(checks, plan, survey, stores, strategy: options.strategy)
    let left = checks.indices.filter { !pushed.settled.contains($0) }.map { checks[$0] }
    var keeper = PartKeeper(options)
    let needed = MemoryEstimate(survey, left).passes(within: options.memory)
    let passes = keeper.passes ?? options.passes ?? needed
    var record = ScanRecord(survey, sampleSize: options.sampleSize)
    for (entry, outcome) in pushed.outcomes { record.add(pushed: outcome, entry: entry) }
    var clock = ScanProgress(totalRows: survey.entries.reduce(0) { $0 + $1.rows } * passes)
    if passes > 1 {
      // Group sizes need all rows at once: they have a scan and a subject table of their own.
      runPass(0, of: 1, reach: [.collection, .both], without: pushed.settled, plan, survey, &record, &keeper, &clock)
    }
    for pass in 0..<passes {
      let reach: Set<PlannedCheck.Reach> = passes > 1 ? [.subject, .both] : [.subject, .collection, .both]
      runPass(pass, of: passes, reach: reach, without: pushed.settled, plan, survey, &record, &keeper, &clock)
    }
    var result = record.result(stores)
    let promised = stores.flatMap { $0.map.datasets.flatMap(\.collections) }
    result.unmet = UnmetControls(plan, promised: promised, checks: checks).all
    result.limits = stores.flatMap { audited in
      audited.store.limits.map { Limit(subject: audited.store.name, detail: $0) }
    }
    if !result.unmet.isEmpty { result.gaps += record.untouched(stores) }
    result.gaps = (result.gaps + survey.lackingColumns(notAskedBy: checks) + survey.zoneGaps(policies)).ordered
    return result
  }

  private func runPass(
    _ pass: Int, of passes: Int, reach: Set<PlannedCheck.Reach>, without settled: Set<Int>, _ plan: AuditPlan,
    _ survey: StoreSurvey, _ record: inout ScanRecord, _ keeper: inout PartKeeper, _ progress: inout ScanProgress
  ) {
    let all = CheckRegistry.checks(for: plan, lostConsentLogs: survey.lostConsentLogs)
    let checks = all.indices.filter { !settled.contains($0) }.map { all[$0] }.forReading
    var subjects = SubjectTable(pass: pass, of: passes)
    let mine = checks.filter { reach.contains($0.reach) }
    // What others need to know is nothing to read for its own sake.
    guard mine.contains(where: { $0.reach != .both }) else { return }
    let isWhole = !reach.contains(.subject)
    let readings = readings(of: mine, survey).map { reading in
      let key = ScanPart.Key(
        pass: pass, passes: passes, entry: reading.entry, isLate: reading.isLate, isWhole: isWhole)
      return (reading, key, keeper.outcome(key, survey.entries[reading.entry].source))
    }
    // Of a part that was read to its end nothing is read again; else what others need is.
    let isDone = readings.allSatisfy { reading, _, kept in
      kept != nil || !reading.checks.contains { $0.check.readsRows }
    }
    for (reading, key, kept) in readings {
      let source = survey.entries[reading.entry].source
      var outcome = kept ?? CollectionScan.Outcome()
      if kept == nil || !(isDone || reading.checks.allSatisfy(\.check.leavesNothing)) {
        let store = stores[survey.entries[reading.entry].store].store
        outcome = CollectionScan(store: store, source: source, checks: reading.checks).run(&subjects) { rows in
          progress.rows += rows
          progress.collection = source.name
          options.progress?(progress)
        }
      } else {
        progress.rows += outcome.rows
      }
      record.add(outcome, entry: reading.entry, pass: pass)
      keeper.add(outcome, key, source)
    }
  }

  private typealias Reading = (entry: Int, checks: [PlannedCheck], isLate: Bool)

  /// The readings of a pass in their order: what others need to know comes first.
  private func readings(of checks: [PlannedCheck], _ survey: StoreSurvey) -> [Reading] {
    let early = survey.entries.indices.filter { survey.entries[$0].phase < .rest }
    let first = early.map { entry in (entry, checks.filter { $0.source == entry && !$0.isLate }, false) }
    let rest = survey.entries.indices.map { entry in
      (entry, checks.filter { $0.source == entry && (!early.contains(entry) || $0.isLate) }, true)
    }
    return first + rest
  }
}

extension [PlannedCheck] {
  /// Without the readers of what no check that is left asks for.
  fileprivate var forReading: [PlannedCheck] {
    guard contains(where: { !$0.controls.isEmpty }) else { return [] }
    let asksForConsent = contains { $0.check is UseLogCheck || $0.check is MembershipCheck }
    let asked = asksForConsent ? self : filter { !($0.check is ConsentLogReader) }
    let read = Set(asked.filter { !($0.check is DatedRowsCheck) }.map(\.source))
    return asked.filter { read.contains($0.source) || !($0.check is DatedRowsCheck) }
  }
}

/// How far a scan has come.
package struct ScanProgress: Sendable {
  /// Rows read so far, over all passes.
  package var rows = 0
  /// An estimate of all that will be read.
  package var totalRows: Int
  /// `store.collection`.
  package var collection = ""
}

/// What an audit of stores saw.
package struct StoreScanResult: Sendable {
  /// Ordered by pack, control, asset, locus, verdict.
  package var observations: [Observation]
  package var examined: [ExaminedStore]
  package var gaps: [Gap]
  /// Controls that met nothing in what the maps declare; those about rules alone are not among them.
  package var unmet: [UnmetControl] = []
  /// When the rows of logs are dated, of each log once.
  package var logs: [LogRows] = []
  /// The reading of some collection was cut off, such as by a connection that was lost.
  package var isCutOff = false
  /// What the stores say of how exactly they can be read.
  package var limits: [Limit] = []
}

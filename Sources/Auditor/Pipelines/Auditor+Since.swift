internal import AuditLedger
internal import DataStores
internal import GovernanceModel
internal import PolicyEngine
internal import StoreScanner

/// What an audit that was to go on from an earlier one comes to.
enum Continuation {
  case from(EarlierRun)
  /// Everything is judged, and the reason.
  case whole(String)
}

extension Auditor {
  /// The audit that was asked for, where it can be gone on from without a change to what would be found.
  ///
  /// - Parameter key: the name of the pseudonym key.
  func continuation(
    _ request: SinceRequest, of stores: [Project.Store], scope: String, key: String, in ledger: Ledger
  ) throws -> Continuation {
    guard let run = try run(request, scope, ledger) else {
      return .whole("there is no complete audit of the same stores to go on from")
    }
    let report = try ledger.report(of: run)
    guard let trail = try ledger.trail(of: run), report.generator == generator else {
      return .whole("run \(run) was made by another version of Proviso (\(report.generator))")
    }
    if let change = change(since: report, trail, stores, key) { return .whole("\(change) run \(run)") }
    if let gap = report.gaps.first(where: { leavesOut($0, stores) }) {
      return .whole("run \(run) could not look at `\(gap.subject)`")
    }
    let logs = trail.logs.filter { $0.value.kind == LogRows.Kind.uses.rawValue }
    if let (name, log) = logs.sorted(by: { $0.key < $1.key }).first(where: { $0.value.longAfter > 0 }) {
      return .whole("run \(run) judged \(log.longAfter) uses of `\(name)` that are dated after its instant")
    }
    guard !logs.isEmpty else {
      return
        .whole(
          "run \(run) counted no use log by its instants (engines that judge by queries are asked only by audits with "
            + "`--since`)")
    }
    return .from(EarlierRun(id: run, report: report, trail: trail, logs: Set(logs.keys)))
  }

  private func run(_ request: SinceRequest, _ scope: String, _ ledger: Ledger) throws -> RunID? {
    let runs = try ledger.runs()
    func isUsable(_ run: RunRecord) -> Bool {
      run.status == .complete && run.start.kind == .audit && run.start.scope == scope
    }
    switch request {
    case .last: return try ledger.lastComplete(.audit, scope: scope)
    case .instant(let instant):
      let known = runs.filter { isUsable($0) && $0.start.asOf <= instant }
      return known.max { ($0.start.asOf, $0.id) < ($1.start.asOf, $1.id) }?.id
    case .run(let number):
      let help = "`proviso report --list` shows the runs; `--since LAST` takes the last one that fits"
      guard let run = runs.first(where: { $0.id.number == Int64(number) }) else {
        throw Failure.notFound("the ledger has no run \(number)", help: help)
      }
      guard isUsable(run) else {
        throw Failure.notFound("run \(number) is no complete audit of the same stores", help: help)
      }
      return run.id
    }
  }

  /// What uses would be judged by otherwise than then, in words that end before the run's name; nil where nothing changed.
  private func change(since report: Report, _ trail: AuditTrail, _ stores: [Project.Store], _ key: String) -> String? {
    if asOf < report.asOf { return "the instant of this audit lies before that of" }
    if report.pseudonymKey != key { return "the pseudonym key changed since" }
    let packs = project.policies.packs
    for pack in packs where !report.policies.contains(where: { $0.id == pack.id && $0.digest == pack.digest }) {
      return "the policy pack `\(pack.id)` changed since"
    }
    if packs.count != report.policies.count { return "the policy packs changed since" }
    for store in stores
    where !report.stores.contains(where: { $0.id == store.name && $0.mapDigest == store.map.digest }) {
      return "the data map of `\(store.name)` changed since"
    }
    return trail.configuration == project.configuration ? nil : "the project file or a vocabulary changed since"
  }

  /// Values that cannot be read are told by every audit anew, and an empty log had nothing to judge.
  private func leavesOut(_ gap: Gap, _ stores: [Project.Store]) -> Bool {
    guard gap.reason != .unreadableValue, gap.reason != .emptyCollection else { return false }
    return stores.contains { gap.subject == $0.name || gap.subject.hasPrefix($0.name + ".") }
  }

  /// Scans from an earlier audit on; where it turns out that this would not find the same, everything.
  ///
  /// - Returns: what was found, and the audit that was gone on from.
  func scan(
    _ stores: [AuditedStore], _ options: StoreScan.Options, from continuation: Continuation?, limits: inout [Limit]
  ) -> (result: StoreScanResult, earlier: EarlierRun?) {
    func whole(_ reason: String) {
      limits.append(Limit(subject: "audit", detail: "everything was judged, not only what is new: \(reason)"))
    }
    func run(_ options: StoreScan.Options) -> StoreScanResult {
      StoreScan(policies: project.policies, stores: stores, asOf: asOf, options: options).run()
    }
    var everything = options
    switch continuation {
    case nil: break
    case .whole(let reason): whole(reason)
    case .from(let earlier):
      var narrowed = options
      narrowed.since = (earlier.report.asOf, earlier.logs)
      let result = run(narrowed)
      guard let fault = earlier.fault(of: result), !Interruption.isRequested else {
        limits += earlier.limits(of: result)
        return (result, earlier)
      }
      whole("of run \(earlier.id), \(fault)")
      // What was kept is of the scan that judged less.
      (everything.kept, everything.keep) = ([], nil)
    }
    return (run(everything), nil)
  }
}

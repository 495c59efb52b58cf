internal import AuditLedger
internal import DataStores
internal import Digests
public import GovernanceModel
internal import PolicyEngine
internal import Reporter
internal import SourceDocuments
internal import StoreScanner

extension Auditor {
  /// Stores and rule sets against policy, recorded in the ledger before the first row is read.
  ///
  /// - Parameters:
  ///   - names: stores of the project; empty for all of them and the rule sets too.
  ///   - memory: what to work in; nil takes the project's setting, else 1 GiB.
  ///   - strategy: where checks run.
  ///   - baseline: what findings are compared with; nil takes the last complete audit of the same scope.
  ///   - since: an earlier audit whose uses are not judged again; nil judges everything.
  ///   - resumes: continues the last audit of these stores, which was cut off; nothing that it finished is read again.
  ///   - partitions: parts of the subjects that are read one after the other; nil takes as many as `memory` needs.
  ///   - started: when the run starts, by the caller's clock.
  public func audit(
    stores names: [String], memory: MemorySize?, strategy: AuditStrategy = .auto, against baseline: Baseline? = nil,
    since: SinceRequest? = nil, resumes: Bool = false, partitions: Int? = nil, started: Instant,
    progress: @escaping @Sendable (AuditProgress) -> Void = { _ in }
  ) throws -> AuditOutcome {
    let chosen = try chosenStores(names)
    let key = try PseudonymKey(FileBytes.readKey(project.pseudonymKeyPath))
    let waivers = try project.waivers()
    let ledger = try Ledger(path: project.ledgerPath)
    let scope = Self.scope(names)
    var facts = resumeFacts(chosen, key: key.name, strategy: strategy)
    let resumed = try resumes ? resumable(facts, scope: scope, in: ledger) : nil
    let since = resumed.map { $0.facts.since.map { .run($0) } } ?? since
    let continuation = try since.map {
      try self.continuation($0, of: chosen, scope: scope, key: key.name, in: ledger)
    }
    if case .from(let earlier) = continuation { facts.since = earlier.number }
    let compared = try baseline.map { try knownFindings(of: $0) }
    try ledger.deleteSamples(now: started)
    let run = try ledger.begin(
      RunStart(
        kind: .audit, project: project.name, scope: scope, asOf: asOf, started: started, process: .current))
    do {
      let previous = try compared ?? lastFindings(ledger, scope: scope)
      var report = blank(.audit, key: key.name)
      let maker = FindingMaker(key: key)
      var notes = undeclaredTables(of: chosen)
      var options = scanOptions(memory, resumed.flatMap { AuditStrategy(rawValue: $0.facts.strategy) } ?? strategy)
      if let partitions { (options.passes, options.rowsApart) = (partitions, 0) }
      let kept = try prepare(&options, facts, resumed?.run, run: run, key, ledger)
      if let resumed { notes.append(resumed.run.told(kept)) }
      options.countsDates = since != nil
      options.progress = { scan in
        progress(AuditProgress(stage: scan.collection, rows: scan.rows, totalRows: scan.totalRows))
      }
      let (trail, isCutOff) = try examine(chosen, options, from: continuation, into: &report, maker)
      // What was read so far is no audit; the run stays as it is, and is told as interrupted once this process is gone.
      if Interruption.isRequested { throw Interrupted(byTimeLimit: Interruption.cause == .timeLimit) }
      if names.isEmpty, !project.ruleSets.isEmpty { try examine(project.ruleSets, into: &report, &notes, maker) }
      if report.ruleSets.isEmpty { report.addControlsOfRules(project.policies) }
      report.baseline = previous?.name
      try settle(&report, previous?.findings, fixedBefore: ledger.fixedFingerprints(.audit), waivers)
      let bytes = try ReportXML.write(report)
      let path = reportPath(run)
      try FileBytes.write(bytes, to: path)
      try ledger.complete(run, report: report, document: bytes, trail: trail, keepsParts: isCutOff)
      return AuditOutcome(
        run: Int(run.number), report: report, xml: bytes, path: path, digest: SHA256Digest.hexadecimal(of: bytes),
        notes: notes)
    } catch let interrupted as Interrupted {
      throw interrupted
    } catch {
      try? ledger.fail(run, reason: Failure(error).description)
      throw error
    }
  }

  private func scanOptions(_ memory: MemorySize?, _ strategy: AuditStrategy) -> StoreScan.Options {
    var options = StoreScan.Options()
    options.memory = memory?.bytes ?? project.memory ?? options.memory
    (options.sampleSize, options.strategy) = (project.sampleSize, strategy.scan)
    return options
  }

  /// Adds what is found in stores.
  ///
  /// - Returns: what a later audit must know to go on from this one, and whether some reading was cut off.
  private func examine(
    _ chosen: [Project.Store], _ options: StoreScan.Options, from continuation: Continuation?,
    into report: inout Report,
    _ maker: FindingMaker
  ) throws -> (AuditTrail, isCutOff: Bool) {
    var trail = AuditTrail(configuration: project.configuration, logs: [:])
    if chosen.isEmpty {
      report.gaps.append(Gap(subject: project.name, reason: .notExamined, detail: "the project names no stores"))
      return (trail, false)
    }
    let stores = chosen.map { AuditedStore(store: $0.opened(project.drivers), map: $0.map) }
    let (result, earlier) = scan(stores, options, from: continuation, limits: &report.limits)
    report.stores += result.examined
    report.gaps += result.gaps
    report.unmet += result.unmet
    report.limits += result.limits
    report.findings += try findings(of: result.observations, maker)
    if let earlier {
      report.since = earlier.told(result)
      report.findings = maker.adding(
        earlier.findings, ofRun: earlier.number, repeating: earlier.repeated, to: report.findings,
        sampleSize: project.sampleSize)
    }
    for log in result.logs { trail.logs[log.collection] = AuditTrail.Log(log) }
    return (trail, result.isCutOff)
  }

  /// What no map declares is not audited. A store that cannot be opened is a gap of the scan.
  private func undeclaredTables(of stores: [Project.Store]) -> [Diagnostic] {
    stores.flatMap { store in
      let tables = try? store.opened(project.drivers).tables()
      return store.map.undeclaredTables(in: tables ?? [], store: store.name)
    }
  }

  private func lastFindings(_ ledger: Ledger, scope: String) throws -> KnownFindings? {
    try ledger.lastComplete(.audit, scope: scope).map { run in
      KnownFindings(name: "run \(run)", findings: try ledger.report(of: run).findings)
    }
  }

  func chosenStores(_ names: [String]) throws(InputError) -> [Project.Store] {
    let known = project.stores.map(\.name)
    for name in names where !known.contains(name) {
      throw InputError([
        Diagnostic(
          .error, "the project has no store `\(name)`", help: Problems.suggestion(for: name, among: known))
      ])
    }
    let chosen = names.isEmpty ? project.stores : project.stores.filter { names.contains($0.name) }
    let unset = chosen.flatMap(\.unset)
    guard unset.isEmpty else { throw InputError(unset) }
    return chosen
  }

  /// Runs of one scope are compared with each other.
  static func scope(_ names: [String]) -> String {
    names.isEmpty ? "all" : Set(names).sorted().joined(separator: ",")
  }

  /// Beside the ledger: `audits/2018-01-01T040120Z-12.xml`.
  private func reportPath(_ run: RunID) -> String {
    let stamp = asOf.description.filter { $0 != ":" }
    return FileBytes.resolve("audits/\(stamp)-\(run).xml", from: FileBytes.folder(of: project.ledgerPath))
  }
}

extension Report {
  /// Names the controls that only a rule set could meet, where none was looked at.
  fileprivate mutating func addControlsOfRules(_ policies: PolicySet) {
    for pack in policies.packs {
      for control in pack.controls where [.review, .hygiene].contains(control.requirement.kind) {
        unmet.append(UnmetControl(pack: pack.id, control: control.id, reason: "the audit looked at no rule set"))
      }
    }
    unmet.sort { left, right in
      let (first, second) = ([left.pack, left.control], [right.pack, right.control])
      return first.lexicographicallyPrecedes(second) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }
}

/// Somebody stopped the audit: no report was made.
public struct Interrupted: Error, Sendable {
  /// Nobody asked for it but the limit of its time.
  public let byTimeLimit: Bool
}

extension Auditor {
  /// Stops every audit of this process, and what engines do for it. Not to be called from within a signal handler.
  public static func interrupt() { Interruption.request() }

  /// The same, because the time that it was given is over.
  public static func interruptByTimeLimit() { Interruption.request(.timeLimit) }
}

/// How far an audit is.
public struct AuditProgress: Sendable {
  /// `store.collection`.
  public let stage: String
  public let rows: Int
  public let totalRows: Int
}

/// An audit's report and where it was kept.
public struct AuditOutcome: Sendable {
  /// Its number in the ledger.
  public let run: Int
  public let report: Report
  /// The report as it was written, valid against its schema.
  public let xml: [UInt8]
  public let path: String
  /// SHA-256 of the report's bytes.
  public let digest: String
  /// What no finding says: tables that no map declares, what limits a proof.
  public let notes: [Diagnostic]
}

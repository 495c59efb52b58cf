internal import AuditLedger
public import GovernanceModel
internal import Reporter

/// The runs of a project's ledger.
public struct AuditHistory: Sendable {
  private let ledger: Ledger

  /// Opens the ledger of a project; throws when there is none.
  public init(of project: Project) throws { try self.init(path: project.ledgerPath) }

  /// Opens the ledger that a project file names, whatever has become of the other files that it names.
  public init(of settings: LedgerSettings) throws { try self.init(path: settings.ledgerPath) }

  private init(path: String) throws {
    guard FileBytes.exists(path) else {
      throw Failure.notFound("there is no ledger `\(path)` yet", help: "run `proviso audit` first")
    }
    ledger = try Ledger(path: path)
  }

  /// A stored report with the bytes that were written.
  public struct Stored: Sendable {
    public let report: Report
    public let xml: [UInt8]
  }

  /// A run's report; the last complete audit's without a number. Throws when the ledger's record of the run, or the bytes of
  /// its report, were changed since.
  public func report(run number: Int?) throws -> Stored {
    let run: RunID
    if let number {
      run = RunID(Int64(number))
      let record = try ledger.runs().first { $0.id == run }
      guard let record else {
        throw Failure.notFound("the ledger has no run \(number)", help: "`proviso report --list`")
      }
      guard record.status == .complete else {
        throw Failure.notFound("run \(number) has no report: it is \(record.status.rawValue)")
      }
    } else {
      guard let last = try ledger.lastComplete(.audit) else {
        throw Failure.notFound("the ledger has no complete audit yet", help: "run `proviso audit` first")
      }
      run = last
    }
    try ledger.verify(run)
    let report = try ledger.report(of: run)
    return Stored(report: report, xml: try ledger.document(of: run) ?? ReportXML.write(report))
  }

  /// One line a run: number, instant, status, what was found.
  public func listing() throws -> String {
    let runs = try ledger.runs()
    guard !runs.isEmpty else { return "no runs yet" }
    return try runs.map { run in
      let head = "\(run.id)\t\(run.start.asOf)\t\(run.start.kind.rawValue) \(run.start.scope)\t\(run.status.rawValue)"
      guard run.status == .complete else { return head + (run.failure.map { "\t\($0)" } ?? "") }
      let open = try ledger.report(of: run.id).findings.filter(\.isOpen).count
      return head + "\t\(open) open finding\(open == 1 ? "" : "s")\tsha256 \(run.reportDigest?.prefix(12) ?? "")"
    }.joined(separator: "\n")
  }

  /// Computes every digest of the ledger again; throws where somebody changed what was recorded.
  ///
  /// - Returns: how many runs the chain holds, and its head.
  public func verifiedChain() throws -> String {
    switch try ledger.verifyChain() {
    case .intact(let runs, let head):
      return "the chain of \(runs) complete run\(runs == 1 ? "" : "s") is intact, head \(head.prefix(12))"
    case .broken(let run, let trouble):
      throw Failure(.incomplete, [Diagnostic(.error, "the ledger cannot be trusted from run \(run) on: \(trouble)")])
    }
  }
}

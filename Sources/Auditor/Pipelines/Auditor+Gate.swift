internal import AuditLedger
internal import Digests
public import GovernanceModel
internal import SourceDocuments

extension Auditor {
  /// Rule sets against policy; needs no data and writes nothing. Without paths, the project's rule sets.
  ///
  /// - Parameters:
  ///   - baseline: what findings are compared with; nil: everything is new.
  ///   - notes: takes in what limits a proof, such as a latency between evaluation and use, and why a baseline says
  ///     nothing.
  public func gate(_ paths: [String], against baseline: Baseline? = nil, notes: inout [Diagnostic]) throws -> Report {
    let waivers = try project.waivers()
    var report = try judged(paths.isEmpty ? project.ruleSets : paths.map(request), &notes)
    // Everything is new, and in order already.
    guard baseline != nil || !waivers.isEmpty else { return report }
    let known = try baseline.map { try knownFindings(of: $0, paths, &notes) }
    report.baseline = known?.name
    try settle(&report, known?.findings, waivers)
    return report
  }

  /// The bare verdicts, without status.
  private func judged(_ requests: [RuleSetRequest], _ notes: inout [Diagnostic]) throws -> Report {
    var report = blank(.gate, key: "none")
    try examine(requests, into: &report, &notes, FindingMaker(key: PseudonymKey([])))
    return report
  }

  private func knownFindings(
    of baseline: Baseline, _ paths: [String], _ notes: inout [Diagnostic]
  ) throws -> KnownFindings {
    switch baseline {
    case .report, .run:
      var known = try knownFindings(of: baseline)
      known.findings.removeAll { if case .store = $0.asset { true } else { false } }
      return known
    case .folder(let folder):
      return KnownFindings(name: baseline.name, findings: try oldFindings(in: .folder(folder), paths, &notes))
    case .revision(let name):
      let tree = try GitTree(revision: name, around: project.folder)
      defer { tree.remove() }
      return KnownFindings(name: name, findings: try oldFindings(in: .git(tree), paths, &notes))
    }
  }

  /// What the gate says of the files as they were, by the policies as they were; whatever cannot be read there makes
  /// everything new, never known.
  private func oldFindings(in old: OldFiles, _ paths: [String], _ notes: inout [Diagnostic]) throws -> [Finding] {
    var ignored: [Diagnostic] = []
    do {
      let older = try old.project(like: project).map { Auditor(project: $0, asOf: asOf, generator: generator) }
      if older == nil, case .git = old {
        notes.append(Diagnostic(.note, "`\(old.name)` has no project file: every finding is new"))
        return []
      }
      let auditor = older ?? self
      let requests =
        paths.isEmpty ? older?.project.ruleSets ?? [request(old.root)] : old.paths(like: paths).map(request)
      guard !requests.isEmpty else { return [] }
      var report = try auditor.judged(requests, &ignored)
      try auditor.settle(&report, nil, older?.project.waivers() ?? [])
      notes += try changes(from: requests, to: paths.isEmpty ? project.ruleSets : paths.map(request))
      return report.findings
    } catch let error as InputError {
      let first = error.diagnostics.first
      notes.append(
        Diagnostic(
          .warning, "what is at `\(old.name)` cannot be read, so every finding is new: \(first?.message ?? "")"))
      return []
    }
  }
}

internal import AuditLedger
internal import Digests
public import GovernanceModel
internal import PolicyEngine
internal import RuleScanner
internal import RuleSets
internal import SourceDocuments

/// Runs gate and audit over a project and hands over a report.
///
/// For example: `let report = try Auditor(project: project, asOf: now, generator: "0.1.0").gate([], notes: &notes)`.
public struct Auditor: Sendable {
  let project: Project
  let asOf: Instant
  /// The version that reports name.
  let generator: String

  public init(project: Project, asOf: Instant, generator: String) {
    (self.project, self.asOf, self.generator) = (project, asOf, generator)
  }

  /// Rule sets against policy; needs no data and writes nothing. Without paths, the project's rule sets.
  ///
  /// - Parameter notes: takes in what limits a proof, such as a latency between evaluation and use.
  public func gate(_ paths: [String], notes: inout [Diagnostic]) throws -> Report {
    let requests = paths.isEmpty ? project.ruleSets : paths.map(request)
    var report = blank(.gate, key: "none")
    try examine(requests, into: &report, &notes, FindingMaker(key: PseudonymKey([])))
    return report
  }

  /// Adds what the gate finds in rule sets; nothing asked for is a gap.
  func examine(
    _ requests: [RuleSetRequest], into report: inout Report, _ notes: inout [Diagnostic], _ maker: FindingMaker
  ) throws {
    if requests.isEmpty {
      report.gaps.append(Gap(subject: project.name, reason: .notExamined, detail: "the project names no rule sets"))
    }
    let shelf = try RuleSetShelf.load(requests)
    report.gaps += shelf.gaps
    guard !shelf.ruleSets.isEmpty else { return }
    let result = Gate(
      policies: project.policies, ruleSets: shelf.ruleSets, asOf: asOf, policyFiles: project.policyFiles
    ).run()
    report.ruleSets += result.examined
    notes += result.notes
    report.gaps += result.gaps
    report.findings += try findings(of: result.observations, maker)
  }

  func findings(of observations: [Observation], _ maker: FindingMaker) throws -> [Finding] {
    let directory = ControlDirectory(project.policies)
    return try maker.findings(of: observations) { directory.facts(pack: $0, control: $1) }
  }

  /// A report that has looked at nothing yet. A pack of which no control is in force says so: it lets everything pass.
  func blank(_ kind: Report.Kind, key: String) -> Report {
    let packs = project.policies.packs
    return Report(
      kind: kind, asOf: asOf, project: project.name, generator: generator,
      policies: packs.map { pack in
        PolicyDigest(id: pack.id, version: pack.version, digest: pack.digest, controls: pack.controls.count)
      },
      gaps: packs.filter { pack in !pack.controls.contains { $0.law.isInForce(at: asOf) } }.map { pack in
        Gap(
          subject: pack.id, reason: .notExamined,
          detail: "none of its \(pack.controls.count) controls is in force as of \(asOf)")
      }, pseudonymKey: key)
  }

  /// A path of the command line, with what the project says of the files that it names too.
  private func request(_ path: String) -> RuleSetRequest {
    let known = project.ruleSets.first { FilePattern.matches(Array(path.utf8)[...], Array($0.pattern.utf8)[...]) }
    return RuleSetRequest(pattern: path, defaults: known?.defaults ?? RuleDefaults(), format: known?.format)
  }
}

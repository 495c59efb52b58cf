internal import AuditLedger
internal import GovernanceModel
internal import Reporter
internal import SourceDocuments

/// The findings that a run is compared with.
struct KnownFindings {
  /// As outputs name it.
  var name: String
  var findings: [Finding]
}

extension Auditor {
  /// The findings of a report or a run. Folders and revisions are for the gate, which can judge them.
  func knownFindings(of baseline: Baseline) throws -> KnownFindings {
    switch baseline {
    case .report(let path): return KnownFindings(name: baseline.name, findings: try Self.findings(ofReport: path))
    case .run(let number):
      let stored = try AuditHistory(of: project).report(run: number)
      return KnownFindings(name: baseline.name, findings: stored.report.findings)
    case .folder, .revision:
      throw Failure.notFound(
        "`\(baseline.name)` is neither a report nor a run", help: "an audit is compared with report.xml or run:12")
    }
  }

  /// The findings of a report in XML or JSON, told by its first character.
  private static func findings(ofReport path: String) throws -> [Finding] {
    let bytes = try FileBytes.read(path)
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    guard first == UInt8(ascii: "<") else {
      return try ReportJSON.baseline(in: SourceFile(path: path, bytes: bytes)).findings
    }
    do {
      return try ReportXML.read(bytes).findings
    } catch {
      throw Failure.notFound("`\(path)` is no report of Proviso: \(error)")
    }
  }

  /// Gives each finding its status, then applies waivers; waivers that waive nothing become gaps.
  ///
  /// What the run covered is told before waivers: a doubt that was put aside is still a doubt about what is gone.
  func settle(
    _ report: inout Report, _ previous: [Finding]?, fixedBefore: Set<String> = [], _ waivers: [Waiver]
  ) throws {
    let directory = ControlDirectory(project.policies)
    let coverage = Coverage(report)
    let compared = StatusComparison(
      previous: previous, fixedBefore: fixedBefore, coverage: coverage, controls: directory.keys
    ).compare(report.findings)
    let book = WaiverBook(waivers, asOf: asOf)
    report.findings = book.applied(to: compared) { directory.requirementDigest(pack: $0, control: $1) }
    report.gaps += book.orphans(among: report.findings, coverage: coverage, controls: directory.ids)
  }
}

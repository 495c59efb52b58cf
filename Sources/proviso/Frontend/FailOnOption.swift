internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

/// `--fail-on`: the severity from which a finding ends the run with 1.
struct FailOnOption: ParsableArguments {
  @Option(help: "Exit with 1 from this severity on: info, low, medium, high, critical (default: the project's).")
  var failOn: Severity?

  @Flag(help: "Known findings count too, not only new, worse and reopened ones.") var includeExisting = false

  func status(of report: Report, project: Project) -> ExitStatus {
    let threshold = failOn ?? project.failOn
    let isBroken = report.findings.contains { finding in
      guard case .violation = finding.verdict, finding.severity >= threshold else { return false }
      return includeExisting ? finding.isOpen : finding.isNews
    }
    if isBroken { return .findings }
    return report.isComplete ? .clean : .incomplete
  }
}

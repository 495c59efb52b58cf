internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

/// `--fail-on`: the severity from which a finding ends the run with 1.
struct FailOnOption: ParsableArguments {
  @Option(help: "Exit with 1 from this severity on: info, low, medium, high, critical (default: the project's).")
  var failOn: Severity?

  @Flag(help: "Known findings count too, not only new, worse and reopened ones.") var includeExisting = false

  /// - Parameter isCompared: a baseline was asked for by name.
  func threshold(_ project: Project, isCompared: Bool = false) -> Threshold {
    Threshold(
      failOn: failOn ?? project.failOn, includesExisting: includeExisting, judgesNewsOnly: isCompared)
  }
}

extension ExitStatus {
  init(of report: Report, _ threshold: Threshold) {
    switch threshold.outcome(of: report) {
    case .clean: self = .clean
    case .findings: self = .findings
    case .incomplete: self = .incomplete
    }
  }
}

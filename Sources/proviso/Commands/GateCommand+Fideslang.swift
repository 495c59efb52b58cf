internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

extension GateCommand {
  /// `--fideslang`: needs no project.
  func evaluate(_ path: String) throws {
    let gate = FideslangGate(
      path: path, onlyPolicy: onlyPolicy, installation: try ProjectOption.installation())
    var notes: [Diagnostic] = []
    do {
      let outcome = try gate.run(
        asOf: asOf.instant, generator: Version.current, isCompatible: compatible, notes: &notes)
      Terminal.tell(notes, atMost: 20)
      try deliver(outcome)
      let threshold = Threshold(failOn: failOn.failOn ?? .info)
      if compatible { throw outcome.details.isEmpty ? ExitStatus.clean : .findings }
      throw ExitStatus(of: outcome.report, threshold)
    } catch let error as InputError where compatible {
      // Fides ends with 1, whatever is wrong.
      Terminal.tell(error.diagnostics)
      throw ExitStatus.findings
    }
  }

  private func deliver(_ outcome: FideslangOutcome) throws {
    let threshold = Threshold(failOn: failOn.failOn ?? .info)
    guard compatible, output.format == .text else { return try output.deliver(outcome.report, nil, threshold) }
    var files = output
    files.quiet = true
    try files.deliver(outcome.report, nil, threshold)
    if !output.quiet { try Terminal.print(outcome.words) }
  }
}

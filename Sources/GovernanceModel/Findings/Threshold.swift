/// From where on findings end a run with exit code 1: one definition for the exit code and for every output that says
/// "blocking".
public struct Threshold: Hashable, Sendable {
  public var failOn: Severity
  /// Known findings count too.
  public var includesExisting: Bool
  /// The run was compared with a baseline that was asked for by name: what is not news does not count, not even as doubt.
  public var judgesNewsOnly: Bool

  public init(failOn: Severity = .info, includesExisting: Bool = false, judgesNewsOnly: Bool = false) {
    (self.failOn, self.includesExisting, self.judgesNewsOnly) = (failOn, includesExisting, judgesNewsOnly)
  }

  /// A violation that is new, worse or open again, and grave enough.
  public func blocks(_ finding: Finding) -> Bool {
    guard case .violation = finding.verdict, finding.severity >= failOn else { return false }
    return includesExisting ? finding.isOpen : finding.isNews
  }

  /// Something that could not be told and keeps the run from being complete.
  public func leavesDoubt(_ finding: Finding) -> Bool {
    guard case .unverifiable = finding.verdict else { return false }
    return judgesNewsOnly && !includesExisting ? finding.isNews : finding.isOpen
  }

  /// How a run ends.
  public enum Outcome: Hashable, Sendable { case clean, findings, incomplete }

  public func outcome(of report: Report) -> Outcome {
    if report.findings.contains(where: blocks) { return .findings }
    return report.gaps.isEmpty && !report.findings.contains(where: leavesDoubt) ? .clean : .incomplete
  }
}

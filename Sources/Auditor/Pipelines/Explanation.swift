internal import FidesEvaluation
internal import Foundation
public import GovernanceModel
internal import PolicyEngine

/// Why a control exists, or what a finding means.
public enum Explanation {
  /// The text on a control by its id, or on a finding of the last audit or of the gate by the first digits of its
  /// fingerprint.
  public static func text(
    of name: String, projectPath: String, installation: Installation, asOf: Instant
  ) throws -> String {
    if let spot = BlindSpot(rawValue: name) {
      return "\(name)\n\n\(spot.title)\n\na declaration \(spot.obligation)\nhelp: \(spot.remedy)"
    }
    let isProject = FileBytes.exists(projectPath)
    let policies = try PolicyBench.load([], projectPath: projectPath, installation: installation).policies
    if let control = policies.explanation(of: name) { return control.text }
    if isProject {
      let project = try Project.load(projectPath, installation: installation)
      if isFingerprint(name) {
        let auditor = Auditor(project: project, asOf: asOf, generator: "")
        return text(of: try auditor.currentFinding(name), policies)
      }
    }
    if let shipped = try PolicyBench.load(installation.packs, projectPath: "", installation: installation).policies
      .explanation(of: name)
    {
      return shipped.text
    }
    let ids = policies.packs.flatMap { $0.controls.map(\.id) }
    throw Failure.notFound(
      "there is no control or finding `\(name)`",
      help: nearestName(to: name, among: ids).map { "did you mean `\($0)`?" })
  }

  /// At least six hexadecimal digits, with or without `fp1:`.
  private static func isFingerprint(_ name: String) -> Bool {
    let digits = name.hasPrefix("fp1:") ? name.dropFirst(4) : name[...]
    return digits.utf8.count >= 6 && digits.allSatisfy(\.isHexDigit)
  }

  private static func text(of finding: Finding, _ policies: PolicySet) -> String {
    var lines = [
      "finding \(finding.fingerprint)", "", "\(finding.verdict.name) of \(finding.control) at \(finding.asset)",
      "status \(finding.status.rawValue)",
    ]
    if let reason = finding.verdict.reason { lines.append("reason \(reason.rawValue)") }
    for (name, count) in [
      ("uses", finding.counts.uses), ("records", finding.counts.records), ("subjects", finding.counts.subjects),
    ] {
      if let count { lines.append("\(name) \(count)") }
    }
    if let first = finding.counts.first, let last = finding.counts.last { lines.append("from \(first) to \(last)") }
    lines += finding.parameters.map { "\($0.name) \($0.value)" }
    lines += finding.places.map { "at \($0.span): \($0.label)" }
    if let example = finding.example { lines.append("for example \(example)") }
    if let help = finding.help { lines.append("help: \(help)") }
    if let waiver = finding.waiver { lines += text(of: waiver) }
    if let control = policies.explanation(of: finding.control) { lines += ["", control.text] }
    return lines.joined(separator: "\n")
  }

  private static func text(of waiver: AppliedWaiver) -> [String] {
    [
      "waiver until \(waiver.expires), by \(waiver.owner), approved by \(waiver.approver) on \(waiver.approved): "
        + waiver.reason
    ] + (waiver.fault.map { ["the waiver does not hold: \($0)"] } ?? [])
  }
}

internal import AuditLedger
internal import Foundation
internal import GovernanceModel
internal import PolicyEngine

/// Why a control exists, or what a finding means.
public enum Explanation {
  /// The text on a control by its id, or on a finding of the last audit by the first digits of its fingerprint.
  public static func text(of name: String, projectPath: String, installation: Installation) throws -> String {
    let isProject = FileBytes.exists(projectPath)
    let policies = try PolicyBench.load([], projectPath: projectPath, installation: installation).policies
    if let control = policies.explanation(of: name) { return control.text }
    if isProject {
      let project = try Project.load(projectPath, installation: installation)
      if let finding = try finding(name, in: project) { return text(of: finding, policies) }
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

  /// The only finding of the last audit whose fingerprint starts so; at least six digits.
  private static func finding(_ name: String, in project: Project) throws -> Finding? {
    let digits = name.hasPrefix("fp1:") ? String(name.dropFirst(4)) : name
    guard digits.utf8.count >= 6, digits.allSatisfy(\.isHexDigit), FileBytes.exists(project.ledgerPath) else {
      return nil
    }
    let ledger = try Ledger(path: project.ledgerPath)
    guard let last = try ledger.lastComplete(.audit) else { return nil }
    let matching = try ledger.report(of: last).findings.filter { $0.fingerprint.hasPrefix("fp1:\(digits)") }
    guard matching.count <= 1 else {
      throw Failure.notFound("\(matching.count) findings start with `\(digits)`; give more digits")
    }
    return matching.first
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
    if let control = policies.explanation(of: finding.control) { lines += ["", control.text] }
    return lines.joined(separator: "\n")
  }
}

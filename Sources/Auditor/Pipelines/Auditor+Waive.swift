internal import AuditLedger
public import GovernanceModel
internal import PolicyEngine
internal import SourceDocuments

/// Who puts a finding aside, why, and until when.
public struct WaiverRequest: Sendable {
  /// The fingerprint, or its first digits: at least six.
  public var fingerprint: String
  public var owner: String
  public var approver: String
  public var reason: String
  public var approved: CivilDate
  /// The last day on which it holds, in UTC.
  public var until: CivilDate
  /// Findings of stores: the most subjects that it covers; nil takes as many as there are now.
  public var atMost: Int?

  public init(
    fingerprint: String, owner: String, approver: String, reason: String, approved: CivilDate, until: CivilDate,
    atMost: Int? = nil
  ) {
    (self.fingerprint, self.owner, self.approver, self.reason) = (fingerprint, owner, approver, reason)
    (self.approved, self.until, self.atMost) = (approved, until, atMost)
  }
}

/// A waiver that was written.
public struct WrittenWaiver: Sendable {
  public let path: String
  public let finding: Finding
}

extension Auditor {
  /// Adds a waiver of a finding of the last audit, or of what the gate finds now, to the project's file of waivers; what
  /// the file held stays as it is. One for the same finding is replaced.
  public func waive(_ request: WaiverRequest) throws -> WrittenWaiver {
    let finding = try currentFinding(request.fingerprint)
    let digest = ControlDirectory(project.policies).requirementDigest(pack: finding.pack, control: finding.control)
    guard let digest else {
      throw Failure.notFound("the policy has no control `\(finding.control)` any more: nothing is to be waived")
    }
    let path = project.waiversPath
    let counted = finding.counts.subjects ?? finding.counts.records ?? finding.counts.uses
    var waiver = Waiver(
      fingerprint: finding.fingerprint, control: finding.control, asset: finding.asset.description,
      owner: request.owner, reason: request.reason, approver: request.approver, approved: request.approved,
      expires: request.until, requirement: digest, atMost: request.atMost,
      span: SourceSpan(file: path, line: 1, column: 1))
    if waiver.isOfStore, waiver.atMost == nil { waiver.atMost = counted ?? 0 }
    if let fault = waiver.fault { throw Failure.notFound(fault.message, help: "nothing was written") }
    let file = FileBytes.exists(path) ? try SourceFile.reading(path) : nil
    try FileBytes.write(WaiverText.adding(waiver, to: file, path: path), to: path)
    return WrittenWaiver(path: path, finding: finding)
  }

  /// The one finding that is there now and whose fingerprint starts so: of the last audit, and of the rule sets as they
  /// are.
  func currentFinding(_ name: String) throws -> Finding {
    let digits = name.hasPrefix("fp1:") ? String(name.dropFirst(4)) : name
    guard digits.utf8.count >= 6, digits.allSatisfy(\.isHexDigit) else {
      throw Failure.notFound("`\(name)` is no fingerprint", help: "its first six or more hexadecimal digits")
    }
    let findings = try currentFindings()
    let matching = findings.filter { $0.fingerprint.hasPrefix("fp1:\(digits.lowercased())") }
    guard let first = matching.first else {
      throw Failure.notFound(
        "neither the last audit nor the gate has a finding `\(digits)`",
        help: nearestName(
          to: digits, among: findings.map { String($0.fingerprint.dropFirst(4).prefix(digits.utf8.count)) }
        )
        .map { "did you mean `\($0)`?" })
    }
    guard matching.count == 1 else {
      throw Failure.notFound("\(matching.count) findings start with `\(digits)`; give more digits")
    }
    return first
  }

  /// The last audit's and the gate's, each once; the gate's where both have it.
  private func currentFindings() throws -> [Finding] {
    var notes: [Diagnostic] = []
    var findings = project.ruleSets.isEmpty ? [] : try gate([], notes: &notes).findings
    let known = Set(findings.map(\.fingerprint))
    if FileBytes.exists(project.ledgerPath) {
      let ledger = try Ledger(path: project.ledgerPath)
      if let last = try ledger.lastComplete(.audit) {
        findings += try ledger.report(of: last).findings.filter { $0.isInRun && !known.contains($0.fingerprint) }
      }
    }
    return findings
  }
}

extension Finding {
  /// The run saw it: neither fixed nor left out.
  fileprivate var isInRun: Bool { isOpen || status == .waived }
}

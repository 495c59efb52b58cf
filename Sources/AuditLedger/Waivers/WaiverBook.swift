package import GovernanceModel

/// The waivers of a project as of an instant; what does not hold is told, and leaves its finding open.
package struct WaiverBook: Sendable {
  private let waivers: [Waiver]
  private let today: CivilDate

  /// - Parameter asOf: a waiver holds from the day of its approval through the day on which it expires, in UTC.
  package init(_ waivers: [Waiver], asOf: Instant) { (self.waivers, today) = (waivers, asOf.date) }

  /// The findings with waivers applied: `waived` where one holds, else the status that says why it does not.
  ///
  /// - Parameter requirement: digest of what a control asks now, by pack and control; nil when it is not in the policy.
  package func applied(
    to findings: [Finding], requirement: (_ pack: String, _ control: String) -> String?
  ) -> [Finding] {
    guard !waivers.isEmpty else { return findings }
    let byFingerprint = Dictionary(waivers.map { ($0.fingerprint, $0) }) { first, _ in first }
    return findings.map { finding in
      guard finding.isOpen, let waiver = byFingerprint[finding.fingerprint] else { return finding }
      let (status, fault) = status(of: finding, waiver, requirement(finding.pack, finding.control))
      var finding = finding
      finding.status = status
      finding.waiver = AppliedWaiver(
        owner: waiver.owner, approver: waiver.approver, reason: waiver.reason, approved: waiver.approved,
        expires: waiver.expires, fault: fault)
      return finding
    }
  }

  private func status(
    of finding: Finding, _ waiver: Waiver, _ requirement: String?
  ) -> (Finding.Status, fault: String?) {
    guard waiver.control == finding.control, waiver.asset == finding.asset.description else {
      return (.waiverStale, "it names another control or asset than its fingerprint")
    }
    guard waiver.requirement == requirement else {
      return (.waiverStale, "what the control asks has changed since it was approved")
    }
    if today < waiver.approved { return (.waiverExpired, "it is approved from \(waiver.approved) on only") }
    if today > waiver.expires { return (.waiverExpired, "it expired after \(waiver.expires)") }
    guard case .store = finding.asset else { return (.waived, nil) }
    let counts = finding.counts
    guard let covered = waiver.atMost, let count = counts.subjects ?? counts.records ?? counts.uses else {
      return (.waived, nil)
    }
    return count <= covered ? (.waived, nil) : (.waiverExceeded, "it covers at most \(covered); found \(count)")
  }

  /// Waivers that waive nothing though their asset was examined completely under their control, or of controls that are
  /// gone: each is told as a gap, since nobody can say any more what it was for.
  ///
  /// - Parameters:
  ///   - findings: every finding of the run, with its status.
  ///   - controls: the ids of the controls of the policy.
  package func orphans(among findings: [Finding], coverage: Coverage, controls: Set<String>) -> [Gap] {
    let present = Set(findings.filter { $0.status.isPresent }.map(\.fingerprint))
    return waivers.filter { waiver in
      guard !present.contains(waiver.fingerprint) else { return false }
      return !controls.contains(waiver.control) || coverage.isComplete(assetText: waiver.asset, under: waiver.control)
    }.map { waiver in
      Gap(
        subject: "waiver \(waiver.shortName)", reason: .dangling,
        detail: "no finding of `\(waiver.control)` at `\(waiver.asset)`: delete it (\(waiver.span))")
    }
  }
}

extension Finding.Status {
  /// The run saw it.
  fileprivate var isPresent: Bool {
    switch self {
    case .fixed, .notExamined, .retired: false
    case .new, .existing, .worse, .reopened, .waived, .waiverExpired, .waiverStale, .waiverExceeded: true
    }
  }
}

import GovernanceModel

extension Samples {
  static func date(_ text: String) -> CivilDate { CivilDate(iso8601: text) ?? instant("1970-01-01").date }

  static func waiver(fault: String? = nil) -> AppliedWaiver {
    AppliedWaiver(
      owner: "crm@retailer.example", approver: "dpo@retailer.example", reason: "Replaced in January.",
      approved: date("2026-11-01"), expires: date("2027-01-31"), fault: fault)
  }

  static func with(_ finding: Finding, _ status: Finding.Status, fault: String? = nil) -> Finding {
    var finding = finding
    finding.status = status
    if [.waived, .waiverExpired, .waiverStale, .waiverExceeded].contains(status) {
      finding.waiver = waiver(fault: fault)
    }
    return finding
  }

  /// The gate of a pull request: new, known, waived, with a waiver that expired, mended; and a rule without a use.
  static var pullRequest: Report {
    var report = gate
    report.baseline = "origin/main"
    func other(_ name: String, _ severity: Severity, _ status: Finding.Status, fault: String? = nil) -> Finding {
      with(
        finding(
          control: name, title: "Control \(name)", severity: severity,
          asset: .rule(set: "spring", rule: "welcome"), verdict: .violation(.noOwner),
          places: [
            Place(
              span: SourceSpan(file: "rules/spring.yaml", line: 9, column: 9, length: 7), label: "here", excerpt: "")
          ]), status, fault: fault)
    }
    report.findings = [
      profiling, other("own-waived", .high, .waived),
      other("own-expired", .medium, .waiverExpired, fault: "it expired after 2027-01-31"),
      other("own-known", .medium, .existing), script, other("own-fixed", .low, .fixed),
    ]
    report.gaps = [Gap(subject: "rule spring/odd", reason: .useTooCoarse, detail: "it names no data use")]
    return report
  }
}

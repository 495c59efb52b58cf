import GovernanceModel
import Testing

/// When a run ends with exit code 1, 4 or 0.
@Suite struct ThresholdTests {
  private func finding(_ status: Finding.Status, _ severity: Severity, isViolation: Bool = true) -> Finding {
    Finding(
      pack: "p", control: "c", title: "", law: LawReference(name: "", article: ""), severity: severity,
      asset: .rule(set: "s", rule: "r"), locus: Locus(),
      verdict: isViolation ? .violation(.dead) : .unverifiable(.opaque),
      counts: Counts(), sample: [], parameters: [], obligation: "", remedy: "", status: status, fingerprint: "",
      evidenceDigest: "")
  }

  private func outcome(_ findings: [Finding], _ threshold: Threshold, gaps: Int = 0) -> Threshold.Outcome {
    threshold.outcome(
      of: Report(
        kind: .gate, asOf: .distantPast, project: "", generator: "",
        gaps: (0..<gaps).map { Gap(subject: "\($0)", reason: .unreadable, detail: "") }, findings: findings,
        pseudonymKey: ""))
  }

  private static let failing: Set<Finding.Status> = [
    .new, .worse, .reopened, .waiverExpired, .waiverStale, .waiverExceeded,
  ]

  @Test(arguments: Finding.Status.allCases)
  func `only news blocks`(status: Finding.Status) {
    let found = outcome([finding(status, .high)], Threshold(failOn: .high))
    #expect(found == (Self.failing.contains(status) ? .findings : .clean))
  }

  @Test(arguments: Severity.allCases)
  func `from a severity on`(severity: Severity) {
    let found = outcome([finding(.new, severity)], Threshold(failOn: .medium))
    #expect(found == (severity >= .medium ? .findings : .clean))
  }

  @Test func `known ones when they are asked for, waived ones never`() {
    let threshold = Threshold(includesExisting: true)
    #expect(outcome([finding(.existing, .low)], threshold) == .findings)
    #expect(outcome([finding(.waived, .critical)], threshold) == .clean)
    #expect(outcome([finding(.fixed, .critical)], threshold) == .clean)
  }

  @Test func `doubt is incomplete, whatever its severity, and never a finding`() {
    #expect(outcome([finding(.new, .info, isViolation: false)], Threshold(failOn: .critical)) == .incomplete)
    #expect(outcome([finding(.existing, .low, isViolation: false)], Threshold()) == .incomplete)
    #expect(outcome([finding(.waived, .low, isViolation: false)], Threshold()) == .clean)
  }

  @Test func `against a named baseline only new doubt counts, and gaps always`() {
    let threshold = Threshold(judgesNewsOnly: true)
    #expect(outcome([finding(.existing, .low, isViolation: false)], threshold) == .clean)
    #expect(outcome([finding(.new, .low, isViolation: false)], threshold) == .incomplete)
    #expect(outcome([], threshold, gaps: 1) == .incomplete)
    let all = Threshold(includesExisting: true, judgesNewsOnly: true)
    #expect(outcome([finding(.existing, .low, isViolation: false)], all) == .incomplete)
  }

  @Test func `what is certain beats what is possible`() {
    #expect(outcome([finding(.new, .low), finding(.new, .low, isViolation: false)], Threshold(), gaps: 1) == .findings)
  }
}

@Suite struct CivilDateTextTests {
  @Test(arguments: ["2026-03-01", "0001-01-01", "9999-12-31", "2024-02-29"])
  func `a day is read back`(text: String) { #expect(CivilDate(iso8601: text)?.description == text) }

  @Test(arguments: ["", "2026", "2026-03", "2026-02-29", "2026-3-01", "2026-03-01T10", "01.03.2026", "2026/03/01"])
  func `what is no day`(text: String) { #expect(CivilDate(iso8601: text) == nil) }
}

internal import GovernanceModel

/// GitLab's code quality report: an array of issues in the Code Climate subset that GitLab reads. Only what is open.
struct GitLabQuality {
  private let report: Report
  private let anchors: Anchors

  init(_ report: Report, anchors: Anchors) { (self.report, self.anchors) = (report, anchors) }

  func text() -> String { JSONValue.array(gaps + report.findings.filter(\.isOpen).map(issue)).document }

  private func issue(_ finding: Finding) -> JSONValue {
    let span = anchors.mainSpan(of: finding)
    let words = ([finding.headline] + finding.details).joined(separator: "; ")
    return value(
      words, finding.control, String(finding.fingerprint.dropFirst(4)), severity(finding), anchors.path(span.file),
      span.line)
  }

  private var gaps: [JSONValue] {
    let names = report.gaps.map { ("\($0.subject) (\($0.reason.phrase)): \($0.detail)", $0.subject, $0.reason) }
    return names.map { words, subject, reason in
      value(
        Terminal.safe("not looked at: \(words)"), "not-examined",
        SHA256Name.hexadecimal(["proviso-gap-1", subject, reason.rawValue]), "major", anchors.path(anchors.project), 1)
    }
  }

  private func value(
    _ words: String, _ check: String, _ fingerprint: String, _ severity: String, _ path: String, _ line: Int
  ) -> JSONValue {
    .object([
      ("description", .text(words.clipped(4096))), ("check_name", .text(check)), ("fingerprint", .text(fingerprint)),
      ("severity", .text(severity)),
      ("location", .object([("path", .text(path)), ("lines", .object([("begin", .number(max(1, line)))]))])),
    ])
  }

  private func severity(_ finding: Finding) -> String {
    switch finding.severity {
    case .info: "info"
    case .low: "minor"
    case .medium: "major"
    case .high: "critical"
    case .critical: "blocker"
    }
  }
}

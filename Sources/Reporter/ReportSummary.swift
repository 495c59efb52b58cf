package import GovernanceModel

/// The figures of a report: findings by severity and status, and one verdict over all.
package struct ReportSummary: Hashable, Sendable {
  /// `violation` when an open finding is one; else `unverifiable` when something open could not be told, something was not
  /// looked at, or nothing was looked at; else `compliant`.
  package let verdict: String
  /// False also when nothing was looked at.
  package let isComplete: Bool
  package let findings: Int
  package let open: Int
  package let news: Int
  private let counts: [Key: Int]

  private struct Key: Hashable, Sendable {
    let severity: Severity
    let status: Finding.Status
  }

  package init(_ report: Report) {
    let open = report.findings.filter(\.isOpen)
    isComplete = report.isComplete && report.hasLookedAtSomething
    if open.contains(where: { if case .violation = $0.verdict { true } else { false } }) {
      verdict = "violation"
    } else {
      verdict = isComplete ? "compliant" : "unverifiable"
    }
    (findings, self.open, news) = (report.findings.count, open.count, report.findings.count(where: \.isNews))
    counts = report.findings.reduce(into: [:]) { counts, finding in
      counts[Key(severity: finding.severity, status: finding.status), default: 0] += 1
    }
  }

  /// Findings of a severity and status.
  package func count(_ severity: Severity, _ status: Finding.Status) -> Int {
    counts[Key(severity: severity, status: status)] ?? 0
  }

  /// Over all severities.
  package func count(_ status: Finding.Status) -> Int {
    Severity.allCases.reduce(0) { $0 + count($1, status) }
  }
}

extension Report {
  /// A row of a store was read, or a rule was judged.
  package var hasLookedAtSomething: Bool {
    stores.contains { $0.collections.contains { $0.rows > 0 } } || ruleSets.contains { !$0.rules.isEmpty }
  }
}

extension Counts {
  package var isEmpty: Bool { self == Counts() }
}

extension Locus {
  package var isEmpty: Bool { self == Locus() }
}

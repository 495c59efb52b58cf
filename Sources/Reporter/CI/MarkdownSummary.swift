internal import GovernanceModel

/// A page for a job's summary (GitHub) or a comment: the verdict, the counts, then each finding in a few lines.
struct MarkdownSummary {
  /// GitHub takes 1 MiB a step; what comes after this many findings is counted.
  private static let shown = 200

  private let report: Report
  private let threshold: Threshold
  private let anchors: Anchors

  init(_ report: Report, threshold: Threshold, anchors: Anchors) {
    (self.report, self.threshold, self.anchors) = (report, threshold, anchors)
  }

  func text() -> String {
    var lines = ["## Proviso \(report.kind.rawValue): \(verdict)", "", figures, ""]
    let present = report.findings.filter(\.isPresent)
    let ordered = present.filter(threshold.blocks) + present.filter { !threshold.blocks($0) }
    if !ordered.isEmpty { lines += table(ordered.prefix(Self.shown)) }
    if ordered.count > Self.shown { lines += ["", "and \(ordered.count - Self.shown) more"] }
    for gap in report.gaps.prefix(Self.shown) {
      let words = MarkdownText.escaped("\(gap.subject) (\(gap.reason.phrase)): \(gap.detail)".clipped(1000))
      lines += ["", "**Not looked at:** \(words)"]
    }
    for limit in report.limits.prefix(Self.shown) {
      lines += ["", "**Note:** " + MarkdownText.escaped("\(limit.subject): \(limit.detail)".clipped(1000))]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var verdict: String {
    let blocking = report.findings.count(where: threshold.blocks)
    switch threshold.outcome(of: report) {
    case .findings: return Terminal.counted(blocking, "blocking finding")
    case .incomplete: return "incomplete"
    case .clean: return report.hasLookedAtSomething ? "passed" : "nothing was looked at"
    }
  }

  private var figures: String {
    let summary = ReportSummary(report)
    let statuses = Finding.Status.allCases.compactMap { status in
      summary.count(status) > 0 ? "\(Terminal.grouped(summary.count(status))) \(status.words)" : nil
    }
    let looked = report.lookedAt
    let compared = report.baseline.map { ", compared with \(MarkdownText.escaped($0))" } ?? ""
    return "\(looked)\(compared): " + (statuses.isEmpty ? "no findings" : statuses.joined(separator: ", "))
  }

  private func table(_ findings: ArraySlice<Finding>) -> [String] {
    ["| | severity | finding | where |", "|---|---|---|---|"] + findings.map(row)
  }

  private func row(_ finding: Finding) -> String {
    let state = threshold.blocks(finding) ? "**blocking**" : MarkdownText.escaped(report.statusWords(of: finding))
    let details = finding.details.map { MarkdownText.escaped($0.clipped(1000)) }
    let name = "\(MarkdownText.escaped(finding.control)) \(finding.shortFingerprint)"
    let words = ([MarkdownText.escaped(finding.headline.clipped(1000))] + details + [name]).joined(separator: "<br>")
    let span = anchors.mainSpan(of: finding)
    let place = MarkdownText.escaped("\(anchors.path(span.file)):\(span.line)")
    return "| \(state) | \(finding.severity.rawValue) | \(words) | \(place) |"
  }
}

extension Report {
  /// `12 rules, 262 obligations` and `3 collections, 1,234 rows`.
  var lookedAt: String {
    var parts: [String] = []
    let rules = ruleSets.flatMap(\.rules)
    if !ruleSets.isEmpty {
      let obligations = rules.reduce(0) { $0 + $1.proved + $1.violated + $1.unverifiable }
      parts += [Terminal.counted(rules.count, "rule"), Terminal.counted(obligations, "obligation")]
    }
    if !stores.isEmpty {
      let collections = stores.flatMap(\.collections)
      parts.append(Terminal.counted(collections.count, "collection"))
      parts.append(Terminal.counted(collections.reduce(0) { $0 + $1.rows }, "row"))
    }
    return parts.isEmpty ? "nothing was looked at" : parts.joined(separator: ", ")
  }
}

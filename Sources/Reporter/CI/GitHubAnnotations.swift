internal import GovernanceModel

/// Workflow commands of GitHub Actions: the runner turns these lines of a log into annotations of the changed files.
struct GitHubAnnotations {
  private enum Level: String, CaseIterable { case error, warning, notice }

  /// The runner shows this many of each level a step.
  private static let limit = 10

  private let report: Report
  private let threshold: Threshold
  private let anchors: Anchors

  init(_ report: Report, threshold: Threshold, anchors: Anchors) {
    (self.report, self.threshold, self.anchors) = (report, threshold, anchors)
  }

  func text() -> String {
    var lines: [Level: [String]] = [:]
    for finding in report.findings where finding.isPresent {
      let level = level(of: finding)
      lines[level, default: []].append(command(level, properties(finding), words(finding)))
    }
    for gap in report.gaps {
      let words = "\(gap.subject) (\(gap.reason.phrase)): \(gap.detail)"
      lines[.warning, default: []].append(command(.warning, [("title", "not looked at")], Terminal.safe(words)))
    }
    if !report.hasLookedAtSomething {
      lines[.error, default: []].append(
        command(.error, [("title", "Proviso")], "nothing was looked at: this is no pass"))
    }
    return Level.allCases.flatMap { limited(lines[$0] ?? [], $0) }.map { $0 + "\n" }.joined()
  }

  private func limited(_ lines: [String], _ level: Level) -> [String] {
    guard lines.count > Self.limit else { return lines }
    let shown = lines.prefix(Self.limit - 1)
    return shown + [command(level, [("title", "Proviso")], "and \(lines.count - shown.count) more of this level")]
  }

  private func level(of finding: Finding) -> Level {
    if threshold.blocks(finding) { return .error }
    return finding.isOpen ? .warning : .notice
  }

  private func properties(_ finding: Finding) -> [(String, String)] {
    let span = anchors.mainSpan(of: finding)
    let line = String(max(1, span.line))
    return [
      ("file", anchors.path(span.file)), ("line", line), ("endLine", line), ("col", String(max(1, span.column))),
      ("endColumn", String(max(1, span.column) + span.length - 1)),
      ("title", "\(finding.control) (\(finding.severity.rawValue), \(report.statusWords(of: finding)))"),
    ]
  }

  private func words(_ finding: Finding) -> String {
    ([finding.headline] + finding.details + [
      "proviso explain \(finding.control) · fingerprint \(finding.shortFingerprint)"
    ])
    .joined(separator: "\n")
  }

  private func command(_ level: Level, _ properties: [(String, String)], _ message: String) -> String {
    let named = properties.map { "\($0.0)=\(Self.escaped(Terminal.safe($0.1), isProperty: true))" }
    return "::\(level.rawValue) \(named.joined(separator: ","))::\(Self.escaped(message, isProperty: false))"
  }

  /// What ends a command or a property: `%` first, line breaks, and in properties `:` and `,` (actions/toolkit, command.ts).
  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": view.append(contentsOf: "%25".unicodeScalars)
      case "\r": view.append(contentsOf: "%0D".unicodeScalars)
      case "\n": view.append(contentsOf: "%0A".unicodeScalars)
      case ":" where isProperty: view.append(contentsOf: "%3A".unicodeScalars)
      case "," where isProperty: view.append(contentsOf: "%2C".unicodeScalars)
      default: view.append(scalar)
      }
    }
    return String(view)
  }
}
